"""What must never be false of roles, figures and questions, whoever writes it."""

import datetime

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from modeltranslation.translator import translator

from callcareers.content.models import TranslatedPage, column, translated_fields
from callcareers.languages import CODES
from roles.models import GuideSection
from salaries.models import Area, SalaryFigure, Source
from tests.factories import (
    AreaFactory,
    CareerStepFactory,
    EmploymentProjectionFactory,
    GuideSectionFactory,
    IndustryFactory,
    OccupationFactory,
    RecordFactory,
    RoleDutyFactory,
    RoleFactory,
    RoleSkillFactory,
    SalaryFigureFactory,
    SalaryGapFactory,
    SourceFactory,
    WorkFigureFactory,
)

pytestmark = pytest.mark.django_db

APPS = ("roles", "salaries", "faq")
FACTORIES = {factory._meta.model: factory for factory in RecordFactory.__subclasses__()}
MAY_2025 = datetime.date(2025, 5, 1)
JUNE_2025 = datetime.date(2025, 6, 1)

WHOLE = "A period has a start, an end and a precision, or none of them."
IN_ORDER = "A period ends on or after its first day."
POSITIVE = "An amount is more than zero."
ASCENDS = "A range must end above its start."
BOTH_ENDS = "A range, and only a range, has two ends."
LEFT_BY = "A gap has a source, unless nobody has surveyed."
AHEAD = "A projection ends after its base year."


def period(start, end, precision):
    return {"period_start": start, "period_end": end, "period_precision": precision}


def money_range(low, high):
    return {"measure": "range", "amount": low, "amount_high": high}


NO_PERIOD = period(None, None, "none")
FALSE_PERIODS = [
    ("period_is_whole", period(MAY_2025, None, "day"), WHOLE),
    ("period_is_whole", period(None, MAY_2025, "day"), WHOLE),
    ("period_is_whole", period(None, None, "year"), WHOLE),
    ("period_is_whole", period(MAY_2025, JUNE_2025, "none"), WHOLE),
    ("period_in_order", period(JUNE_2025, MAY_2025, "day"), IN_ORDER),
]
FALSE_ROWS = [
    (f"{factory._meta.model._meta.db_table}_{rule}", factory, row, words)
    for factory, rules in (
        (SourceFactory, FALSE_PERIODS),
        (
            SalaryFigureFactory,
            [
                *FALSE_PERIODS,
                ("amount_is_positive", {"amount": 0}, POSITIVE),
                ("amount_is_positive", {"amount": -1}, POSITIVE),
                ("range_ascends", money_range(20, 20), ASCENDS),
                ("range_ascends", money_range(20, 10), ASCENDS),
                ("range_has_both_ends", {"measure": "range"}, BOTH_ENDS),
                ("range_has_both_ends", {"amount": 20, "amount_high": 30}, BOTH_ENDS),
            ],
        ),
        (
            SalaryGapFactory,
            [
                *FALSE_PERIODS,
                ("names_who_left_it", {"reason": "not_surveyed"}, LEFT_BY),
                ("names_who_left_it", {"source": None}, LEFT_BY),
            ],
        ),
        (
            WorkFigureFactory,
            [
                *FALSE_PERIODS,
                ("range_ascends", {"low": 2, "high": 2}, ASCENDS),
                ("range_ascends", {"low": 2, "high": 1}, ASCENDS),
            ],
        ),
    )
    for rule, row, words in rules
]
FALSE_ROWS += [
    (
        "salaries_projection_looks_ahead",
        EmploymentProjectionFactory,
        {"base_year": 2024, "target_year": year},
        AHEAD,
    )
    for year in (2024, 2023)
]
each_false_row = pytest.mark.parametrize(
    ("name", "factory", "row", "words"),
    FALSE_ROWS,
    ids=[f"{place}-{name}" for place, (name, *_) in enumerate(FALSE_ROWS)],
)

