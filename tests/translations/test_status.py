import dataclasses
import os
import re
from collections import Counter
from decimal import Decimal

import polib
import pytest
from django.conf import settings as site
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from callcareers.content.models import Edit, TranslationUnit
from callcareers.formats import number, percent
from callcareers.languages import BY_CODE, TRANSLATION_CODES, shown_codes
from callcareers.translations.status import (
    Part,
    count_words,
    language_statuses,
    shares,
)
from tests.content_files import run
from tests.factories import AreaFactory, IndustryFactory, OccupationFactory, RoleFactory
from tests.reading import path_of, sitemap

pytestmark = pytest.mark.django_db

State = TranslationUnit.State


@pytest.fixture
def interface(monkeypatch, tmp_path):
    """Return a function that writes an interface catalogue of Finnish; there is no other.

    It returns the path of the catalogue. Django itself keeps the texts that it has in
    memory, for the settings do not tell of the change.
    """
    folders = [tmp_path / "locale", tmp_path / "locale" / "packages"]
    monkeypatch.setattr(site, "LOCALE_PATHS", folders)

    def write(*entries, folder=folders[0]):
        catalogue = polib.POFile()
        catalogue.metadata = {"Plural-Forms": BY_CODE["fi"].plural_forms}
        catalogue += [polib.POEntry(**entry) for entry in entries]
        path = folder / "fi" / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
        return path

    return write


@pytest.fixture
def draft(monkeypatch):
    """Have Finnish be a draft."""
    monkeypatch.setitem(BY_CODE, "fi", dataclasses.replace(BY_CODE["fi"], is_public=False))


def words_of(language="fi"):
    (status,) = language_statuses([language])
    return status.parts


def words_added(change, language="fi"):
    """Return the words that `change` adds to each state of each part."""
    before = words_of(language)
    change()
    after = words_of(language)
    return {part: dict(after[part] - before[part]) for part in Part}


def page_of(client, language):
    with translation.override(language):
        return client.get(reverse("language_list"))


def table_rows(html):
    """Return what the cells of the tables of a page say, each share in brackets."""
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    found = [re.findall(r'<td class="number">(.*?)</td>', row) for row in rows]
    return [
        [re.sub("<small>(.*?)</small>", r"(\1)", cell) for cell in cells]
        for cells in found
        if cells
    ]


# Words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Answers calls.", 2),
        ("A well-paid job: it's yours – really", 6),
        ("It pays [[us-median:period]] or [[us-median]].", 3),
        ("Page %(number)s of %(count)s, %s or {0} {name}", 3),
        ('<strong class="big words">Two words</strong><br>', 2),
        ("A **bold**\n\n- list of 3", 5),
    ],
)
def test_words_are_what_a_translator_translates(text, count):
    assert count_words(text) == count


# Shares


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((3, 0, 0, 0), ("100", "0", "0", "0")),
        ((1, 1, 1, 0), ("33.4", "33.3", "33.3", "0")),
        ((99_999, 0, 0, 1), ("99.9", "0", "0", "0.1")),
        ((99_999, 1, 1, 1), ("99.7", "0.1", "0.1", "0.1")),
        ((1, 0, 0, 99_999), ("0.1", "0", "0", "99.9")),
        ((0, 0, 0, 7), ("0", "0", "0", "100")),
        ((0, 0, 0, 0), ("100", "0", "0", "0")),
    ],
)
def test_shares_add_up_and_only_all_is_a_hundred(words, expected):
    counted = Counter(dict(zip(State, words, strict=True)))

    found = shares(counted)

    assert tuple(found.values()) == tuple(map(Decimal, expected))
    assert sum(found.values()) == 100


# Content and data labels


