import io
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import quote

import polib
import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from callcareers.languages import BY_CODE
from callcareers.prose import MARKDOWN
from callcareers.translations.catalogues import ContentRefused, catalogue_path
from callcareers.translations.interface_texts import interface_catalogue
from callcareers.translations.management.commands.preview_translations import Command
from callcareers.translations.preview import mark, numbers_in, show_marks, take

SUMMARY = "roles.role:customer-service-representative:summary"
DUTY = "roles.duty:complaints"
ROLE_PAGE = "/fi/tyot/asiakaspalvelija/"
NEW_PAGE = "/fi/tyotehtavat/ihan-uusi-sivu/"


# Marks


def shown(text, number=0):
    """Return the HTML of a marked Markdown text."""
    html = MARKDOWN.render(mark(text, number, is_prose=True))
    return show_marks(html, ["name", *"abcdefghijkl"].__getitem__)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("A text.", "<p>A text.</p>"),
        ("**Bold** first", "<p><strong>Bold</strong> first</p>"),
        ("last **bold**", "<p>last <strong>bold</strong></p>"),
        ("**“Quoted”**", "<p><strong>“Quoted”</strong></p>"),
        ("*Leaning*", "<p><em>Leaning</em></p>"),
        ("[A link](https://x.example)", '<p><a href="https://x.example">A link</a></p>'),
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("One\ntwo", "<p>One\ntwo</p>"),
        ("One  \ntwo", "<p>One<br />\ntwo</p>"),
        ("- one\n- **two**", "<ul>\n<li>one</li>\n<li><strong>two</strong></li>\n</ul>"),
        ("1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>"),
        (
            "- one\n  - two",
            "<ul>\n<li>one\n<ul>\n<li>two</li>\n</ul>\n</li>\n</ul>",
        ),
        ("### Head\n\nText", "<h3>Head</h3>\n<p>Text</p>"),
        ("> Quoted", "<blockquote>\n<p>Quoted</p>\n</blockquote>"),
    ],
)
def test_marked_prose_is_built_as_before(text, html):
    found = shown(text)

    assert re.sub(r"</?mark[^>]*>", "", found).strip() == html
    assert found.count('<mark title="name">') == found.count("</mark>")
    assert len(re.findall(r"\w+", re.sub("<mark.*?</mark>|<[^>]*>", "", found))) == 0


def test_text_of_one_line_is_marked_whole():
    marked = mark("- 5 % of **all**", 12, is_prose=False)

    assert show_marks(f"<b>{marked}</b>", str) == (
        '<b><mark title="12">- 5 % of **all**</mark></b>'
    )
    assert numbers_in(f"{marked} {mark('x', 3, is_prose=True)}") == {3, 12}


@pytest.mark.parametrize(
    "html",
    [
        "<title>{} · Site</title>",
        '<a title="{}" href="/">',
        "<option selected>{}</option>",
        "<textarea>\n{}</textarea>",
        "<script>'{}'</script>",
    ],
)
def test_mark_vanishes_where_markup_has_no_room(html):
    marked = mark("One\nline", 0, is_prose=True)

    assert show_marks(html.format(marked), str) == html.format("One\nline")


def test_name_of_a_mark_is_escaped():
    html = show_marks(mark("Text", 0, is_prose=False), lambda number: '"<b>" & more')

    assert html == ('<mark title="&quot;&lt;b&gt;&quot; &amp; more">Text</mark>')


def test_page_without_marks_stays_as_it_is():
    html = (
        '<!doctype html>\n<html lang="fi"><!-- a > b --><title>x</title>'
        '<select><option value="1">one<option>two</select> 5 &lt; 6 ⧼x⧽</html>\n'
    )

    assert show_marks(html, str) == html


# Files


@pytest.fixture
def catalogue(tmp_path):
    """Return a function that writes a translator's file."""

    def write(*entries, **metadata):
        file = polib.POFile()
        file.metadata = {
            "Language": "fi",
            "Content-Type": "text/plain; charset=UTF-8",
            "Plural-Forms": BY_CODE["fi"].plural_forms,
        } | metadata
        file += entries
        path = tmp_path / "translator.po"
        file.save(str(path))
        return path

    return write


