"""As many salary figures as a benchmark wants, spread as those of statistics offices are.

Each occupation has its distribution of pay, by the hour and by the year, in each area,
year and industry; in every run the same.
"""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from django.db import connection, transaction

from callcareers.languages import CODES, column
from roles.models import Occupation
from salaries.models import Area, Industry, SalaryFigure, Source
from salaries.triggers import salary_triggers

OCCUPATIONS, INDUSTRIES = 120, 40
CURRENCIES = {"US": "USD", "FI": "EUR", "LV": "EUR", "TH": "THB", "GR": "EUR", "HU": "HUF"}
YEARS = range(2021, 2026)
MEASURES = dict(zip(SalaryFigure.PERCENTILES, (70, 82, 100, 124, 155), strict=True)) | {
    SalaryFigure.Measure.MEAN: 108
}
YEARLY_HOURS = 2080
ROWS_AT_ONCE = 2_000


def make_figures(count: int) -> None:
    """Write `count` salary figures, with the occupations and sources that they need.

    The database may hold other content already. The trigger that has percentiles
    ascend is away meanwhile: for each row it searches the others of its occupation.
    """
    occupations = Occupation.objects.bulk_create(
        occupation(number) for number in range(OCCUPATIONS)
    )
    industries = Industry.objects.bulk_create(
        Industry(code=f"made-industry-{number}", name_en=f"Industry {number}")
        for number in range(INDUSTRIES)
    )
    areas = [area(code) for code in CURRENCIES]
    sources = Source.objects.bulk_create(
        source(place, year) for place in areas for year in YEARS
    )
    figures = islice(figures_of(occupations, areas, [None, *industries], sources), count)
    drop_percentile_trigger()
    with transaction.atomic():
        while batch := list(islice(figures, ROWS_AT_ONCE)):
            SalaryFigure.objects.bulk_create(batch)
    run(salary_triggers(connection.vendor))


def occupation(number: int) -> Occupation:
    code = f"made-occupation-{number}"
    names = {column("name", language): f"Occupation {number}" for language in CODES}
    slugs = {column("slug", language): code for language in CODES}
    return Occupation(code=code, position=1_000 + number, **names, **slugs)


def area(code: str) -> Area:
    defaults = {"currency": CURRENCIES[code], "pay_period": Area.PayPeriod.YEAR}
    return Area.objects.get_or_create(code=code, defaults=defaults)[0]


def source(place: Area, year: int) -> Source:
    return Source(
        code=f"made-source-{place.code.lower()}-{year}",
        publisher_en=f"Statistics office of {place.code}",
        title=f"Structure of earnings {year}",
        title_language="en",
        url=f"https://statistics.example/{place.code}/{year}/",
        published_on=datetime.date(year + 1, 4, 1),
        due_after_months=24,
        **period(year),
    )


def period(year: int) -> dict[str, object]:
    return {
        "period_start": datetime.date(year, 1, 1),
        "period_end": datetime.date(year, 12, 31),
        "period_precision": "year",
    }


def figures_of(
    occupations: list[Occupation],
    areas: list[Area],
    industries: list[Industry | None],
    sources: list[Source],
) -> Iterator[SalaryFigure]:
    """Yield the figures of one distribution after the other, the widest spread first."""
    number = 0
    for industry_number, industry in enumerate(industries):
        for source_number, its_source in enumerate(sources):
            place = areas[source_number // len(YEARS)]
            for occupation_number, its_occupation in enumerate(occupations):
                median = Decimal(
                    24_000
                    + 350 * occupation_number
                    + 120 * industry_number
                    + 900 * (source_number % len(YEARS))
                )
                for measure, share in MEASURES.items():
                    for basis, hours in (("year", 1), ("hour", YEARLY_HOURS)):
                        number += 1
                        yield SalaryFigure(
                            code=f"made-figure-{number}",
                            occupation=its_occupation,
                            area=place,
                            industry=industry,
                            source=its_source,
                            measure=measure,
                            basis=basis,
                            amount=(median * share / 100 / hours).quantize(Decimal("0.01")),
                            currency=place.currency,
                            tax=SalaryFigure.Tax.GROSS,
                            note_en=None if number % 10 else "Full-time employees only.",
                            period_start=its_source.period_start,
                            period_end=its_source.period_end,
                            period_precision=its_source.period_precision,
                        )


def drop_percentile_trigger() -> None:
    table = connection.ops.quote_name(SalaryFigure._meta.db_table)
    if connection.vendor == "postgresql":
        run([f"DROP TRIGGER percentiles_ascend ON {table}"])
    else:
        run(["DROP TRIGGER percentiles_ascend_insert"])


def run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