ONE_FIGURE = [
    "occupation",
    "role",
    "area",
    "industry",
    "employer",
    "measure",
    "basis",
    "period_start",
    "period_end",
    "source",
]
NOWHERE = {"occupation": None, "area": None, "currency": "USD"} | NO_PERIOD
REPEATED_ROWS = [
    (
        "roles_roleduty_once_a_role",
        RoleDutyFactory,
        {},
        ["role", "duty"],
        "Duty of a role with this Role and Duty already exists.",
    ),
    (
        "roles_roleskill_once_a_role",
        RoleSkillFactory,
        {},
        ["role", "skill"],
        "Skill of a role with this Role and Skill already exists.",
    ),
    (
        "roles_careerstep_once_a_pair",
        CareerStepFactory,
        {},
        ["from_role", "to_role"],
        "Career step with this From and To already exists.",
    ),
    (
        "roles_guidesection_once_a_role",
        GuideSectionFactory,
        {"role": RoleFactory},
        ["role", "kind"],
        "Guide section with this Role and Kind already exists.",
    ),
    (
        "salaries_salaryfigure_stated_once",
        SalaryFigureFactory,
        {},
        ONE_FIGURE,
        "This figure is already recorded.",
    ),
    (
        "salaries_salaryfigure_stated_once",
        SalaryFigureFactory,
        NOWHERE,
        [*ONE_FIGURE, "currency", "period_precision"],
        "This figure is already recorded.",
    ),
    (
        "salaries_salarygap_stated_once",
        SalaryGapFactory,
        {},
        [name for name in ONE_FIGURE if name not in {"role", "employer"}],
        "This gap is already recorded.",
    ),
    (
        "salaries_projection_stated_once",
        EmploymentProjectionFactory,
        {},
        ["occupation", "area", "base_year", "target_year", "source"],
        "Employment projection with this Occupation, Area, Base year, Target year and "
        "Source already exists.",
    ),
]


def english_texts():
    """Yield each model and field whose text is required in English."""
    for model in translator.get_registered_models(abstract=False):
        required = translator.get_options_for_model(model).required_languages
        if isinstance(required, dict):
            yield from ((model, field) for field in required["en"])
        elif required:
            yield from ((model, field) for field in translated_fields(model))


each_english_text = pytest.mark.parametrize(("model", "field"), list(english_texts()))
each_repeated_row = pytest.mark.parametrize(
    ("name", "factory", "row", "fields", "words"),
    REPEATED_ROWS,
    ids=[f"{place}-{name}" for place, (name, *_) in enumerate(REPEATED_ROWS)],
)


def messages_of(record):
    """Return what `full_clean` says of a record, [] where it is content."""
    try:
        record.full_clean()
    except ValidationError as error:
        return error.messages
    return []


def values_of(row):
    """Return the values of a row, its factories called."""
    return {name: value() if callable(value) else value for name, value in row.items()}


def test_every_constraint_is_tested():
    constraints = {
        constraint.name
        for label in APPS
        for model in apps.get_app_config(label).get_models()
        for constraint in model._meta.constraints
    }

    tested = {
        f"{model._meta.db_table}_{field}_in_english" for model, field in english_texts()
    }
    tested |= {
        f"{model._meta.db_table}_{column('slug', language)}_needs_texts"  # in tests/content
        for model in FACTORIES
        for language in CODES
        if issubclass(model, TranslatedPage)
    }
    tested |= {name for name, *_ in FALSE_ROWS} | {name for name, *_ in REPEATED_ROWS}
    tested |= {"roles_careerstep_leads_elsewhere", "roles_guidesection_once_for_all"}
    tested |= {"roles_occupation_counted_elsewhere"}
    assert tested == constraints


# Texts


@pytest.mark.parametrize("nothing", [None, ""])
@each_english_text
def test_english_text_is_required_by_the_database(model, field, nothing):
    row = {column(field, "en"): nothing}
    if issubclass(model, TranslatedPage):
        row["slug_en"] = None

    with (
        pytest.raises(IntegrityError, match=f"{model._meta.db_table}_{field}_in_english"),
        transaction.atomic(),
    ):
        FACTORIES[model](**row)


@each_english_text
def test_missing_english_text_is_refused_in_words(model, field):
    record = FACTORIES[model].build(**{column(field, "en"): ""})

    with pytest.raises(ValidationError) as refused:
        record.clean_fields()

    assert refused.value.message_dict[column(field, "en")] == [
        "This field cannot be blank."
    ]


# Rows on their own


@each_false_row
def test_false_row_is_refused_by_the_database(name, factory, row, words):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        factory(**row)


