import datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from roles.models import Role
from salaries.pay import pay_of, typical_pay
from tests.factories import OccupationFactory, RoleFactory, SalaryFigureFactory

pytestmark = pytest.mark.django_db


def role_counted_in(wider, **values):
    """Return a role whose occupation is counted in a wider one, fetched as for a page."""
    occupation = OccupationFactory(counted_in=wider)
    role = RoleFactory(occupation=occupation, **values)
    return Role.objects.as_guide().get(pk=role.pk)


def test_occupation_without_figures_has_those_of_the_wider_one():
    figure = SalaryFigureFactory()
    role = role_counted_in(figure.occupation)

    assert typical_pay([role]) == {role.occupation_id: figure}
    assert pay_of(role).typical_year == figure


def test_occupation_with_figures_is_shown_by_its_own():
    wider = SalaryFigureFactory().occupation
    role = role_counted_in(wider)
    own = SalaryFigureFactory(occupation=role.occupation, amount=20_000)

    assert typical_pay([role]) == {role.occupation_id: own}


def test_role_counted_in_a_wider_occupation_says_so_in_card_and_guide(client):
    wider = OccupationFactory(name_en="All who advise")
    SalaryFigureFactory(occupation=wider, amount=31_234)
    role = role_counted_in(wider, slug_en="adviser")

    cards = client.get(reverse("roles:role_list"))
    guide = client.get(role.get_absolute_url())

    assertContains(cards, "€31,234")
    assertContains(guide, "€31,234")
    assertContains(guide, "The figures are those of the occupation “All who advise”")


def test_similar_occupations_show_their_latest_yearly_median_once():
    role = RoleFactory()
    similar = OccupationFactory()
    role.similar_occupations.add(similar)
    latest = SalaryFigureFactory(occupation=similar)
    SalaryFigureFactory(
        occupation=similar,
        period_start=datetime.date(2018, 1, 1),
        period_end=datetime.date(2018, 12, 31),
    )
    SalaryFigureFactory(occupation=similar, basis="hour", amount=20)
    SalaryFigureFactory(occupation=similar, measure="mean")

    assert pay_of(role).similar == [latest]
