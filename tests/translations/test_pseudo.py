import io

import polib
import pytest
from django.core.management import CommandError, call_command

from callcareers.content.slugs import validate_slug
from callcareers.languages import BY_CODE
from callcareers.translations.catalogues import MACHINE_FLAG, catalogue_path
from callcareers.translations.interface_texts import interface_catalogue
from callcareers.translations.pseudo import GROWTH, pseudo_slug, pseudo_text
from callcareers.translations.rules import PLACEHOLDER, text_faults

DIRECTIONS = ["ltr", "rtl"]
in_both_directions = pytest.mark.parametrize("direction", DIRECTIONS)


def test_text_is_accented_longer_and_in_brackets():
    assert pseudo_text("All duties", "ltr") == "⟦Áļļ đûţîéš ļöřé⟧"


def test_text_of_a_language_from_right_to_left_has_its_letters():
    assert pseudo_text("All duties", "rtl") == "⟦اسس ثقفذجغ سضعج⟧"


@in_both_directions
def test_text_grows_by_two_fifths(direction):
    text = "Read what each job does all day, what it takes and what it pays. " * 5

    longer = pseudo_text(text.strip(), direction)

    assert len(longer) == pytest.approx(len(text) * (1 + GROWTH), abs=5)


@in_both_directions
@pytest.mark.parametrize(
    "kept",
    [
        "%(role)s",
        "%s",
        "%d",
        "%%",
        "{name}",
        "{0}",
        "[[sal-2024-csr-median-hour]]",
        "[[its-code:period]]",
        "<strong>",
        "</strong>",
        '<a href="/en/roles/">',
        "<https://example.org/page>",
        "https://example.org/page?a=b",
        "&nbsp;",
        "someone@example.org",
    ],
)
def test_what_is_no_word_stays(direction, kept):
    changed = pseudo_text(f"Before {kept} after", direction)

    assert f" {kept} " in changed
    assert not set("Beforeafter") & set(changed.replace(kept, ""))
    assert list(text_faults(f"Before {kept} after", changed, "fi")) == []


@in_both_directions
@pytest.mark.parametrize("text", ["", " ", "%(low)s–%(high)s", "[[code]] %", "—", "2024"])
def test_text_without_words_stays(direction, text):
    assert pseudo_text(text, direction) == text


def test_target_of_a_link_stays_and_its_words_do_not():
    changed = pseudo_text("Read [this page](https://example.org/a).", "ltr")

    assert changed.startswith("⟦Řéáđ [ţĥîš þáĝé](https://example.org/a).")


@pytest.mark.parametrize("mark", ["- ", "* ", "1. ", "### ", "> ", "  - "])
def test_marks_of_markdown_stay_before_the_brackets(mark):
    assert pseudo_text(f"{mark}One", "ltr").startswith(f"{mark}⟦Öñé")


def test_emphasis_stays():
    assert pseudo_text("**Bold.** *Not.*", "ltr").startswith("⟦**Ƀöļđ.** *Ñöţ.*")


def test_each_line_has_brackets_and_its_own_ends():
    changed = pseudo_text("  First\n\n- Second \n", "ltr")

    first, empty, second, rest = changed.split("\n")
    assert (first[:3], first[-1]) == ("  ⟦", "⟧")
    assert empty == rest == ""
    assert (second[:3], second[-2:]) == ("- ⟦", "⟧ ")


@in_both_directions
@pytest.mark.parametrize("text", ["A text of thirty-two characters.", "Two\nlines of text"])
def test_text_keeps_within_its_limit(direction, text):
    lengths = [len(pseudo_text(text, direction, limit)) for limit in range(len(text), 60)]

    assert all(length <= limit for limit, length in enumerate(lengths, start=len(text)))
    assert len(set(lengths)) == 3


@in_both_directions
def test_slug_stays_a_valid_address(direction):
    slug = pseudo_slug("handling-complaints-24", direction)

    validate_slug(slug)
    assert len(slug) == len("handling-complaints-24")
    assert slug.endswith("-24")


def test_path_keeps_its_slash():
    assert pseudo_slug("roles/", "ltr") == "řöļéš/"


# The command


@pytest.fixture
def catalogues(settings, tmp_path):
    """Have both catalogues of Latvian, with three plural forms, half empty."""
    settings.LOCALE_PATHS = [tmp_path]
    interface = polib.POFile()
    interface.metadata = {"Plural-Forms": BY_CODE["lv"].plural_forms}
    interface += [
        polib.POEntry(msgid="Roles", msgstr="Amati"),
        polib.POEntry(msgid="Duties of %(role)s"),
        polib.POEntry(msgctxt="address", msgid="duties/"),
        polib.POEntry(
            msgid="One figure",
            msgid_plural="%(counter)s figures",
            msgstr_plural=dict.fromkeys(range(BY_CODE["lv"].plural_count), ""),
        ),
        polib.POEntry(msgid="Old", obsolete=True),
    ]
    content = polib.POFile()
    content += [
        polib.POEntry(msgctxt="roles.duty:calls:slug", msgid="calls"),
        polib.POEntry(
            msgctxt="roles.duty:calls:name", msgid="Calls", flags=["max-length:7"]
        ),
    ]
    interface_catalogue("lv").parent.mkdir(parents=True)
    interface.save(str(interface_catalogue("lv")))
    content.save(str(catalogue_path("lv")))


def test_command_fills_what_is_empty_in_both_catalogues(catalogues):
    output = io.StringIO()

    call_command("pseudo_translate", "lv", stdout=output)

    roles, duties, address, figures, old = polib.pofile(str(interface_catalogue("lv")))
    slug, name = polib.pofile(str(catalogue_path("lv")))
    assert (roles.msgstr, old.msgstr) == ("Amati", "")
    assert duties.msgstr.startswith("⟦Đûţîéš öƒ %(role)s ")
    assert address.msgstr == "đûţîéš/"
    assert list(figures.msgstr_plural) == [0, 1, 2]
    for form in figures.msgstr_plural.values():
        assert PLACEHOLDER.findall(form) == ["%(counter)s"]
    assert (slug.msgstr, name.msgstr) == ("çáļļš", "⟦Çáļļš⟧")
    assert slug.flags == ["fuzzy", MACHINE_FLAG]
    assert name.flags == ["fuzzy", MACHINE_FLAG, "max-length:7"]
    assert roles.flags == old.flags == []
    for entry in (duties, address, figures):
        assert entry.flags == [MACHINE_FLAG]
    assert "3 texts of django.po made up" in output.getvalue()
    assert "2 texts of content.po made up" in output.getvalue()


def test_command_changes_nothing_when_run_again(catalogues):
    call_command("pseudo_translate", "lv", stdout=io.StringIO())
    before = interface_catalogue("lv").read_bytes(), catalogue_path("lv").read_bytes()

    call_command("pseudo_translate", "lv", stdout=io.StringIO())

    after = interface_catalogue("lv").read_bytes(), catalogue_path("lv").read_bytes()
    assert after == before


def test_command_names_the_catalogue_that_is_missing(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]

    with pytest.raises(CommandError, match="is missing: run add_language lv first"):
        call_command("pseudo_translate", "lv")
