import dataclasses
import gettext
import io
import os
import shutil

import polib
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from callcareers.languages import BY_CODE, CODES
from callcareers.translations.catalogues import file_name
from callcareers.translations.interface_texts import (
    faults,
    interface_catalogue,
    tidy,
)
from callcareers.translations.rules import PLACEHOLDER


@pytest.fixture
def catalogues(request, settings, tmp_path):
    """Have a small catalogue without a fault in each language, and packages' texts.

    Return how many catalogues these are together.
    """
    shutil.copytree(
        request.config.rootpath / "locale" / "packages",
        tmp_path / "packages",
        ignore=shutil.ignore_patterns("*.mo"),
    )
    settings.LOCALE_PATHS = [tmp_path, tmp_path / "packages"]
    for language in CODES:
        catalogue = polib.POFile()
        catalogue.metadata = {
            "Language": language,
            "Content-Type": "text/plain; charset=UTF-8",
            "Plural-Forms": BY_CODE[language].plural_forms,
        }
        forms = range(BY_CODE[language].plural_count)
        catalogue += [
            polib.POEntry(msgid="Roles", msgstr=f"Roles in {language}"),
            polib.POEntry(msgid="May", msgctxt="month", msgstr=f"May in {language}"),
            polib.POEntry(msgid="{0} of %(all)s", msgstr=f"%(all)s/{{0}} in {language}"),
            polib.POEntry(
                msgid="One figure",
                msgid_plural="%(counter)s figures",
                msgstr_plural=dict.fromkeys(forms, f"%(counter)s in {language}"),
            ),
        ]
        interface_catalogue(language).parent.mkdir(parents=True)
        catalogue.save(str(interface_catalogue(language)))
    return len(list(tmp_path.rglob("*.po")))


def change(msgid, language="fi", **attributes):
    """Change an entry of a catalogue; return its line in the file."""
    catalogue = polib.pofile(str(interface_catalogue(language)))
    entry = catalogue.find(msgid)
    for name, value in attributes.items():
        setattr(entry, name, value)
    catalogue.save()
    saved = polib.pofile(str(interface_catalogue(language)))
    return saved.find(msgid, include_obsolete_entries=True).linenum


def run(command, *options):
    output = io.StringIO()
    call_command(command, *options, stdout=output)
    return output.getvalue()


# Faults


def test_sound_catalogues_have_no_faults(catalogues):
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("msgid", "attributes", "fault"),
    [
        ("Roles", {"msgstr": ""}, "is not translated."),
        ("Roles", {"flags": ["fuzzy"]}, "is fuzzy."),
        ("Roles", {"obsolete": True}, "is obsolete."),
        ("Roles", {"msgstr": " Roolit"}, "starts with a space on one side only."),
        (
            "Roles",
            {"msgstr": "%s"},
            "in '%s' has a placeholder that the English text has not: %s.",
        ),
        (
            "Roles",
            {"msgstr": "<b>Roolit"},
            "in '<b>Roolit' has a HTML tag that the English text has not: <b>.",
        ),
        (
            "Roles",
            {"msgstr": "Roo\N{SOFT HYPHEN}lit"},
            "in 'Roo\\xadlit' holds an invisible character: SOFT HYPHEN (U+00AD).",
        ),
        (
            "Roles",
            {"msgstr": "Roles"},
            "in 'Roles' is a copy of the English text. What is the same in both languages "
            "belongs into locale/fi/loanwords.txt, a name into names.txt.",
        ),
        (
            "{0} of %(all)s",
            {"msgstr": "{0} / %(all)s / %(all)s"},
            "in '{0} / %(all)s / %(all)s' has a placeholder that the English text has not: "
            "%(all)s.",
        ),
        (
            "{0} of %(all)s",
            {"msgstr": "/%(all)s"},
            "in '/%(all)s' lacks the placeholder {0}.",
        ),
        (
            "One figure",
            {"msgstr_plural": {0: "%(counter)s luku", 1: "lukua"}},
            "in 'lukua' lacks the placeholder %(counter)s.",
        ),
        (
            "One figure",
            {"msgstr_plural": {0: "%(counter)s luku", 1: ""}},
            "is not translated.",
        ),
        (
            "One figure",
            {"msgstr_plural": {0: "%(counter)s luku"}},
            "has 1 plural forms of 2.",
        ),
        (
            "One figure",
            {"msgstr_plural": dict.fromkeys(range(3), "%(counter)s")},
            "has 3 plural forms of 2.",
        ),
    ],
)
def test_fault_is_named_by_language_line_and_message(catalogues, msgid, attributes, fault):
    line = change(msgid, **attributes)

    place = f"{file_name(interface_catalogue('fi'))}:{line}"
    assert list(faults()) == [f"{place}: {msgid!r} {fault}"]


