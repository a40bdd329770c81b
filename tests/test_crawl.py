"""Every page in every language, found by following links as a reader does."""

import gzip
import re

import html5lib
import pytest
from django.conf import settings as site
from django.urls import reverse
from django.utils import translation

from callcareers.content.models import figure_models
from callcareers.languages import shown_codes
from callcareers.sitemaps import PAGES, StaticSitemap
from callcareers.templatetags.components import STYLESHEETS
from roles.models import Role
from salaries.conversion import BASES, Converter
from salaries.models import EmploymentProjection, SalaryFigure, WorkFigure
from tests.factories import RoleFactory
from tests.reading import Reading, crawl

CURRENCY_AMOUNT = re.compile(r"[$€£฿]\s?\d|\d\s?(?:[$€£฿]|USD|EUR)")
FIRST_VISIT_LIMIT = 40_000
# The sign of the baht, between the Thai letters, is of no language.
SCRIPTS = {
    "th": re.compile(r"[\u0e00-\u0e3e\u0e40-\u0e7f]"),
    "el": re.compile(r"[\u0370-\u03ff]"),
}
# Words that give a language away, none of them a word of another one here; a language
# without any is told by its script alone.
WORDS_OF = {
    "en": "the and you with what your which their this that they have been are was will "
    "who when where how than more only other about into not but can may all page found "
    "language english",
    "fi": "että voit työn kun ovat joka jotka sekä myös mutta sinun mitä miten missä usein "
    "työtä kanssa kuin ennen jälkeen tämä tätä eivät sivu sivua löydy kieli",
    "lv": "un jūs par kas arī darba jums lai kā nav pēc jūsu šis šī tās bet tikai kur kad "
    "vairāk darbs lapa valodā atrasta",
    "hu": "és hogy vagy az nem amely munka egy akkor ahol mint csak lehet kell ezt aki mit "
    "szerint között után előtt oldal nyelven található",
    "el": "και να το που είναι για με από",
}
# A language that nobody has written here yet may have some of these words for its own.
SHARED_WORDS = 0.1


@pytest.mark.django_db
@pytest.mark.parametrize("language", shown_codes())
def test_every_page_of_a_language_is_whole(language):
    pages = dict(crawl(f"/{language}/"))

    with translation.override(language):
        known = texts_of_figures()
    records = sum(pages.count() for pages in PAGES.values())
    assert len(pages) == records + len(StaticSitemap().items())
    for address, html in pages.items():
        assert f'<html lang="{language}" ' in html, address
        assert_no_other_language(address, html, language)
        assert_money_belongs_to_figures(address, html)
        assert_figures_say_what_they_are(address, html, known)
        assert_no_scripts_nor_other_hosts(address, html)


@pytest.mark.django_db
@pytest.mark.parametrize(("place", "language"), list(enumerate(shown_codes())))
def test_every_passport_of_a_figure_is_whole(client, place, language):
    """Each figure's passport is read in one language, so that all are read once."""
    figures = [figure for model in figure_models() for figure in model.objects.all()]
    with translation.override(language):
        known = texts_of_figures()
        addresses = [
            figure.get_absolute_url() for figure in figures[place :: len(shown_codes())]
        ]

    for address in addresses:
        html = client.get(address).content.decode()
        assert_no_other_language(address, html, language)
        assert_money_belongs_to_figures(address, html)
        assert_figures_say_what_they_are(address, html, known)
        assert_no_scripts_nor_other_hosts(address, html)


@pytest.mark.django_db
@pytest.mark.parametrize("language", shown_codes())
def test_every_error_page_of_a_language_is_in_it_alone(client, language):
    other = "fi" if language == "en" else "en"
    RoleFactory(
        **{"slug_en": None}
        | {f"slug_{other}": "elsewhere", f"name_{other}": "x", f"summary_{other}": "x"}
    )
    with translation.override(language):
        figures, roles = reverse("salaries:figure_list"), reverse("roles:role_list")
        occupation = SalaryFigure.objects.first().occupation.get_absolute_url()
    addresses = {
        f"/{language}/nothing/": 404,
        f"{roles}elsewhere/": 404,
        f"{roles}?level=nonsense": 400,
        f"{figures}?per=nonsense": 400,
        f"{occupation}?area=nonsense": 400,
        f"{figures}?occupation=receptionists&industry=retail-trade": 200,
    }

    for address, status in addresses.items():
        response = client.get(address)
        assert response.status_code == status, address
        assert_no_other_language(address, response.content.decode(), language)


