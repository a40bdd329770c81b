"""The least that is valid of each record; tests say what matters to them."""

import datetime

import factory
from factory.django import DjangoModelFactory

from faq.models import Question, Term, Topic
from roles.models import (
    CareerStep,
    Duty,
    GuideSection,
    Occupation,
    Role,
    RoleDuty,
    RoleFamily,
    RoleSkill,
    Skill,
)
from salaries.models import (
    Area,
    EmploymentProjection,
    Industry,
    PayFactor,
    SalaryFigure,
    SalaryGap,
    Source,
    WorkFigure,
)


class RecordFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    code = factory.Sequence(lambda number: f"record-{number}")


class RoleFamilyFactory(RecordFactory):
    class Meta:
        model = RoleFamily

    name_en = "Family"
    summary_en = "What they do."


class OccupationFactory(RecordFactory):
    class Meta:
        model = Occupation

    name_en = "Occupation"


class RoleFactory(RecordFactory):
    class Meta:
        model = Role

    family = factory.SubFactory(RoleFamilyFactory)
    level = Role.Level.ENTRY
    work_setting = Role.WorkSetting.EITHER
    slug_en = factory.SelfAttribute("code")
    name_en = "Role"
    summary_en = "What the role does."
    is_published = True


class DutyFactory(RecordFactory):
    class Meta:
        model = Duty

    group = Duty.Group.ANY
    slug_en = factory.SelfAttribute("code")
    name_en = "Duty"
    summary_en = "What is done."


class SkillFactory(RecordFactory):
    class Meta:
        model = Skill

    kind = Skill.Kind.PERSONAL
    slug_en = factory.SelfAttribute("code")
    name_en = "Skill"
    description_en = "What it is."


class RoleDutyFactory(DjangoModelFactory):
    class Meta:
        model = RoleDuty

    role = factory.SubFactory(RoleFactory)
    duty = factory.SubFactory(DutyFactory)


class RoleSkillFactory(DjangoModelFactory):
    class Meta:
        model = RoleSkill

    role = factory.SubFactory(RoleFactory)
    skill = factory.SubFactory(SkillFactory)
    importance = RoleSkill.Importance.ESSENTIAL


class CareerStepFactory(RecordFactory):
    class Meta:
        model = CareerStep

    from_role = factory.SubFactory(RoleFactory)
    to_role = factory.SubFactory(RoleFactory)
    how_en = "With time."


class GuideSectionFactory(RecordFactory):
    class Meta:
        model = GuideSection

    kind = GuideSection.Kind.TRAINING
    body_en = "How it goes."


class SourceFactory(RecordFactory):
    class Meta:
        model = Source

    publisher_en = "Office"


class AreaFactory(RecordFactory):
    class Meta:
        model = Area
        django_get_or_create = ["code"]

    code = "FI"
    currency = "EUR"
    pay_period = Area.PayPeriod.MONTH


class IndustryFactory(RecordFactory):
    class Meta:
        model = Industry

    name_en = "Industry"


class SalaryFigureFactory(RecordFactory):
    class Meta:
        model = SalaryFigure

    occupation = factory.SubFactory(OccupationFactory)
    area = factory.SubFactory(AreaFactory)
    source = factory.SubFactory(SourceFactory)
    measure = SalaryFigure.Measure.MEDIAN
    basis = SalaryFigure.Basis.YEAR
    amount = 30_000
    currency = "EUR"
    period_start = datetime.date(2025, 1, 1)
    period_end = datetime.date(2025, 12, 31)
    period_precision = "year"


class SalaryGapFactory(RecordFactory):
    class Meta:
        model = SalaryGap

    occupation = factory.SubFactory(OccupationFactory)
    area = factory.SubFactory(AreaFactory)
    source = factory.SubFactory(SourceFactory)
    measure = SalaryFigure.Measure.MEDIAN
    basis = SalaryFigure.Basis.YEAR
    reason = SalaryGap.Reason.SUPPRESSED
    period_start = datetime.date(2025, 1, 1)
    period_end = datetime.date(2025, 12, 31)
    period_precision = "year"


class EmploymentProjectionFactory(RecordFactory):
    class Meta:
        model = EmploymentProjection

    occupation = factory.SubFactory(OccupationFactory)
    area = factory.SubFactory(AreaFactory)
    source = factory.SubFactory(SourceFactory)
    base_year = 2024
    target_year = 2034
    change_percent = 3


class WorkFigureFactory(RecordFactory):
    class Meta:
        model = WorkFigure

    kind = WorkFigure.Kind.TRAINING_WEEKS
    source = factory.SubFactory(SourceFactory)
    low = 2
    unit = WorkFigure.Unit.WEEKS


class PayFactorFactory(RecordFactory):
    class Meta:
        model = PayFactor

    name_en = "Pay factor"
    description_en = "How it moves pay."


class TopicFactory(RecordFactory):
    class Meta:
        model = Topic

    slug_en = factory.SelfAttribute("code")
    name_en = "Topic"


class QuestionFactory(RecordFactory):
    class Meta:
        model = Question

    topic = factory.SubFactory(TopicFactory)
    slug_en = factory.SelfAttribute("code")
    question_en = "Why?"
    answer_en = "Because."


class TermFactory(RecordFactory):
    class Meta:
        model = Term

    name_en = "Term"
    definition_en = "What it means."