@pytest.mark.parametrize("language", TRANSLATION_CODES)
@pytest.mark.parametrize(
    ("factory", "part"),
    [(RoleFactory, Part.CONTENT), (OccupationFactory, Part.LABELS)],
)
def test_texts_are_counted_by_the_state_of_their_translation(factory, part, language):
    name = f"name_{language}"
    record = factory()

    def add(**texts):
        return lambda: factory(**texts)

    def save(edit, **texts):
        def change():
            record.edit = edit
            for field, text in texts.items():
                setattr(record, field, text)
            record.save()

        return change

    others = {part: {} for part in Part}
    missing = words_added(save(Edit(), name_en="One two three"), language)
    machine_made = words_added(
        save(Edit(machine_made=[name]), **{name: "Koneesta"}), language
    )
    current = words_added(save(Edit(), **{name: "Ihmiseltä"}), language)
    outdated = words_added(save(Edit(), name_en="One two three four five"), language)
    minor = words_added(
        save(Edit(is_minor=True), **{name: "Taas"}, name_en="One two three four five six"),
        language,
    )

    assert missing == others | {part: {State.MISSING: 2}}
    assert machine_made == others | {part: {State.MACHINE: 3}}
    assert current == others | {part: {State.CURRENT: 3}}
    assert outdated == others | {part: {State.OUTDATED: 5}}
    assert minor == others | {part: {State.CURRENT: 6}}


def test_text_without_english_is_not_counted():
    added = words_added(lambda: RoleFactory(name_en="One", summary_en="Two", slug_en="x"))

    assert added[Part.CONTENT][State.MISSING] == 2 + 4  # the family has words too


@pytest.mark.parametrize("language", TRANSLATION_CODES)
def test_words_of_the_parts_and_states_add_up_to_all_words(language):
    record = RoleFactory(**{f"name_{language}": "Nimi"})
    seen = []
    for name_en, text in (("Role", "Nimi"), ("New name", "Nimi"), ("New name", None)):
        record.name_en = name_en
        setattr(record, f"name_{language}", text)
        record.save()
        (status,) = language_statuses([language])
        seen.append(status.total)

        assert status.total == sum(words.total() for words in status.parts.values())
        assert status.totals == [*(words.total() for words in status.columns)]
        assert status.totals[-1] == sum(status.totals[:-1]) == status.total
        for column, total in enumerate(status.totals):
            row_cells = [row[column] for _state, row in status.rows]
            assert sum(cell.words for cell in row_cells) == total
            assert sum(cell.share for cell in row_cells) == 100
        for _state, row in status.rows:
            assert row[-1].words == sum(cell.words for cell in row[:-1])
    assert seen == [seen[0], seen[0] + 1, seen[0] + 1]


def test_every_language_has_the_words_of_the_same_english_texts():
    IndustryFactory(code="test-industry", name_fi="Ala", name_th="อุตสาหกรรม")

    for part in (Part.CONTENT, Part.LABELS):
        counts = {status.parts[part].total() for status in language_statuses()}

        assert len(counts) == 1


def test_record_without_texts_counts_nothing():
    assert words_added(lambda: AreaFactory(code="AQ")) == {part: {} for part in Part}


# Interface


def test_messages_are_counted_by_their_state(interface):
    interface(
        {"msgid": "Two words", "msgstr": "Kaksi sanaa"},
        {"msgid": "Three more words", "msgstr": ""},
        {"msgid": "One", "msgstr": "Yksi", "flags": ["fuzzy"]},
        {
            "msgid": "One figure",
            "msgid_plural": "%(counter)s figures",
            "msgstr_plural": {0: "%(counter)s luku", 1: "%(counter)s lukua"},
        },
        {
            "msgid": "One role here",
            "msgid_plural": "%(counter)s roles here",
            "msgstr_plural": {0: "%(counter)s tehtävä", 1: ""},
        },
        {
            "msgid": "Nobody has read this",
            "msgstr": "Tätä",
            "flags": ["machine-made", "python-format"],
        },
        {
            "msgid": "One word",
            "msgid_plural": "%(counter)s words",
            "msgstr_plural": {0: "%(counter)s sana", 1: ""},
            "flags": ["machine-made"],
        },
        {"msgid": "Nobody says this any more", "msgstr": "Ei", "obsolete": True},
    )

    assert words_of()[Part.INTERFACE] == {
        State.CURRENT: 2 + 3,
        State.MACHINE: 4,
        State.MISSING: 3 + 5 + 3,
        State.OUTDATED: 1,
    }


def test_texts_of_packages_are_counted_too(interface):
    interface({"msgid": "Ours", "msgstr": "Meidän"})
    interface({"msgid": "Theirs alone", "msgstr": ""}, folder=site.LOCALE_PATHS[1])

    assert words_of()[Part.INTERFACE] == {State.CURRENT: 1, State.MISSING: 2}