def assert_no_other_language(address: str, html: str, language: str) -> None:
    """Say that each text of a page, those read out too, is in the language it claims."""
    page = Reading(html)
    assert page.languages == [""], address
    # Codes are of no language.
    for claimed in {found for found, _text in page.texts} - {"zxx"}:
        own = page.of(claimed)
        words = re.findall(r"\w+", own.lower())
        for other in WORDS_OF.keys() - {claimed}:
            foreign = [word for word in words if word in WORDS_OF[other].split()]
            share = 0 if claimed in WORDS_OF or claimed in SCRIPTS else SHARED_WORDS
            assert len(foreign) <= share * len(words), (address, claimed, foreign)
        for other in SCRIPTS.keys() - {claimed}:
            assert not SCRIPTS[other].search(own), (address, claimed, other)
    if language in SCRIPTS:
        assert_script_prevails(address, page.of(language), SCRIPTS[language])


def assert_script_prevails(address: str, text: str, script: re.Pattern) -> None:
    """Say that the letters of a page are its language's, but for names and codes."""
    letters = re.sub(r"[\W\d_]", "", text)
    assert len(script.findall(letters)) > 0.8 * len(letters), address


def assert_money_belongs_to_figures(address: str, html: str) -> None:
    """Say that each amount of money stands in an element that is tied to a figure."""
    for codes, text in Reading(html).figures:
        assert codes or not CURRENCY_AMOUNT.search(text), (address, text)


def assert_figures_say_what_they_are(
    address: str, html: str, known: dict[str, set[tuple[str, str]]]
) -> None:
    """Say that what is tied to a figure shows it, by `texts_of_figures`."""
    page = Reading(html)
    for codes, _text in page.figures:
        assert codes <= known.keys(), (address, codes)
    for code, value, text in page.data:
        assert (value, text) in known[code], (address, code, value, text)


def texts_of_figures() -> dict[str, set[tuple[str, str]]]:
    """Return, by code, the values and texts of each figure in the active language."""
    converter = Converter()
    known: dict[str, set[tuple[str, str]]] = {}
    for model in figure_models():
        for figure in model.objects.with_sources():
            known[figure.code] = {
                (figure.facet_value(facet), figure.facet_text(facet))
                for facet in figure.FACETS
                if figure.facet_value(facet) != "None"
            }
            if isinstance(figure, WorkFigure):
                known[figure.code].add((figure.facet_value(""), figure.text))
            if isinstance(figure, EmploymentProjection):
                known[figure.code] |= {
                    (figure.facet_value("openings"), figure.openings_text),
                    (figure.facet_value("all"), figure.all_text),
                }
            if isinstance(figure, SalaryFigure):
                converted = (converter.convert(figure, basis) for basis in BASES)
                known[figure.code] |= {
                    (str(shown.amount), shown.stated_text)
                    for shown in (figure, *filter(None, converted))
                }
    return known


def assert_no_scripts_nor_other_hosts(address: str, html: str) -> None:
    assert "<script" not in html, address
    assert not re.search(r"\s(?:on\w+|style)=", html), address
    assert not re.search(r'(?:src|<link[^>]*href)="https?://(?!127)', html), address


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/en/",
        "/en/guide/",
        "/en/glossary/",
        "/en/roles/",
        "/en/roles/customer-service-representative/",
        "/en/duties/handling-complaints/",
        "/en/skills/",
        "/en/salaries/",
        "/en/salaries/?per=year&sort=-pay",
        "/en/salaries/customer-service-representatives/",
        "/en/salaries/all-occupations/?area=LV",
        "/en/salaries/figures/sal-2024-csr-support-hour/",
        "/en/salaries/figures/calls-per-shift/",
        "/en/salaries/figures/csr-projection-2016-26/",
        "/en/sources/",
        "/en/methods/",
        "/en/salaries/check/",
        "/en/salaries/check/?offer=1250&per=month&area=US",
        "/en/salaries/check/?offer=12..5&per=month&area=LV",
        "/en/questions/pay/",
        "/en/nothing/",
    ],
)
def test_page_is_html_that_no_browser_has_to_repair(client, address):
    html5lib.HTMLParser(strict=True).parse(client.get(address).content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize("language", shown_codes())
def test_first_visit_of_a_role_guide_is_light(client, language):
    role = Role.objects.get(code="customer-service-representative")
    address = role.alternates()[language]

    response = client.get(address, headers={"accept-encoding": "gzip"})
    sheets = [(site.BASE_DIR / "static" / sheet).read_bytes() for sheet in STYLESHEETS]
    icon = (site.BASE_DIR / "static" / "icon.svg").read_bytes()

    assert response.headers["Content-Encoding"] == "gzip"
    weight = sum(len(gzip.compress(content)) for content in [*sheets, icon])
    assert len(response.content) + weight <= FIRST_VISIT_LIMIT
