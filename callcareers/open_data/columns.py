"""What a column of open data is: from it all formats and descriptions are made."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcareers import formats
from callcareers.content.models import TranslatedPage
from callcareers.languages import column, shown_codes
from faq.models import Question, Term, Topic
from salaries.models import ReferencePeriod, next_due_on

Words = str | Promise
Row = Mapping[str, Any]


class Type(models.TextChoices):
    """What the values of a column are."""

    # Translators: A type of data: the short name of a record for machines.
    CODE = "code", pgettext_lazy("type of data", "code")
    # Translators: A type of data.
    CODES = "codes", pgettext_lazy("type of data", "list of codes")
    # Translators: A type of data.
    TEXT = "text", pgettext_lazy("type of data", "text")
    # Translators: A type of data. Markdown is a way of marking up text; its name stays.
    MARKDOWN = "markdown", pgettext_lazy("type of data", "Markdown text")
    # Translators: A type of data: a web address.
    URL = "url", pgettext_lazy("type of data", "address")
    # Translators: A type of data: a number such as 20.59.
    DECIMAL = "decimal", pgettext_lazy("type of data", "decimal number")
    # Translators: A type of data: a number such as 42.
    INTEGER = "integer", pgettext_lazy("type of data", "whole number")
    # Translators: A type of data.
    DATE = "date", pgettext_lazy("type of data", "date")


@dataclass(frozen=True, slots=True)
class Ties:
    """Which records of another dataset belong to a record: `tied` to an `owner`."""

    records: models.QuerySet
    owner: str
    tied: str

    def codes_of(self, owners: Collection[int]) -> dict[int, list[str]]:
        """Return, by key of the owner, the codes of what is tied to it; one query."""
        codes = defaultdict(list)
        found = self.records.filter(**{f"{self.owner}__in": owners})
        for owner, code in found.values_list(self.owner, f"{self.tied}__code"):
            codes[owner].append(code)
        return codes


@dataclass(frozen=True, slots=True)
class Column:
    """One thing that a dataset says of each of its records.

    `lookup` is where a query finds it, `name` itself where it is empty. What no query
    finds is made by `compute` from the lookups in `needs`, and in `needs_texts` in each
    language, or read from its `ties`. A translated column is one a language in CSV and
    an object in JSON; its `compute` returns such an object. `refers_to` names the dataset
    that has the code; `within` and `key` say where the value stands in JSON, where that
    is not at `name`.
    """

    name: str
    kind: Type
    meaning: Words
    is_required: bool = False
    lookup: str = ""
    is_translated: bool = False
    choices: type[models.TextChoices] | None = None
    refers_to: str = ""
    within: str = ""
    key: str = ""
    needs: tuple[str, ...] = ()
    needs_texts: tuple[str, ...] = ()
    compute: Callable[[Row], Any] | None = None
    ties: Ties | None = None

    @property
    def headings(self) -> list[str]:
        """The names of its columns in CSV."""
        return in_each_language(self.name) if self.is_translated else [self.name]

    @property
    def keys(self) -> list[str]:
        """Where a row has what stands under each of the headings."""
        return [self.lookup] if self.lookup else self.headings

    @property
    def lookups(self) -> list[str]:
        """What a query has to fetch for it."""
        if self.compute or self.ties:
            texts = [name for text in self.needs_texts for name in in_each_language(text)]
            return [*self.needs, *texts]
        return self.keys


def code() -> Column:
    """Return the column that tells the records of every dataset apart."""
    meaning = _("The name of the record for machines. It never changes.")
    return Column("code", Type.CODE, meaning, is_required=True)


def texts(name: str, meaning: Words, kind: Type = Type.TEXT) -> Column:
    """Return the column of a text that has a translation in each language."""
    return Column(name, kind, meaning, is_translated=True)


def choice(
    name: str,
    choices: type[models.TextChoices],
    meaning: Words,
    *,
    is_required: bool = True,
) -> Column:
    return Column(name, Type.CODE, meaning, choices=choices, is_required=is_required)


def reference(
    name: str, refers_to: str, meaning: Words, *, is_required: bool = False
) -> Column:
    """Return the column that has the code of one record of another dataset."""
    return Column(
        name,
        Type.CODE,
        meaning,
        lookup=f"{name}__code",
        refers_to=refers_to,
        is_required=is_required,
    )


def references(name: str, refers_to: str, meaning: Words, ties: Ties) -> Column:
    """Return the column that has the codes of the tied records of another dataset."""
    return Column(
        name, Type.CODES, meaning, refers_to=refers_to, is_required=True, ties=ties
    )


def source_code(*, is_required: bool = True) -> Column:
    return Column(
        "source",
        Type.CODE,
        _("The source that has published it."),
        is_required,
        lookup="source__code",
        refers_to="sources",
        within="source",
        key="code",
    )


def period() -> list[Column]:
    """Return the columns of a reference period."""
    return [
        Column("period_start", Type.DATE, _("The first day that it speaks of.")),
        Column("period_end", Type.DATE, _("The last day that it speaks of.")),
        choice(
            "period_precision",
            ReferencePeriod.Precision,
            _("How exactly the source gives the period."),
        ),
    ]


def provenance() -> list[Column]:
    """Return the columns that say of a record what its source says of itself."""
    return [
        Column(
            "source_publisher",
            Type.TEXT,
            _("Who has published it, in English; the sources have it in each language."),
            lookup="source__publisher_en",
            within="source",
            key="publisher",
        ),
        Column(
            "source_title",
            Type.TEXT,
            _("The title of the publication, in its own language."),
            lookup="source__title",
            within="source",
            key="title",
        ),
        Column(
            "source_url",
            Type.URL,
            _("Where the publication is."),
            lookup="source__url",
            within="source",
            key="url",
        ),
        Column(
            "source_published_on",
            Type.DATE,
            _("The day on which it was published."),
            lookup="source__published_on",
            within="source",
            key="published_on",
        ),
        Column(
            "source_reported_by",
            Type.TEXT,
            _("Who passed it on, where the publication itself was not read."),
            lookup="source__reported_by",
            within="source",
            key="reported_by",
        ),
    ]


def due_on(*, named_by: str = "") -> Column:
    """Return the column of the day from which newer figures are due.

    `named_by` is the lookup of the day that the source has named, where it names one.
    """
    months = "source__due_after_months"

    def compute(row: Row) -> Any:
        return next_due_on(row.get(named_by), row["period_end"], row[months])

    return Column(
        "due_on",
        Type.DATE,
        _("The day from which a newer figure is due, where a rhythm is known."),
        needs=("period_end", months, *([named_by] if named_by else [])),
        compute=compute,
    )


def name_of_area() -> Column:
    """Return the column of the names of areas: those of countries are CLDR's."""
    return Column(
        "name",
        Type.TEXT,
        _("The name of the country or region."),
        is_translated=True,
        needs=("code",),
        needs_texts=("name",),
        compute=lambda row: {
            language: area_name(row, language) for language in shown_codes()
        },
    )