def content_entry(context, text=None):
    """Return an entry of the Finnish catalogue, with another text if any.

    Its comment does not say which text the site had when the file was written.
    """
    entry = polib.pofile(str(catalogue_path("fi"))).find(context, by="msgctxt")
    entry.comment = ""
    entry.msgstr = text or entry.msgstr
    return entry


def interface_entry(message, text=None):
    entry = polib.pofile(str(interface_catalogue("fi"))).find(message)
    entry.msgstr = text or entry.msgstr
    return entry


def told_of(path):
    """Return the lines that tell of the texts that a file changes.

    The copy of the site is the tests' database, and a folder beside the file.
    """
    output = io.StringIO()
    locale = path.parent / "copy" / "locale"
    others = shutil.ignore_patterns("*.[mp]o", "packages")
    shutil.copytree(site.LOCALE_PATHS[0], locale, ignore=others)
    # Leaving these settings undoes those that the preview puts on top of them, too.
    with override_settings(LOCALE_PATHS=[locale, *site.LOCALE_PATHS]):
        preview = take(polib.pofile(str(path)), path, "fi")
    Command(stdout=output).tell(preview)
    return output.getvalue().splitlines()


@pytest.mark.django_db
def test_interface_texts_are_listed_with_their_pages(catalogue):
    path = catalogue(
        interface_entry("Skip to the content", "Hyppää"),
        interface_entry("Duties"),
        polib.POEntry(msgid="Nobody says this", msgstr="Ei kukaan"),
        polib.POEntry(msgid="Unfinished", msgstr="Kesken", flags=["fuzzy"]),
        polib.POEntry(msgid="One", msgid_plural="Many", msgstr_plural={0: "", 1: ""}),
    )

    told = told_of(path)

    assert re.fullmatch(r"line \d+ Skip to the content", told[0])
    assert told[1:11] == sorted(set(told[1:11]), key=told.index)
    assert told[1] == "  /fi/"
    assert re.fullmatch(r"  and \d+ more", told[11])
    assert [re.sub(r"\d+", "1", line, count=1) for line in told[12:]] == [
        "line 1 Nobody says this",
        "  on no page",
        "Texts that the file changes: 1.",
    ]


@pytest.mark.django_db
def test_file_that_changes_nothing_shows_nothing(catalogue):
    path = catalogue(content_entry(SUMMARY))

    assert told_of(path) == ["Texts that the file changes: 0."]


@pytest.mark.django_db
@pytest.mark.parametrize("is_content", [True, False])
def test_faulty_file_is_refused_at_its_line(catalogue, is_content):
    if is_content:
        entry = content_entry(SUMMARY, "Hoi\N{ZERO WIDTH SPACE}taja")
        fault = "The text holds an invisible character: ZERO WIDTH SPACE (U+200B)."
    else:
        entry = polib.POEntry(msgid="Page %(number)s", msgstr="Sivu")
        fault = "in 'Sivu' lacks the placeholder %(number)s."
    path = catalogue(entry)
    (saved,) = polib.pofile(str(path))

    with pytest.raises(ContentRefused) as refused:
        told_of(path)

    named = SUMMARY if is_content else "'Page %(number)s'"
    assert str(refused.value) == f"{path} · line {saved.linenum} · {named}: {fault}"


@pytest.mark.parametrize("language", ["sv", "en", ""])
def test_file_of_no_language_of_ours_is_refused(catalogue, language):
    path = catalogue(polib.POEntry(msgid="Text", msgstr="Teksti"), Language=language)

    with pytest.raises(CommandError) as refused:
        call_command("preview_translations", path)

    assert str(refused.value) == (
        "There is no preview.\n"
        f"{path} · Language: The header names no language that we translate into.\n"
        "Where the files are newer than the database, run load_content first."
    )


# The command, which turns its process to the copy and so has one of its own


