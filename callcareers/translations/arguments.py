"""What commands are told: the languages to work on, or catalogues."""

from argparse import ArgumentParser, ArgumentTypeError

from callcareers.languages import BY_CODE, SOURCE_LANGUAGE


def add_languages(parser: ArgumentParser, purpose: str) -> None:
    """Have a command take languages: those "to `purpose`", all of them if none is named."""
    parser.add_argument(
        "languages",
        nargs="*",
        metavar="language",
        type=translation_language,
        help=f"the languages to {purpose}, every one if none is named",
    )


def translation_language(code: str) -> str:
    """Return `code`, the argument of a command, as one that texts are translated into.

    Raises `ArgumentTypeError`, with all that there are, for any other.
    """
    codes = [known for known in BY_CODE if known != SOURCE_LANGUAGE]
    if code not in codes:
        raise ArgumentTypeError(
            f"{code} is not a language that we translate into. Those are "
            f"{', '.join(codes)}: each has a row in TABLE of callcareers/languages.py."
        )
    return code


def language_or_file(name: str) -> str:
    """Return `name`, the argument of a command, as such a language or as a catalogue's.

    Raises `ArgumentTypeError` as `translation_language` does.
    """
    return name if name.endswith(".po") else translation_language(name)
