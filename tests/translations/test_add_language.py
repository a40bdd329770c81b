"""Three more languages, one of them from right to left, in a copy of the project.

Each has a row in the table of languages and nothing else by hand.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

import polib
import pytest
from babel import Locale
from django.conf import settings
from django.forms import ChoiceField
from django.utils.translation import to_locale

from callcareers.languages import Language
from callcareers.translations.content_files import fixture_path
from callcareers.translations.pseudo import pseudo_slug
from tests.reading import Reading
from tests.test_crawl import (
    assert_money_belongs_to_figures,
    assert_no_other_language,
    assert_no_scripts_nor_other_hosts,
)

pytestmark = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3",
    reason="the copy of the project has a SQLite database of its own",
)

SWEDISH = Language(
    code="sv",
    name="svenska",
    territory="SE",
    direction="ltr",
    stemmer="swedish",
    lemmas=True,
    segmenter="spaces",
    collation="sv-x-icu",
    plural_forms="nplurals=2; plural=(n != 1);",
)
ARABIC = Language(
    code="ar",
    name="العربية",
    territory="EG",
    direction="rtl",
    stemmer="arabic",
    lemmas=False,
    segmenter="spaces",
    collation="ar-x-icu",
    plural_forms=(
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
        "n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
    ),
)
PSEUDO = Language(
    code="en-xa",
    name="Éñĝļîšĥ",
    territory="GB",
    direction="ltr",
    stemmer=None,
    lemmas=False,
    segmenter="spaces",
    collation="en-x-icu",
    plural_forms="nplurals=2; plural=(n != 1);",
    is_public=False,
)
NEW = {language.code: language for language in (SWEDISH, ARABIC, PSEUDO)}
each_new_language = pytest.mark.parametrize("language", NEW.values(), ids=NEW)

NOT_COPIED = (".git", ".venv", "var", ".env", ".*_cache", "__pycache__", "*.mo")
END_OF_TABLE = ")\nSOURCE_LANGUAGE"

# Pages that no link leads to: no page, and a choice that no list offers.
SALARIES = pseudo_slug("salaries/", PSEUDO.direction)
ERRORS = {"/en-xa/nothing/": 404, f"/en-xa/{quote(SALARIES)}?year=1000": 400}

# What a process in the copy says of itself: which languages there are, and their pages.
REPORT = """
import json
import sys

import django

django.setup()

from django.conf import settings
from django.test import Client
from django.test.utils import setup_test_environment

from callcareers.languages import shown_codes
from tests.reading import crawl

setup_test_environment(debug=False)  # with the designed pages for errors
host = settings.SITE_URL.partition("//")[2]
answers = {
    address: [response.status_code, response.content.decode()]
    for address in sys.argv[1].split()
    for response in [Client(headers={"host": host}).get(address)]
}
pages = {code: dict(crawl(f"/{code}/")) for code in sys.argv[2:]}
json.dump({"languages": shown_codes(), "answers": answers, "pages": pages}, sys.stdout)
"""

COMMANDS = """
import json
import sys

import django
from django.core.management import call_command

django.setup()
for command in json.loads(sys.argv[1]):
    call_command(*command)