@pytest.mark.parametrize(
    "language", [code for code in CODES if BY_CODE[code].plural_count > 1]
)
def test_missing_form_of_a_plural_is_found_in_every_language(catalogues, language):
    change("One figure", language, msgstr_plural={0: "%(counter)s"})

    (fault,) = faults()

    assert fault.endswith(f" has 1 plural forms of {BY_CODE[language].plural_count}.")


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        ({"Language": "sv"}, "names 'sv' in place of 'fi'."),
        ({"Language": "lv"}, "names 'lv' in place of 'fi'."),
        ({"Language": ""}, "names 'no language' in place of 'fi'."),
        (
            {"Plural-Forms": "nplurals=2; plural=(n > 1);"},
            "has the plural forms 'nplurals=2; plural=(n > 1);' in place of "
            "'nplurals=2; plural=(n != 1);'.",
        ),
        (
            {"Plural-Forms": ""},
            "has the plural forms '' in place of 'nplurals=2; plural=(n != 1);'.",
        ),
    ],
)
def test_header_of_another_language_is_a_fault(catalogues, header, fault):
    catalogue = polib.pofile(str(interface_catalogue("fi")))
    catalogue.metadata |= header
    catalogue.save()

    place = file_name(interface_catalogue("fi"))
    assert list(faults()) == [f"{place}: The header {fault}"]


def test_header_may_be_written_in_another_way(catalogues):
    catalogue = polib.pofile(str(interface_catalogue("fi")))
    catalogue.metadata |= {"Language": "fi_FI", "Plural-Forms": "nplurals=2; plural=n!=1"}
    catalogue.save()

    assert list(faults()) == []


@pytest.mark.parametrize(
    ("place", "text", "expected"),
    [
        ("templates/a.html", "5 % dataa", ["%"]),
        ("templates/a.html", "5 %% dataa", []),
        ("roles/models.py", "5 % dataa", []),
    ],
)
def test_per_cent_sign_of_a_template_is_doubled(catalogues, place, text, expected):
    change("Roles", msgstr=text, occurrences=[(place, "")])

    found = [fault.partition(f"{text!r} has a ")[2].split(" ")[0] for fault in faults()]

    assert found == expected


@pytest.mark.parametrize("language", CODES)
def test_missing_catalogue_is_a_fault(catalogues, language):
    path = interface_catalogue(language)
    path.unlink()

    assert list(faults()) == [f"{file_name(path)} is missing."]


def test_draft_of_a_language_may_lack_texts_and_no_more(catalogues, monkeypatch):
    draft = dataclasses.replace(BY_CODE["fi"], is_public=False)
    monkeypatch.setitem(BY_CODE, "fi", draft)
    change("Roles", msgstr="")
    change("May", msgstr="Toukokuu", flags=["fuzzy"])
    line = change("{0} of %(all)s", msgstr="%(all)s")

    place = f"{file_name(interface_catalogue('fi'))}:{line}"
    assert list(faults()) == [
        f"{place}: '{{0}} of %(all)s' in '%(all)s' lacks the placeholder {{0}}."
    ]


def test_text_of_a_machine_is_a_fault_until_somebody_has_read_it(catalogues):
    line = change("Roles", msgstr="Roolit", flags=["machine-made"])

    place = f"{file_name(interface_catalogue('fi'))}:{line}"
    assert list(faults()) == [
        f"{place}: 'Roles' is machine-made, and nobody has read it yet."
    ]


def test_message_that_stands_twice_is_a_fault(catalogues):
    with interface_catalogue("fi").open("a", encoding="utf-8") as catalogue:
        catalogue.write('\nmsgid "Roles"\nmsgstr "Tehtävät"\n')

    found = list(faults())

    assert len(found) == 1
    assert "Roles" in found[0]