@each_false_row
def test_false_row_is_refused_in_words(name, factory, row, words):
    record = factory()
    assert messages_of(record) == []

    for field, value in row.items():
        setattr(record, field, value)

    assert messages_of(record) == [words]


@pytest.mark.parametrize(
    ("factory", "row"),
    [
        (SourceFactory, NO_PERIOD),
        (SourceFactory, period(MAY_2025, MAY_2025, "day")),
        (SalaryFigureFactory, NO_PERIOD),
        (SalaryFigureFactory, {"amount": "0.01"}),
        (SalaryFigureFactory, money_range(20, "20.01")),
        (SalaryFigureFactory, money_range(20, 30) | {"measure": "minimum_wage"}),
        (WorkFigureFactory, {"low": 0, "high": "0.01"}),
        (EmploymentProjectionFactory, {"base_year": 2024, "target_year": 2025}),
    ],
)
def test_row_at_the_edge_of_the_rules_is_accepted(factory, row):
    record = factory(**row)

    record.refresh_from_db()

    assert messages_of(record) == []


def test_career_step_leads_to_another_role():
    step = CareerStepFactory()

    step.to_role = step.from_role

    assert messages_of(step) == ["A career step leads to another role."]
    with (
        pytest.raises(IntegrityError, match="roles_careerstep_leads_elsewhere"),
        transaction.atomic(),
    ):
        step.save()


def test_occupation_is_counted_in_another_one():
    occupation = OccupationFactory(counted_in=OccupationFactory())
    assert messages_of(occupation) == []

    occupation.counted_in = occupation

    assert messages_of(occupation) == ["An occupation is counted in another one."]
    with (
        pytest.raises(IntegrityError, match="roles_occupation_counted_elsewhere"),
        transaction.atomic(),
    ):
        occupation.save()


# Rows beside others


@each_repeated_row
def test_repeated_row_is_refused_by_the_database(name, factory, row, fields, words):
    first = factory(**values_of(row))
    same = {field: getattr(first, field) for field in fields}

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        factory(**same)

    assert "unique" in str(refused.value).lower()


@each_repeated_row
def test_repeated_row_is_refused_in_words(name, factory, row, fields, words):
    first = factory(**values_of(row))
    same = {field: getattr(first, field) for field in fields}

    assert messages_of(factory.build(**same)) == [words]


@pytest.mark.parametrize(
    "difference",
    [
        {"occupation": OccupationFactory},
        {"role": RoleFactory},
        {"area": None},
        {"industry": IndustryFactory},
        {"employer": "Somebody"},
        {"measure": "mean"},
        {"basis": "month"},
        {"period_start": MAY_2025},
        {"period_end": JUNE_2025},
        {"source": SourceFactory},
    ],
    ids=lambda difference: next(iter(difference)),
)
def test_figure_is_another_one_where_anything_differs(difference):
    first = SalaryFigureFactory()
    same = {field: getattr(first, field) for field in ONE_FIGURE}

    second = SalaryFigureFactory(**same | values_of(difference))

    assert messages_of(second) == []


@pytest.mark.parametrize(
    "difference",
    [
        {"occupation": OccupationFactory},
        {"area": lambda: AreaFactory(code="AQ")},
        {"base_year": 2023},
        {"target_year": 2035},
        {"source": SourceFactory},
    ],
    ids=lambda difference: next(iter(difference)),
)
def test_projection_is_another_one_where_anything_differs(difference):
    first = EmploymentProjectionFactory()
    same = {
        name: getattr(first, name)
        for name in ("occupation", "area", "base_year", "target_year", "source")
    }

    second = EmploymentProjectionFactory(**same | values_of(difference))

    assert messages_of(second) == []


@pytest.fixture
def general_section():
    """Have one section that speaks for every role."""
    GuideSection.objects.all().delete()
    return GuideSectionFactory(kind="training")


def test_second_general_section_of_a_kind_is_refused_by_the_database(general_section):
    with pytest.raises(IntegrityError, match=r"once_for_all|kind"), transaction.atomic():
        GuideSectionFactory(kind="training")


def test_second_general_section_of_a_kind_is_refused_in_words(general_section):
    messages = messages_of(GuideSectionFactory.build(kind="training"))

    assert len(messages) == 1
    assert "roles_guidesection_once_for_all" not in messages[0]