@pytest.fixture(scope="module")
def source(django_db_setup, django_db_blocker, tmp_path_factory):
    """Return a copy of the database, in which a duty has no page in Finnish."""
    if connection.vendor != "sqlite":
        pytest.skip("the preview is of a copy of the tests' database, a file of SQLite")
    path = tmp_path_factory.mktemp("source") / "source.sqlite3"
    with django_db_blocker.unblock(), closing(sqlite3.connect(path)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
        copy.execute(
            "UPDATE roles_duty SET slug_fi = NULL, name_fi = NULL, summary_fi = NULL "
            "WHERE code = ?",
            [DUTY.partition(":")[2]],
        )
        copy.commit()
    return path


@pytest.fixture
def untouched(source):
    """See that the database and the catalogues are the same after the test."""

    def everything():
        with closing(sqlite3.connect(source)) as database:
            rows = list(database.iterdump())
        paths = [path for root in site.LOCALE_PATHS for path in root.rglob("*.[mp]o")]
        return rows, {path: path.read_bytes() for path in paths}

    before = everything()
    yield
    assert everything() == before


def start(source, *arguments):
    """Start the command on the database at `source`."""
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{source}",
        "DEBUG": "off",
        "ENV_FILE": os.devnull,
        "SECRET_KEY": site.SECRET_KEY,
        "PYTHONUNBUFFERED": "1",
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "preview_translations", *map(str, arguments)],
        cwd=site.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def finish(process):
    """Return the lines of a command that has ended, and its complaint."""
    output, complaint = process.communicate(timeout=120)
    return output.splitlines(), complaint.strip()


def lines_until(beginning, stream):
    """Return the lines of `stream` up to the one with this beginning."""
    lines = []
    for line in stream:
        lines.append(line.rstrip("\n"))
        if line.startswith(beginning):
            break
    return lines


@pytest.mark.django_db
@pytest.mark.usefixtures("untouched")
def page_at(port, address):
    with closing(HTTPConnection("127.0.0.1", port)) as server:
        server.request("GET", quote(address))
        return server.getresponse().read().decode()


def test_served_preview_marks_what_the_file_changes_and_keeps_nothing(source, catalogue):
    path = catalogue(
        content_entry(SUMMARY, "Koeteksti kertoo, mitä hän tekee."),
        content_entry(f"{DUTY}:name", "Ihan uusi sivu"),
        content_entry(f"{DUTY}:summary", "Kokeillaan sivua."),
        content_entry("roles.role:technical-support-representative:name"),
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    origin = f"http://127.0.0.1:{port}"
    with start(source, path, "--port", port) as process:
        try:
            told = lines_until("Open ", process.stdout)
            role, new_page, english, robots = (
                page_at(port, address)
                for address in (ROLE_PAGE, NEW_PAGE, "/en/", "/robots.txt")
            )
            process.send_signal(signal.SIGINT)
            rest, log = finish(process)
        finally:
            process.kill()

    assert [line.rsplit(" ", 2)[1] for line in log.splitlines()] == ["200"] * 4
    assert told[-2:] == [
        "Texts that the file changes: 3.",
        f"Open {origin}/fi/ (Ctrl+C ends it).",
    ]
    assert rest == ["The preview is over; nothing was kept."]
    assert [line.split()[2] for line in told if line.startswith("line ")] == [
        SUMMARY,
        f"{DUTY}:name",
        f"{DUTY}:summary",
    ]
    named = told.index(next(line for line in told if line.endswith(f"{DUTY}:summary")))
    assert f"  {NEW_PAGE}" in told[named:]
    assert f'<mark title="{SUMMARY}">Koeteksti kertoo, mitä hän tekee.</mark>' in role
    assert 'content="Koeteksti kertoo, mitä hän tekee.' in role
    assert f'<h1><mark title="{DUTY}:name">Ihan uusi sivu</mark></h1>' in new_page
    assert "<title>Ihan uusi sivu · " in new_page
    assert "<mark" not in english + robots
    assert not any(numbers_in(html) for html in (role, new_page, english))
