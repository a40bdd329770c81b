import datetime

import pytest
from django.utils import translation

from salaries.models import Source
from tests.factories import SalaryFigureFactory, SourceFactory

pytestmark = pytest.mark.django_db


def test_sources_stand_by_publisher_the_latest_first():
    for code, publisher, year in [
        ("oldest", "ähtäri", 2019),
        ("latest", "ähtäri", 2021),
        ("undated", "ähtäri", None),
        ("last", "öljy", 2020),
        ("first", "zeta", 2020),
    ]:
        period = {}
        if year:
            period = {
                "period_start": datetime.date(year, 1, 1),
                "period_end": datetime.date(year, 12, 31),
                "period_precision": "year",
            }
        source = SourceFactory(
            code=f"{code}-source", publisher_fi=f"zz {publisher}", **period
        )
        SalaryFigureFactory.create_batch(2, source=source)

    with translation.override("fi"):
        codes = [source.code for source in Source.objects.cited()]

    assert codes[-5:] == [
        "first-source",
        "latest-source",
        "oldest-source",
        "undated-source",
        "last-source",
    ]
