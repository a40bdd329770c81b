"""The site with a translator's file, before anybody else sees it.

Texts that the file changes are marked by characters that nobody sees and no alphabet
counts; on the way out they become `<mark>` elements, or nothing where markup has no room.
"""

import re
import shutil
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import call_command
from django.db import connections, models
from django.test import override_settings
from django.utils.html import format_html
from django.utils.translation import to_locale

from callcareers.content.models import column
from callcareers.languages import BY_CODE, TABLE, shown_codes
from callcareers.translations.catalogue_export import page_addresses
from callcareers.translations.catalogue_import import Outcome, import_catalogue
from callcareers.translations.catalogues import (
    ContentRefused,
    Fault,
    entry_model,
    file_name,
    language_named,
    parse_catalogue,
    read_catalogue,
)
from callcareers.translations.content_files import export_content, load_content
from callcareers.translations.interface_texts import entry_faults, interface_catalogue
from callcareers.translations.pages import fetch, page_paths, without_collected_files

START, SPACE, END = "\U000e0001", "\U000e0020", "\U000e007f"
TAG_ZERO = 0xE0030
# Markdown takes these for punctuation, so that `**` beside them stays what it is.
OPENING, CLOSING = "\u29fc", "\u29fd"
START_MARK = re.compile(f"{START}([\U000e0030-\U000e0039]+){SPACE}{OPENING}?")
END_MARK = re.compile(f"{CLOSING}?{END}")
# Where markup has no room: tags with their attributes, and elements of plain text.
NO_ROOM = re.compile(
    r"(<(title|option|textarea|script|style)\b.*?</\2>|<[^>]*>)", re.DOTALL
)
LINE_START = re.compile(r"^\s*(?:(?:[-*+>]|\d+[.)]|#{1,6})\s+)*")
ADDRESS = "address"
CONTENT_CONTEXT = re.compile(r"[a-z]+\.[a-z]+:[^:]+:[a-z_]+$")


@dataclass(slots=True)
class ShownText:
    """A text that the file changes, its record's own page, and the pages that show it."""

    name: str
    line: int
    own_page: str = ""
    pages: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Preview:
    """The texts that a file changes in `language`, in its order."""

    language: str
    texts: list[ShownText] = field(default_factory=list)

    def note_pages(self) -> None:
        """Find the pages that each text appears on, its record's own page first."""
        for path, html in fetch(page_paths(self.language)):
            for number in sorted(numbers_in(html)):
                text = self.texts[number]
                place = 0 if path == text.own_page else len(text.pages)
                text.pages.insert(place, path)


def prepare(path: Path, folder: Path) -> Preview:
    """Turn this process to a copy of the site in `folder` that has the texts of `path`.

    The database and the catalogues that the site is served from stay as they are. There
    is no way back: the process is for the preview alone from here on. Raises
    `ContentRefused` for a file that an import or a check would refuse.
    """
    catalogue = parse_catalogue(path, file_name(path))
    language = language_named(catalogue.metadata.get("Language", ""))
    if not language:
        reason = "The header names no language that we translate into."
        raise ContentRefused([Fault(file_name(path), "", "Language", reason)])
    _copy_site(folder, language)
    return take(catalogue, path, language)


def take(catalogue: polib.POFile, path: Path, language: str) -> Preview:
    """Put what `catalogue`, read from `path`, has in `language` into the copy of the site.

    Raises `ContentRefused` as `prepare` does.
    """
    preview = Preview(language)
    if any(CONTENT_CONTEXT.match(entry.msgctxt or "") for entry in catalogue):
        _take_content(path, preview)
    else:
        _take_interface(catalogue, path, preview)
    preview.note_pages()
    return preview


def mark(text: str, number: int, *, is_prose: bool) -> str:
    """Return `text` with a mark around what each of its lines says."""
    tags = "".join(chr(TAG_ZERO + int(digit)) for digit in str(number))
    opening, ending = (OPENING, CLOSING) if is_prose else ("", "")
    lines = []
    for line in text.split("\n"):
        start = len(line) - len(LINE_START.sub("", line)) if is_prose else 0
        said = line[start:].rstrip()
        after = line[start + len(said) :]
        marked = f"{START}{tags}{SPACE}{opening}{said}{ending}{END}" if said else ""
        lines.append(f"{line[:start]}{marked}{after}")
    return "\n".join(lines)


def numbers_in(html: str) -> set[int]:
    """Return the numbers of the marks in `html`."""
    return {_number(match[1]) for match in START_MARK.finditer(html)}


def show_marks(html: str, name_of: Callable[[int], str]) -> str:
    """Return `html` with `<mark>` elements for its marks, named by `name_of`."""

    def opening(match: re.Match[str]) -> str:
        return format_html('<mark title="{}">', name_of(_number(match[1])))

    parts = NO_ROOM.split(html)
    for place in range(0, len(parts), 3):
        parts[place] = END_MARK.sub("</mark>", START_MARK.sub(opening, parts[place]))
    for place in range(1, len(parts), 3):
        parts[place] = END_MARK.sub("", START_MARK.sub("", parts[place]))
        parts[place + 1] = ""
    return "".join(part or "" for part in parts)