def test_interface_texts_of_the_repository_have_no_faults():
    assert list(faults()) == []


# Order


@pytest.mark.parametrize("language", CODES)
def test_tidy_catalogue_stays_as_it_is(request, settings, tmp_path, language):
    locale = request.config.rootpath / "locale"
    shutil.copytree(locale, tmp_path, dirs_exist_ok=True)
    settings.LOCALE_PATHS = [tmp_path]
    before = interface_catalogue(language).read_bytes()

    tidy(language)
    once = interface_catalogue(language).read_bytes()
    tidy(language)

    assert interface_catalogue(language).read_bytes() == once
    assert once == before


def test_tidy_orders_messages_and_the_places_they_stand_in(catalogues):
    change("Roles", occurrences=[("templates/b.html", ""), ("templates/a.html", "")])

    tidy("fi")

    text = interface_catalogue("fi").read_text(encoding="utf-8")
    assert text.startswith("# Call Careers: interface texts (suomi)\n")
    assert "#: templates/a.html templates/b.html\n" in text
    assert [line for line in text.splitlines() if line.startswith("msgid ")] == [
        'msgid ""',
        'msgid "One figure"',
        'msgid "Roles"',
        'msgid "{0} of %(all)s"',
        'msgid "May"',
    ]


@pytest.mark.parametrize("language", CODES)
def test_tidy_gives_the_header_and_the_plurals_of_the_language(catalogues, language):
    change("One figure", language, msgstr_plural={0: "%(counter)s", 5: "%(counter)s"})
    path = interface_catalogue(language)
    text = path.read_text(encoding="utf-8").replace("nplurals=", "nplurals=9")
    path.write_text(text.replace('msgid ""', '#, fuzzy\nmsgid ""', 1), encoding="utf-8")

    tidy(language)

    tidied = polib.pofile(str(path))
    assert tidied.metadata["Plural-Forms"] == BY_CODE[language].plural_forms
    assert tidied.metadata["Language"] == language
    assert not tidied.metadata_is_fuzzy
    assert list(tidied.find("One figure").msgstr_plural) == list(
        range(BY_CODE[language].plural_count)
    )


def test_tidy_says_the_messages_in_english(catalogues):
    change("Roles", "en", flags=["fuzzy"])

    tidy("en")

    tidied = polib.pofile(str(interface_catalogue("en")))
    assert [(entry.msgid, entry.msgstr, entry.fuzzy) for entry in tidied] == [
        ("One figure", "", False),
        ("Roles", "Roles", False),
        ("{0} of %(all)s", "{0} of %(all)s", False),
        ("May", "May", False),
    ]
    assert tidied[0].msgstr_plural == {0: "One figure", 1: "%(counter)s figures"}


def test_tidy_leaves_translations_alone(catalogues):
    before = polib.pofile(str(interface_catalogue("lv")))

    tidy("lv")

    after = polib.pofile(str(interface_catalogue("lv")))
    assert {(entry.msgctxt, entry.msgid): entry.msgstr for entry in after} == {
        (entry.msgctxt, entry.msgid): entry.msgstr for entry in before
    }


# Compiled catalogues


@pytest.fixture
def no_gettext(monkeypatch, tmp_path_factory):
    """Take every program off the PATH."""
    monkeypatch.setenv("PATH", str(tmp_path_factory.mktemp("empty")))


@pytest.mark.usefixtures("no_gettext")
def test_catalogues_are_compiled_without_gettext(catalogues):
    change("May", obsolete=True)

    output = run("compile_catalogs")

    with interface_catalogue("fi").with_suffix(".mo").open("rb") as compiled:
        finnish = gettext.GNUTranslations(compiled)
    with interface_catalogue("lv").with_suffix(".mo").open("rb") as compiled:
        latvian = gettext.GNUTranslations(compiled)
    assert output == f"{catalogues} of {catalogues} catalogues compiled.\n"
    assert finnish.gettext("Roles") == "Roles in fi"
    assert finnish.pgettext("month", "May") == "May"
    assert latvian.pgettext("month", "May") == "May in lv"
    assert latvian.ngettext("One figure", "", 11) == "%(counter)s in lv"
    assert [latvian.plural(count) for count in (0, 1, 2, 11, 21)] == [0, 1, 2, 0, 1]