def test_changed_catalogue_is_counted_anew(interface):
    path = interface({"msgid": "Two words", "msgstr": ""})
    before = words_of()[Part.INTERFACE]

    interface({"msgid": "Two words", "msgstr": "Kaksi sanaa"})
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))

    assert before == {State.MISSING: 2}
    assert words_of()[Part.INTERFACE] == {State.CURRENT: 2}


def test_language_without_a_catalogue_has_no_words_of_the_interface(interface):
    assert words_of()[Part.INTERFACE] == {}


# The command


def test_command_shows_each_state_of_each_part():
    (status,) = language_statuses(["fi"])

    lines = run("translation_status", "fi")

    assert re.fullmatch(r"fi \(suomi\): [\d.]+% of [\d,]+ words are current", lines[0])
    assert lines[1].split() == ["Interface", "Content", "Data", "labels", "Together"]
    assert [line[:28].strip() for line in lines[2:]] == [*State.labels, "All words"]
    assert [re.split(r" {2,}", line)[-4:] for line in lines[2:]] == [
        *(
            [f"{number(cell.words)} ({percent(cell.share)})" for cell in row]
            for _state, row in status.rows
        ),
        [number(total) for total in status.totals],
    ]


def test_command_tells_of_every_language_unless_some_are_named():
    every = [line for line in run("translation_status") if not line.startswith(" ")]
    some = [line for line in run("translation_status", "th", "lv") if line[0] != " "]

    assert [line[:2] for line in every] == list(TRANSLATION_CODES)
    assert [line[:2] for line in some] == ["th", "lv"]


def test_command_names_a_draft(draft):
    lines = run("translation_status", "fi")

    assert lines[0].startswith("fi (suomi, a draft): ")


# The page


@pytest.mark.parametrize("language", shown_codes())
def test_page_has_the_figures_of_the_command_as_the_language_writes_them(client, language):
    RoleFactory(name_fi="Nimi")
    with translation.override(language):
        lines = run("translation_status")

    response = page_of(client, language)

    told = [re.split(r" {2,}", line)[-4:] for line in lines if re.match(r"  \S", line)]
    assert len(told) == len(TRANSLATION_CODES) * (len(State) + 1)
    assert table_rows(response.text) == told


def test_page_is_in_the_language_of_its_address(client):
    finnish = page_of(client, "fi").text
    english = page_of(client, "en").text

    assert "100\u00a0%" in finnish
    assert "100%" in english
    assert "100\u00a0%" not in english


def test_page_needs_as_many_queries_for_3_records_more_as_for_30(client):
    counts = []
    for more in (3, 27):
        RoleFactory.create_batch(more, name_fi="Nimi")
        with CaptureQueriesContext(connection) as queries:
            page_of(client, "fi")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_page_takes_one_query_while_the_content_stays_the_same(
    client, django_assert_num_queries
):
    page_of(client, "fi")

    with django_assert_num_queries(1):
        page_of(client, "lv")


def test_page_counts_what_an_editor_confirmed(client):
    record = RoleFactory(name_fi="Nimi")
    record.name_en = "Another name"
    record.save()
    before = words_of()[Part.CONTENT]
    TranslationUnit.objects.confirm(record, ["fi"], by="editor")
    after = words_of()[Part.CONTENT]

    assert after[State.OUTDATED] == before[State.OUTDATED] - 2
    assert after[State.CURRENT] == before[State.CURRENT] + 2


def test_page_leaves_out_a_draft_that_readers_do_not_meet(client, draft, settings):
    settings.LANGUAGES = [pair for pair in settings.LANGUAGES if pair[0] != "fi"]

    response = page_of(client, "en")

    shown = re.findall(r'<h2 id="(.*?)">', response.text)
    assert shown == [code for code in TRANSLATION_CODES if code != "fi"]


def test_page_names_a_draft(client, draft):
    response = page_of(client, "en")

    assert response.text.count("This language is a draft: readers do not meet it yet.") == 1


def test_page_is_found_from_every_page_and_in_the_sitemap(client):
    known = {path_of(address): others for address, others in sitemap().items()}

    for language in shown_codes():
        with translation.override(language):
            address, home = reverse("language_list"), reverse("home")

        assert f'<a href="{address}">' in client.get(home).text
        assert known[address].keys() >= set(shown_codes())