def test_each_role_and_all_of_them_may_have_a_section_of_a_kind(general_section):
    sections = [GuideSectionFactory(kind="training", role=RoleFactory()) for _ in range(2)]
    sections.append(GuideSectionFactory(kind="schedule"))

    assert [messages_of(section) for section in sections] == [[], [], []]


@pytest.mark.parametrize(
    "factory", [SalaryFigureFactory, EmploymentProjectionFactory, WorkFigureFactory]
)
def test_source_stays_while_a_figure_rests_on_it(factory):
    source = factory().source

    with pytest.raises(ProtectedError):
        source.delete()

    assert Source.objects.filter(pk=source.pk).exists()


def test_source_goes_when_no_figure_rests_on_it():
    figure = SalaryFigureFactory()

    figure.delete()
    figure.source.delete()

    assert not Source.objects.filter(pk=figure.source_id).exists()


# Currencies


@pytest.fixture
def figure():
    return SalaryFigureFactory(area=AreaFactory(code="AQ", currency="EUR"), currency="EUR")


def test_figure_in_a_foreign_currency_is_refused_by_the_database(figure):
    with pytest.raises(IntegrityError, match="currency"), transaction.atomic():
        SalaryFigureFactory(area=figure.area, currency="USD")


@pytest.mark.parametrize(
    "change",
    [{"currency": "USD"}, {"area": lambda: AreaFactory(code="AX", currency="USD")}],
    ids=["currency", "area"],
)
def test_figure_does_not_turn_foreign(figure, change):
    figures = SalaryFigure.objects.filter(pk=figure.pk)
    change = values_of(change)

    with pytest.raises(IntegrityError, match="currency"), transaction.atomic():
        figures.update(**change)

    assert figures.get().currency == figures.get().area.currency


def test_figure_in_a_foreign_currency_is_refused_in_words(figure):
    figure.currency = "USD"

    assert messages_of(figure) == ["Figures for AQ are in EUR."]


def test_figure_without_an_area_may_be_in_any_currency():
    figure = SalaryFigureFactory(area=None, currency="USD")

    assert messages_of(figure) == []


def test_area_does_not_leave_its_figures_in_a_foreign_currency(figure):
    with pytest.raises(IntegrityError, match="currency"), transaction.atomic():
        Area.objects.filter(pk=figure.area_id).update(currency="USD")


def test_area_that_would_leave_its_figures_behind_is_refused_in_words(figure):
    figure.area.currency = "USD"

    assert messages_of(figure.area) == ["Figures of this area are in another currency."]


def test_figure_may_be_in_another_currency_that_the_area_names(figure):
    Area.objects.filter(pk=figure.area_id).update(other_currencies="SEK USD")
    figure.area.refresh_from_db()

    other = SalaryFigureFactory(area=figure.area, currency="USD")

    assert messages_of(other) == []
    other.currency = "GBP"
    assert messages_of(other) == ["Figures for AQ are in EUR, SEK, USD."]
    with pytest.raises(IntegrityError, match="currency"), transaction.atomic():
        other.save()


def test_area_keeps_the_other_currencies_of_its_figures(figure):
    area = figure.area
    area.other_currencies = "USD"
    area.save()
    SalaryFigureFactory(area=area, currency="USD")

    area.other_currencies = "SEK"

    assert messages_of(area) == ["Figures of this area are in another currency."]
    with pytest.raises(IntegrityError, match="currency"), transaction.atomic():
        area.save()


@pytest.mark.parametrize("currencies", ["USD,SEK", "usd", "USD  SEK", "USD "])
def test_other_currencies_are_codes_with_a_space_between_them(currencies):
    area = AreaFactory.build(code="AQ", other_currencies=currencies)

    assert messages_of(area) == [
        "Write currencies as in EUR USD (ISO 4217), with a space between them."
    ]


def test_area_without_figures_may_change_its_currency(figure):
    area = figure.area
    figure.delete()

    area.currency = "USD"
    area.save()

    assert messages_of(area) == []