@pytest.mark.usefixtures("no_gettext")
def test_fuzzy_text_is_not_compiled(catalogues):
    change("Roles", flags=["fuzzy"])

    run("compile_catalogs")

    with interface_catalogue("fi").with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Roles") == "Roles"


def test_only_changed_catalogues_are_compiled_again(catalogues):
    run("compile_catalogs")
    source = interface_catalogue("fi")
    compiled_at = source.with_suffix(".mo").stat().st_mtime

    unchanged = run("compile_catalogs")
    os.utime(source, (compiled_at + 1, compiled_at + 1))
    changed = run("compile_catalogs")

    assert unchanged == f"0 of {catalogues} catalogues compiled.\n"
    assert changed == f"1 of {catalogues} catalogues compiled.\n"


@pytest.mark.usefixtures("no_gettext")
def test_collecting_needs_gettext_and_says_so(catalogues):
    with pytest.raises(CommandError) as refused:
        run("collect_messages")

    assert str(refused.value) == "xgettext is missing: install the package gettext."


@pytest.fixture
def new_text(catalogues, monkeypatch, tmp_path):
    """Have a template whose text no catalogue holds yet."""
    if shutil.which("xgettext") is None:
        pytest.skip("collecting needs gettext")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_text("{% translate 'New words' %}", encoding="utf-8")


@pytest.mark.usefixtures("new_text")
def test_collecting_brings_the_catalogues_up_to_the_code():
    output = run("collect_messages")

    collected = {
        language: [
            (entry.msgid, entry.msgstr)
            for entry in polib.pofile(str(interface_catalogue(language)))
        ]
        for language in CODES
    }
    assert output == f"{len(CODES)} catalogues collected.\n"
    assert collected == {language: [("New words", "")] for language in CODES} | {
        "en": [("New words", "New words")]
    }
    assert run("collect_messages", "--check") == (
        "The catalogues hold the texts of the code.\n"
    )


@pytest.mark.usefixtures("new_text")
def test_collecting_keeps_the_flag_of_texts_that_nobody_has_read():
    catalogue = polib.pofile(str(interface_catalogue("fi")))
    catalogue += [
        polib.POEntry(msgid="New words", msgstr="Uusia sanoja", flags=["machine-made"]),
        polib.POEntry(msgid="Old words", msgstr="Vanhoja", flags=["machine-made"]),
    ]
    catalogue.save()

    run("collect_messages")

    (collected,) = polib.pofile(str(interface_catalogue("fi")))
    assert (collected.msgid, collected.msgstr) == ("New words", "Uusia sanoja")
    assert collected.flags == ["machine-made"]
    assert run("collect_messages", "--check") == (
        "The catalogues hold the texts of the code.\n"
    )


@pytest.mark.usefixtures("new_text")
def test_checking_finds_texts_that_nobody_has_collected_and_writes_nothing():
    before = {code: interface_catalogue(code).read_bytes() for code in CODES}

    with pytest.raises(CommandError) as refused:
        run("collect_messages", "--check")

    assert str(refused.value) == (
        f"The catalogues of {', '.join(CODES)} are behind the code: "
        "run `make messages` and translate what is new."
    )
    assert {code: interface_catalogue(code).read_bytes() for code in CODES} == before


# What translators are told


def test_message_that_needs_explaining_carries_a_comment_for_translators():
    explained = {
        (entry.msgctxt, entry.msgid): "Translators: " in entry.comment
        for entry in polib.pofile(str(interface_catalogue("en")))
        if entry.msgctxt == "address" or PLACEHOLDER.search(entry.msgid)
    }

    assert ("address", "roles/") in explained
    assert [message for message, is_done in explained.items() if not is_done] == []


@pytest.mark.django_db
def test_noun_of_ours_leaves_the_verb_of_the_admin_alone():
    with translation.override("fi"):
        assert translation.gettext("Change") == "Muokkaa"
        assert translation.pgettext("employment projection", "Change") == "Muutos"