def area_name(row: Row, language: str) -> str | None:
    if name := row[column("name", language)]:
        return name
    with translation.override(language):
        name = formats.territory(row["code"])
    return None if name == row["code"] else name


def address_of_page(model: type[TranslatedPage]) -> Column:
    """Return the column of the addresses of the page of a record, by language."""

    def compute(row: Row) -> dict[str, str | None]:
        slugs = {slug: row[slug] for slug in in_each_language("slug")}
        return absolute(model(**slugs).alternates())

    return _addresses(compute, ("slug",))


def address_of_question() -> Column:
    def compute(row: Row) -> dict[str, str | None]:
        slugs = in_each_language("slug")
        topic = Topic(**{slug: row[f"topic__{slug}"] for slug in slugs})
        question = Question(topic=topic, **{slug: row[slug] for slug in slugs})
        return absolute(question.alternates())

    return _addresses(compute, ("slug", "topic__slug"))


def address_of_term() -> Column:
    def compute(row: Row) -> dict[str, str | None]:
        addresses = {}
        for language in shown_codes():
            if row[column("name", language)]:
                with translation.override(language):
                    addresses[language] = Term(code=row["code"]).get_absolute_url()
        return absolute(addresses)

    return _addresses(compute, ("name",))


def absolute(addresses: Mapping[str, str]) -> dict[str, str | None]:
    """Return `addresses` with the site before them, None in every other language."""
    return {
        language: settings.SITE_URL + addresses[language] if language in addresses else None
        for language in shown_codes()
    }


def in_each_language(name: str) -> list[str]:
    """Return the columns of a translated field, in the languages that readers meet."""
    return [column(name, language) for language in shown_codes()]


def _addresses(compute: Callable[[Row], Any], needs_texts: tuple[str, ...]) -> Column:
    return Column(
        "url",
        Type.URL,
        _("The address of its page, in each language in which it has one."),
        is_translated=True,
        needs=("code",),
        needs_texts=needs_texts,
        compute=compute,
    )