@pytest.mark.parametrize("currency", ["eur", "EURO", "E1R", "", "EUR\n"])
def test_currency_is_a_code_of_three_letters(currency):
    area = AreaFactory.build(code="AQ", currency=currency)

    assert messages_of(area)[0] in {
        "Write a currency as in EUR (ISO 4217).",
        "This field cannot be blank.",
    }


# Percentiles


@pytest.fixture
def percentile():
    """Return a function that records a percentile of one distribution.

    Its 10th percentile is 10, its median 20, its 90th percentile 30.
    """
    whose = {
        "occupation": OccupationFactory(),
        "area": AreaFactory(code="AQ", currency="EUR"),
        "source": SourceFactory(),
    }

    def record(measure, amount, create=SalaryFigureFactory, **difference):
        return create(**whose | {"measure": measure, "amount": amount} | difference)

    for measure, amount in (("p10", 10), ("median", 20), ("p90", 30)):
        record(measure, amount)
    return record


OUT_OF_ORDER = [
    ("p25", 9, "10th percentile is 10.00."),
    ("p25", "20.01", "Median is 20.00."),
    ("p75", 19, "Median is 20.00."),
    ("p75", 31, "90th percentile is 30.00."),
]


@pytest.mark.parametrize(("measure", "amount", "words"), OUT_OF_ORDER)
def test_percentile_out_of_order_is_refused_by_the_database(
    percentile, measure, amount, words
):
    with pytest.raises(IntegrityError, match="percentiles"), transaction.atomic():
        percentile(measure, amount)


@pytest.mark.parametrize(("measure", "amount", "words"), OUT_OF_ORDER)
def test_percentile_out_of_order_is_refused_in_words(percentile, measure, amount, words):
    record = percentile(measure, amount, SalaryFigureFactory.build)

    assert messages_of(record) == [f"Percentiles must ascend: {words}"]


@pytest.mark.parametrize("amount", [9, 31])
def test_percentile_does_not_move_out_of_order(percentile, amount):
    medians = SalaryFigure.objects.filter(area__code="AQ", measure="median")

    with pytest.raises(IntegrityError, match="percentiles"), transaction.atomic():
        medians.update(amount=amount)

    assert medians.get().amount == 20


def test_measure_does_not_change_out_of_order(percentile):
    mean = percentile("mean", 25)

    with pytest.raises(IntegrityError, match="percentiles"), transaction.atomic():
        SalaryFigure.objects.filter(pk=mean.pk).update(measure="p25")


@pytest.mark.parametrize(
    ("measure", "amount"), [("p25", 10), ("p25", 20), ("p75", 20), ("p75", 30)]
)
def test_percentiles_may_be_equal(percentile, measure, amount):
    record = percentile(measure, amount)

    assert messages_of(record) == []


@pytest.mark.parametrize("amount", [10, 30])
def test_percentile_may_move_up_to_its_neighbours(percentile, amount):
    medians = SalaryFigure.objects.filter(area__code="AQ", measure="median")

    medians.update(amount=amount)

    assert messages_of(medians.get()) == []


@pytest.mark.parametrize("measure", ["mean", "minimum_wage", "reported"])
def test_other_measures_are_beside_the_percentiles(percentile, measure):
    record = percentile(measure, 1)

    assert messages_of(record) == []


@pytest.mark.parametrize(
    "difference",
    [
        {"occupation": OccupationFactory},
        {"role": RoleFactory},
        {"area": lambda: AreaFactory(code="AX", currency="EUR")},
        {"industry": IndustryFactory},
        {"employer": "Somebody"},
        {"basis": "month"},
        {"area": None, "currency": "USD"},
        {"period_start": MAY_2025},
        {"period_end": JUNE_2025},
        {"source": SourceFactory},
    ],
    ids=lambda difference: next(iter(difference)),
)
def test_percentile_of_another_distribution_is_not_affected(percentile, difference):
    record = percentile("p25", 1, **values_of(difference))

    assert messages_of(record) == []


def test_percentiles_without_area_and_period_ascend_too(percentile):
    percentile("p10", 10, **NO_PERIOD | {"area": None})

    record = percentile("p25", 9, SalaryFigureFactory.build, **NO_PERIOD | {"area": None})

    assert messages_of(record) == ["Percentiles must ascend: 10th percentile is 10.00."]
    with pytest.raises(IntegrityError, match="percentiles"), transaction.atomic():
        record.save()