class MarkedSite:
    """A WSGI application that shows the marks in the pages of another one."""

    def __init__(self, site: Callable[..., Iterable[bytes]], preview: Preview) -> None:
        self.site = site
        self.names = [text.name for text in preview.texts]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        head: list[Any] = []

        def keep_head(status: str, headers: list[tuple[str, str]], *more: Any) -> None:
            head[:] = [status, headers]

        answer: Any = self.site(environ, keep_head)
        with closing(answer):
            body = b"".join(answer)
        status, headers = head
        if dict(headers).get("Content-Type", "").startswith("text/html"):
            html = show_marks(body.decode(), self.names.__getitem__)
            body = html.encode()
            headers = [pair for pair in headers if pair[0] != "Content-Length"]
            headers.append(("Content-Length", str(len(body))))
        start_response(status, headers)
        return [body]


def _copy_site(folder: Path, language: str) -> None:
    """Copy content and interface into `folder`, and turn this process to the copy.

    The copy has pages in `language` even where it is a draft that readers do not meet.
    """
    shown = {*shown_codes(), language}
    root = Path(settings.LOCALE_PATHS[0])
    for path, text in export_content().items():
        is_catalogue = path.is_relative_to(root)
        copy = folder / (
            Path("locale") / path.relative_to(root)
            if is_catalogue
            else Path("fixtures") / path.name
        )
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text, encoding="utf-8")
    for path in [*root.glob("*.txt"), *root.glob("*/*.txt")]:
        shutil.copy(path, folder / "locale" / path.relative_to(root))
    override_settings(
        ALLOWED_HOSTS=["127.0.0.1", "localhost", "[::1]", *settings.ALLOWED_HOSTS],
        FIXTURE_DIRS=[folder / "fixtures"],
        LANGUAGES=[(row.code, row.name) for row in TABLE if row.code in shown],
        LOCALE_PATHS=[folder / "locale", *settings.LOCALE_PATHS],
        SECURE_SSL_REDIRECT=False,
    ).enable()
    without_collected_files().enable()
    connections["default"].close()
    scratch = {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "preview.sqlite3"}
    connections.settings |= connections.configure_settings({"default": scratch})
    del connections["default"]
    call_command("migrate", verbosity=0)
    load_content()


def _take_content(path: Path, preview: Preview) -> None:
    """Import the content catalogue at `path`, and mark each text that it changes."""
    catalogue = read_catalogue(path, preview.language)
    report = import_catalogue(catalogue, is_overwriting=True)
    addresses = page_addresses()
    for change in report.changes:
        entry = change.entry
        if change.outcome not in {Outcome.NEW, Outcome.CHANGED} or entry.field == "slug":
            continue
        model: Any = entry_model(entry.label, entry.field)
        is_prose = isinstance(model._meta.get_field(entry.field), models.TextField)
        marked = mark(change.after, len(preview.texts), is_prose=is_prose)
        records = model.objects.filter(code=entry.code)
        records.update(**{column(entry.field, preview.language): marked})
        own_page = addresses.get((entry.label, entry.code), {}).get(preview.language, "")
        preview.texts.append(ShownText(entry.context, entry.line, own_page))


def _take_interface(catalogue: polib.POFile, path: Path, preview: Preview) -> None:
    """Put interface texts, read from `path`, before the site's, what they change marked."""
    with override_settings(LOCALE_PATHS=settings.LOCALE_PATHS[1:]):
        known = polib.pofile(str(interface_catalogue(preview.language)))
    before = {(entry.msgctxt, entry.msgid): entry for entry in known}
    faults = []
    for entry in catalogue:
        if entry.obsolete or not entry.translated():
            continue
        faults += [
            Fault(file_name(path), f"line {entry.linenum}", repr(entry.msgid), reason)
            for reason in entry_faults(entry, preview.language)
        ]
        old = before.get((entry.msgctxt, entry.msgid))
        texts = (entry.msgstr, entry.msgstr_plural)
        if entry.msgctxt == ADDRESS or (old and texts == (old.msgstr, old.msgstr_plural)):
            continue
        number = len(preview.texts)
        if entry.msgid_plural:
            entry.msgstr_plural = {
                slot: mark(text, number, is_prose=False)
                for slot, text in entry.msgstr_plural.items()
            }
        else:
            entry.msgstr = mark(entry.msgstr, number, is_prose=False)
        preview.texts.append(ShownText(entry.msgid, entry.linenum or 0))
    if faults:
        raise ContentRefused(faults)
    catalogue.metadata["Plural-Forms"] = BY_CODE[preview.language].plural_forms
    folder = Path(settings.LOCALE_PATHS[0]) / to_locale(preview.language) / "LC_MESSAGES"
    catalogue.save_as_mofile(str(folder / "django.mo"))
    # Catalogues that were read before this one was there are read anew.
    override_settings(LOCALE_PATHS=list(settings.LOCALE_PATHS)).enable()


def _number(tags: str) -> int:
    return int("".join(str(ord(tag) - TAG_ZERO) for tag in tags))