"""

TWO_ENGLISH_WORDS = re.compile(r"[A-Za-z]{2,}\W+[A-Za-z]{2,}")


@dataclass(frozen=True)
class Copy:
    """A copy of the project that commands run in."""

    root: Path

    def run(self, *command: str, **environment: str) -> str:
        """Run Python there; return what it printed."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.root,
            env={
                "PATH": os.environ["PATH"],
                "ENV_FILE": os.devnull,
                "SECRET_KEY": settings.SECRET_KEY,
                "DATABASE_URL": f"sqlite:///{self.root}/copy.sqlite3",
                "DJANGO_SETTINGS_MODULE": "callcareers.settings",
                "PYTHONUTF8": "1",
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def manage(self, *commands: list[str]) -> str:
        """Run management commands one after the other; return what they said."""
        return self.run("-c", COMMANDS, json.dumps(commands))

    def report(self, addresses: str, *languages: str, **environment: str) -> dict:
        """Return the languages, the answers at `addresses`, the pages of `languages`."""
        return json.loads(self.run("-c", REPORT, addresses, *languages, **environment))


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    root = tmp_path_factory.mktemp("project") / "copy"
    ignore = shutil.ignore_patterns(*NOT_COPIED)
    shutil.copytree(settings.BASE_DIR, root, ignore=ignore)
    table = root / "callcareers" / "languages.py"
    source = table.read_text(encoding="utf-8")
    rows = "".join(f"    {language!r},\n" for language in NEW.values())
    assert source.count(END_OF_TABLE) == 1
    table.write_text(source.replace(END_OF_TABLE, rows + END_OF_TABLE), encoding="utf-8")
    return Copy(root)


@pytest.fixture(scope="module")
def added(copy):
    """Add the languages; return what the command says."""
    return copy.manage(["add_language", *NEW])


@pytest.fixture(scope="module")
def site(copy, added):
    """Make up texts in the new languages, load them, and return all their pages."""
    copy.manage(
        ["pseudo_translate", *NEW],
        ["compile_catalogs"],
        ["load_content"],
        ["export_content"],
    )
    return copy.report(" ".join(["/sitemap.xml", *ERRORS]), "en", *NEW, DEBUG="on")


@each_new_language
def test_command_says_what_it_did_and_what_is_missing(added, language):
    assert "roles/migrations/0" in added
    draft = "" if language.is_public else ", a draft"
    assert f"{language.code} ({language.name}{draft}): 0% of " in added
    for name in ("django.po", "content.po"):
        assert f"locale/{to_locale(language.code)}/LC_MESSAGES/{name}" in added


def test_command_changes_nothing_when_run_again(copy, site):
    before = contents(copy.root)

    said = copy.manage(
        ["add_language", *NEW],
        ["makemigrations", "--check", "--dry-run"],
        ["export_content", "--check"],
    )

    assert contents(copy.root) == before
    assert "No changes detected" in said


def contents(root: Path) -> dict[Path, bytes]:
    """Return what the files hold that are kept in the repository."""
    kept = ("*.py", "*.po", "fixtures/*.json")
    return {path: path.read_bytes() for pattern in kept for path in root.rglob(pattern)}


def test_tests_of_every_language_pass(copy, added):
    chosen = " or ".join(f"[{code}]" for code in NEW)

    said = copy.run(
        *("-m", "pytest", "-p", "no:cacheprovider", "tests/test_languages.py"),
        *("-k", f"({chosen}) and not collation"),
    )

    assert re.search(r"\n=+ [0-9]+ passed, [0-9]+ deselected in", said), said


@each_new_language
def test_every_page_is_there_and_whole(site, language):
    pages = site["pages"][language.code]

    assert len(pages) == len(site["pages"]["en"])
    for address, html in pages.items():
        root = f'<html lang="{language.code}" dir="{language.direction}">'
        assert root in html, address
        assert_no_other_language(address, html, language.code)
        assert_money_belongs_to_figures(address, html)
        assert_no_scripts_nor_other_hosts(address, html)


@each_new_language
def test_every_page_leads_to_its_twin(site, language):
    twins = set()
    for address, html in site["pages"]["en"].items():
        alternate = rf'<link rel="alternate" hreflang="{language.code}" href="http://[^/]+'
        link = rf'<a href="([^"]+)" lang="{language.code}" hreflang="{language.code}">'
        (twin,) = re.findall(rf'{alternate}([^"]+)">', html)
        assert re.findall(rf"{link}{language.name}</a>", html) == [twin], address
        twins.add(twin)

    assert twins == set(site["pages"][language.code])


@each_new_language
def test_sitemap_has_every_page(site, language):
    status, sitemap = site["answers"]["/sitemap.xml"]

    assert status == 200
    for address in site["pages"][language.code]:
        assert f"{address}</loc>" in sitemap
        assert (
            f'hreflang="{language.code}" href="http://127.0.0.1:8000{address}"' in sitemap
        )


def test_arabic_pages_are_in_arabic_letters(site):
    for address, html in site["pages"]["ar"].items():
        texts = Reading(html).of("ar")
        assert re.search(r"[\u0600-\u06ff]", texts), address
        assert len(re.findall(r"[a-zA-Z]", texts)) < len(texts) / 20, address


def test_every_text_of_a_page_is_one_that_is_translated(site):
    pages = [*site["pages"]["en-xa"].values()]
    for address, status in ERRORS.items():
        found, html = site["answers"][address]
        assert found == status, address
        pages.append(html)

    by_django = ChoiceField.default_error_messages["invalid_choice"] % {"value": "1000"}
    assert {text for html in pages for text in untranslated_texts(html)} == {by_django}


def test_text_that_is_not_translated_is_found():
    html = """
      <html lang="en-xa"><title>⟦Ţîţļé⟧</title><a aria-label="Read out">⟦Ļîñķ⟧</a>
      <p>Hard-coded text</p><p>United States, May 2024</p><p lang="en">In English</p>
    """

    assert set(untranslated_texts(html)) == {"Hard-coded text", "Read out"}


def untranslated_texts(html: str) -> Iterator[str]:
    """Yield the texts of a page in the pseudo-language that hold two English words.

    A text that is in another language says so, as the titles of sources do.
    """
    for language, text in Reading(html).texts:
        words = without_names(text)
        if language == PSEUDO.code and TWO_ENGLISH_WORDS.search(words):
            yield text.strip()


def without_names(text: str) -> str:
    """Leave out what no catalogue says: countries, newspapers, examples of references."""
    text = re.sub(r"\[\[.*?\]\]", "", text)
    for name in sorted(names_in_no_catalogue(), key=len, reverse=True):
        text = text.replace(name, "")
    return text


@cache
def names_in_no_catalogue() -> set[str]:
    sources = json.loads(fixture_path("salaries").read_text(encoding="utf-8"))
    reporters = {source["fields"].get("reported_by", "") for source in sources}
    return {*Locale.parse(PSEUDO.locale).territories.values(), *filter(None, reporters)}


def test_draft_is_met_nowhere_in_production(copy, site):
    address = next(iter(site["pages"]["en-xa"]))

    report = copy.report(f"{address} /sitemap.xml", DRAFT_LANGUAGES="off", DEBUG="on")

    assert report["languages"] == [code for code in site["languages"] if code != "en-xa"]
    assert report["answers"][address][0] == 404
    assert "en-xa" not in report["answers"]["/sitemap.xml"][1]


def test_draft_can_be_previewed_where_readers_do_not_meet_it(copy, site, tmp_path):
    catalogue = polib.POFile()
    catalogue.metadata = {
        "Language": PSEUDO.code,
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": PSEUDO.plural_forms,
    }
    catalogue.append(polib.POEntry(msgid="Skip to the content", msgstr="⟦Ñéŵ⟧"))
    path = tmp_path / "translator.po"
    catalogue.save(str(path))

    told = copy.run(
        *("manage.py", "preview_translations", str(path), "--list"), DRAFT_LANGUAGES="off"
    ).splitlines()

    assert told[0].endswith(" Skip to the content")
    assert told[1] == "  /en-xa/"
    assert told[-2:] == [
        f"  and {len(site['pages']['en-xa']) - 10} more",
        "Texts that the file changes: 1.",
    ]


def test_made_up_texts_count_as_made_by_a_machine(copy, site):
    told = copy.manage(["translation_status", "en-xa"])

    shares = re.findall(r"\((\S+)%\)$", told, re.MULTILINE)
    assert shares == ["0", "0", "100", "0"]  # current, outdated, machine-made, missing
