"""What a page shows where a text of it is not in its language: English that says so."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from modeltranslation.translator import translator

from callcareers.content.models import (
    TranslatedPage,
    column,
    required_texts,
    translated_fields,
)
from callcareers.languages import shown_codes
from faq.models import Term
from roles.models import Duty, GuideSection, RoleFamily, Skill
from tests.factories import (
    CareerStepFactory,
    GuideSectionFactory,
    RoleFactory,
    TermFactory,
)
from tests.reading import Reading, crawl

pytestmark = pytest.mark.django_db

MODELS = [
    model
    for model in translator.get_registered_models(abstract=False)
    if translated_fields(model)
]
PAGES = {
    model._meta.model_name: model for model in MODELS if issubclass(model, TranslatedPage)
}
# A term without a name in a language is not in the glossary of that language.
WITHOUT_IT_NOT_SHOWN = {Term: ["name"]}
OTHER_FIELDS = {
    "language.name",
    "bar.description",
    "dataset.description",
    "column.name",
}
LEFT_OUT = {
    "role other_names": "names of the job stand in the middle of a sentence",
    "area name": "its code stands for it in the middle of a sentence",
}


def optional_fields(model) -> list[str]:
    """Return the texts that a record may lack in a language in which it is shown."""
    needed = required_texts(model) if issubclass(model, TranslatedPage) else []
    needed += WITHOUT_IT_NOT_SHOWN.get(model, [])
    return [name for name in translated_fields(model) if name not in {*needed, "slug"}]


def take_away(model, fields, language: str, records=None) -> None:
    """Empty `fields` in `language`, and put a word into the English that tells them."""
    for record in model.objects.all() if records is None else records:
        for name in fields:
            english = getattr(record, column(name, "en")) or "Text."
            setattr(record, column(name, "en"), f"{marker(model, name)} {english}"[:100])
            setattr(record, column(name, language), None)
        names = [column(name, code) for name in fields for code in ("en", language)]
        model.objects.bulk_update([record], names)


def marker(model, name: str) -> str:
    """Return a word that only the English text of a field holds."""
    return f"Xq{model._meta.model_name}{name.replace('_', '')}xq"


@pytest.mark.parametrize("language", shown_codes()[1:])
def test_missing_text_is_shown_in_english_that_says_so(language):
    TermFactory(**{column("name", language): "x"})
    GuideSection.objects.filter(kind="pay").delete()
    GuideSectionFactory(kind="pay")
    for model in MODELS:
        if fields := optional_fields(model):
            take_away(model, fields, language)

    pages = dict(crawl(f"/{language}/"))

    seen = set()
    for address, html in pages.items():
        page = Reading(html)
        assert_english_is_marked(address, page)
        assert_each_mark_has_its_note(address, html, language)
        seen |= set(re.findall(r"Xq\w+xq", page.of("en")))
    assert seen == {
        marker(model, name)
        for model in MODELS
        for name in optional_fields(model)
        if f"{model._meta.model_name} {name}" not in LEFT_OUT
    }


def assert_english_is_marked(address: str, page: Reading) -> None:
    for language, text in page.texts:
        assert language == "en" or "Xq" not in text, (address, text)
    for value in page.attributes:
        assert "Xq" not in value, (address, value)


def assert_each_mark_has_its_note(address: str, html: str, language: str) -> None:
    with translation.override(language):
        apology = translation.gettext(
            "This part is not translated yet. It is shown in English."
        )
    lines = re.findall(
        r'<span lang="en" dir="auto">.*?</span> <small>\(.*?\)</small>', html
    )
    assert len(lines) == html.count('<span lang="en" dir="auto">'), address
    blocks = html.count('<div class="fallback" lang="en" dir="auto">')
    note = f'<p class="fallback__note" lang="{language}">{apology}</p>'
    assert html.count(note) == blocks, address


def test_record_without_a_page_is_named_in_english_that_says_so(client):
    role = RoleFactory(slug_fi="taalla", name_fi="Nimi", summary_fi="Mitä.")
    duty, skill = Duty.objects.first(), Skill.objects.first()
    onward = RoleFactory()
    role.role_duties.create(duty=duty)
    role.role_skills.create(skill=skill, importance="essential")
    CareerStepFactory(from_role=role, to_role=onward)
    for record, fields in (
        (duty, ["name", "summary"]),
        (skill, ["name"]),
        (onward, ["name"]),
    ):
        type(record).objects.filter(pk=record.pk).update(slug_fi=None)
        take_away(type(record), fields, "fi", [record])
    with translation.override("fi"):
        address = role.get_absolute_url()

    html = client.get(address).content.decode()

    page = Reading(html)
    assert_english_is_marked(address, page)
    assert_each_mark_has_its_note(address, html, "fi")
    assert set(re.findall(r"Xq\w+xq", page.of("en"))) == {
        "Xqdutynamexq",
        "Xqdutysummaryxq",
        "Xqskillnamexq",
        "Xqrolenamexq",
    }


def test_filter_of_a_family_without_a_name_in_the_language_applies_unnamed(client):
    RoleFamily.objects.filter(code="front-line").update(name_fi=None)
    english = RoleFamily.objects.get(code="front-line").name_en
    with translation.override("fi"):
        roles = reverse("roles:role_list")

    unfiltered = client.get(roles)
    filtered = client.get(f"{roles}?family=front-line")

    assert "front-line" not in dict(unfiltered.context["form"].fields["family"].choices)
    assert filtered.status_code == 200
    assert {role.family.code for role in filtered.context["roles"]} == {"front-line"}
    label = dict(filtered.context["form"].fields["family"].choices)["front-line"]
    assert label
    assert label != english


def test_figures_in_an_english_text_are_written_in_english(client):
    role = RoleFactory(
        slug_fi="taalla",
        name_fi="Nimi",
        summary_fi="Mitä.",
        overview_en="Pay was [[sal-2024-csr-median-year]] in "
        "[[sal-2024-csr-median-year:period]].",
        for_you_if_fi="[[sal-2024-csr-median-year]] [[sal-2024-csr-median-year:period]]",
    )
    with translation.override("fi"):
        address = role.get_absolute_url()

    html = client.get(address).content.decode()

    page = Reading(html)
    english, finnish = page.of("en"), page.of("fi")
    assert "US$42,830" in english
    assert "May 2024" in english
    assert "toukokuu" not in english
    assert "May 2024" not in finnish
    assert "toukokuu 2024" in finnish
    notes = re.findall(r'<li id="source-\d+">(.*?)</li>', html, re.DOTALL)
    assert len(notes) == len(set(notes))


def test_templates_print_only_texts_that_their_page_needs():
    """Any other translated field goes through a tag that marks it or leaves it out."""
    names = {name for model in MODELS for name in translated_fields(model)}
    plain = re.compile(rf"(\w+)\.({'|'.join(names)})\b(?!\.)")
    code = re.compile(r"{[{%].*?[%}]}", re.DOTALL)

    used = {
        match
        for path in Path(settings.BASE_DIR / "templates").rglob("*.html")
        if "admin" not in path.parts
        for tag in code.findall(path.read_text(encoding="utf-8"))
        for match in plain.findall(re.sub(r'"[^"]*"', "", tag))
    }

    for owner, name in used:
        needed = required_texts(PAGES[owner]) if owner in PAGES else []
        is_text_of_the_page = name in needed
        assert is_text_of_the_page or f"{owner}.{name}" in OTHER_FIELDS, (owner, name)
