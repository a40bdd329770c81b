import pytest
from django.utils import translation

from salaries.forms import SalaryFilter
from salaries.models import SalaryFigure
from tests.factories import (
    AreaFactory,
    IndustryFactory,
    OccupationFactory,
    SalaryFigureFactory,
)

pytestmark = pytest.mark.django_db


def labels(field):
    return [label for _, label in SalaryFilter().fields[field].choices][1:]


@pytest.mark.parametrize(
    ("language", "countries"),
    [
        ("en", ["Austria", "Estonia", "Finland", "Slovakia"]),
        ("fi", ["Itävalta", "Slovakia", "Suomi", "Viro"]),
        ("lv", ["Austrija", "Igaunija", "Slovākija", "Somija"]),
        ("th", ["ฟินแลนด์", "สโลวะเกีย", "ออสเตรีย", "เอสโตเนีย"]),
        ("el", ["Αυστρία", "Εσθονία", "Σλοβακία", "Φινλανδία"]),
        ("hu", ["Ausztria", "Észtország", "Finnország", "Szlovákia"]),
    ],
)
def test_areas_are_sorted_by_their_names_in_the_language(language, countries):
    SalaryFigure.objects.all().delete()
    for code in ["SK", "AT", "FI", "EE"]:
        SalaryFigureFactory(area=AreaFactory(code=code))

    with translation.override(language):
        assert labels("area") == countries


@pytest.mark.parametrize(
    ("field", "record_factory"),
    [("occupation", OccupationFactory), ("industry", IndustryFactory)],
)
def test_occupations_and_industries_are_sorted_by_name(field, record_factory):
    SalaryFigure.objects.all().delete()
    for name in ["utca", "csap", "ügy", "cukor"]:
        record = record_factory(name_en="Name", name_hu=name)
        SalaryFigureFactory.create_batch(2, **{field: record})

    with translation.override("hu"):
        assert labels(field) == ["cukor", "csap", "utca", "ügy"]
