"""Every dataset that anyone may take: what is in it, and where each column is from."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from callcareers.content.models import TranslatedQuerySet
from callcareers.open_data.columns import (
    Column,
    Ties,
    Type,
    Words,
    address_of_page,
    address_of_question,
    address_of_term,
    choice,
    code,
    due_on,
    name_of_area,
    period,
    provenance,
    reference,
    references,
    source_code,
    texts,
)
from faq.models import Question, Term, Topic
from roles.models import (
    CareerStep,
    Duty,
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
    Qualifier,
    SalaryFigure,
    SalaryGap,
    Source,
    WorkFigure,
)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Records of one kind, for anyone to take. `description` says what is in it."""

    code: str
    title: Words
    description: Words
    records: TranslatedQuerySet
    columns: tuple[Column, ...]
    has_imports: bool = False

    @property
    def headings(self) -> list[str]:
        """The names of the columns of the CSV file."""
        return [heading for column in self.columns for heading in column.headings]

    @property
    def parts(self) -> dict[str, list[Column]]:
        """The columns by the object in which they stand in JSON; "" is the record."""
        parts: dict[str, list[Column]] = {}
        for column in self.columns:
            parts.setdefault(column.within, []).append(column)
        return parts


PUBLISHED = Q(role__is_published=True)
# Drafts are nobody's business, and so is all that hangs on them.
OF_NO_DRAFT = Q(role=None) | PUBLISHED


def skills_of_role(importance: RoleSkill.Importance) -> Ties:
    of_importance = RoleSkill.objects.filter(importance=importance)
    return Ties(of_importance.order_by("position", "pk"), "role", "skill")


def published_roles(through: type[Model], owner: str) -> Ties:
    return Ties(
        through._default_manager.filter(PUBLISHED).order_by("role__code"), owner, "role"
    )


def tied(through: type[Model], owner: str, name: str) -> Ties:
    return Ties(through._default_manager.order_by(f"{name}__code"), owner, name)


OCCUPATION = _("The occupation, as statistics count people.")
AREA = _("The country or region.")
INDUSTRY = _("The industry; empty for all of them together.")
BASIS = _("The time that the amount is paid for.")
QUALIFIER = _("Whether the source means the number exactly.")
NAME = _("The name.")
SUMMARY = _("What it is, in a sentence or two.")
PAGE_OF_ROLE = _("The roles that it is about.")
PAGE_OF_DUTY = _("The duties that it is about.")
PAGE_OF_SKILL = _("The skills that it is about.")

SALARY_FIGURES = Dataset(
    "salary-figures",
    _("Salary figures"),
    _(
        "What people are paid. Each amount stands as its source has published it, with "
        "the people, the place and the time that it is about."
    ),
    SalaryFigure.objects.filter(OF_NO_DRAFT),
    (
        code(),
        reference("occupation", "occupations", OCCUPATION),
        reference("role", "roles", _("The role, where the figure is about it alone.")),
        reference("area", "areas", AREA),
        reference("industry", "industries", INDUSTRY),
        Column("employer", Type.TEXT, _("The company, where it is about its people.")),
        choice("measure", SalaryFigure.Measure, _("What the amount measures.")),
        choice("basis", SalaryFigure.Basis, BASIS),
        Column("amount", Type.DECIMAL, _("The amount, or the lower end of a range."), True),
        Column("amount_high", Type.DECIMAL, _("The upper end of a range.")),
        choice("qualifier", Qualifier, QUALIFIER),
        Column("currency", Type.CODE, _("The currency of the amount (ISO 4217)."), True),
        choice("tax", SalaryFigure.Tax, _("Whether it is pay before tax.")),
        Column(
            "payments_a_year",
            Type.INTEGER,
            _("How often in a year a monthly amount is paid, where the source says so."),
        ),
        *period(),
        source_code(),
        Column(
            "next_update_on",
            Type.DATE,
            _("The day that the source has named for newer figures."),
        ),
        texts("note", _("What one has to know to read the figure rightly.")),
        *provenance(),
        due_on(named_by="next_update_on"),
    ),
    has_imports=True,
)
SALARY_GAPS = Dataset(
    "salary-gaps",
    _("Gaps in the salary figures"),
    _("Numbers that readers look for and that do not exist, and why."),
    SalaryGap.objects.all(),
    (
        code(),
        reference("occupation", "occupations", OCCUPATION, is_required=True),
        reference("area", "areas", AREA, is_required=True),
        reference("industry", "industries", INDUSTRY),
        choice(
            "measure",
            SalaryFigure.Measure,
            _("The measure that is missing; empty for all of them."),
            is_required=False,
        ),
        choice(
            "basis",
            SalaryFigure.Basis,
            _("The time that the missing amount would be paid for; empty for any."),
            is_required=False,
        ),
        choice("reason", SalaryGap.Reason, _("Why there is no number.")),
        *period(),
        source_code(is_required=False),
        texts("note", _("More on the reason.")),
        *provenance(),
    ),
)
PROJECTIONS = Dataset(
    "employment-projections",
    _("Employment projections"),
    _("How many people are expected to work in an occupation some years from now."),
    EmploymentProjection.objects.all(),
    (
        code(),
        reference("occupation", "occupations", OCCUPATION, is_required=True),
        reference("area", "areas", AREA, is_required=True),
        Column("base_year", Type.INTEGER, _("The year that it starts from."), True),
        Column("target_year", Type.INTEGER, _("The year that it reaches to."), True),
        Column(
            "change_percent",
            Type.DECIMAL,
            _("By how many per cent employment changes between the two years."),
            True,
        ),
        Column(
            "all_occupations_percent",
            Type.DECIMAL,
            _("The same for all occupations together, where the source gives it."),
        ),
        Column("employment_base", Type.INTEGER, _("People employed in the first year.")),
        Column("employment_target", Type.INTEGER, _("People employed in the last year.")),
        Column("annual_openings", Type.INTEGER, _("Openings in an average year.")),
        choice("openings_qualifier", Qualifier, _("How exactly the openings are meant.")),
        source_code(),
        texts("reasons", _("Why employment is expected to change."), Type.MARKDOWN),
        *provenance(),
    ),
)
WORK_FIGURES = Dataset(
    "work-figures",
    _("Figures about the work"),
    _("Numbers about the work itself, such as the calls in a shift."),
    WorkFigure.objects.filter(OF_NO_DRAFT),
    (
        code(),
        choice("kind", WorkFigure.Kind, _("What is counted or measured.")),
        reference("role", "roles", _("The role, where the figure is about it alone.")),
        reference("area", "areas", AREA),
        Column("low", Type.DECIMAL, _("The number, or the lower end of a range."), True),
        Column("high", Type.DECIMAL, _("The upper end of a range.")),
        choice("unit", WorkFigure.Unit, _("What the number counts.")),
        choice("qualifier", Qualifier, QUALIFIER),
        *period(),
        source_code(),
        texts("note", _("What one has to know to read the figure rightly.")),
        *provenance(),
        due_on(),
    ),
)
AREAS = Dataset(
    "areas",
    _("Areas"),
    _("Countries and regions that figures are about, with the way of paying there."),
    Area.objects.all(),
    (
        code(),
        name_of_area(),
        Column("currency", Type.CODE, _("The currency there (ISO 4217)."), True),
        Column(
            "other_currencies",
            Type.TEXT,
            _("Other currencies of its figures, with spaces between them."),
        ),
        choice("pay_period", Area.PayPeriod, _("The time that people there say pay for.")),
    ),
)
INDUSTRIES = Dataset(
    "industries",
    _("Industries"),
    _("Branches of the economy that figures are about."),
    Industry.objects.all(),
    (code(), texts("name", NAME)),
)
OCCUPATIONS = Dataset(
    "occupations",
    _("Occupations"),
    _("The categories in which statistics offices count people and their pay."),
    Occupation.objects.all(),
    (
        code(),
        texts("name", NAME),
        # Translators: SOC 2018 is a classification of occupations; its name stays.
        Column("soc_2018", Type.CODE, _("Its code in SOC 2018.")),
        # Translators: ISCO-08 is a classification of occupations; its name stays.
        Column("isco_08", Type.CODE, _("Its code in ISCO-08.")),
        # Translators: ESCO is a classification of occupations; its name stays.
        Column("esco_uri", Type.URL, _("Its address in ESCO.")),
        reference(
            "counted_in",
            "occupations",
            _("The wider occupation whose figures include this one."),
        ),
        address_of_page(Occupation),
    ),
)
SOURCES = Dataset(
    "sources",
    _("Sources"),
    _("Who has published the figures, where, and how often newer ones are out."),
    Source.objects.all(),
    (
        code(),
        texts("publisher", _("Who has published it.")),
        Column("title", Type.TEXT, _("The title of the publication, in its own language.")),
        Column("title_language", Type.CODE, _("The language of the title (BCP 47).")),
        Column("url", Type.URL, _("Where the publication is.")),
        Column("published_on", Type.DATE, _("The day on which it was published.")),
        Column(
            "reported_by",
            Type.TEXT,
            _("Who passed it on, where the publication itself was not read."),
        ),
        *period(),
        Column(
            "due_after_months",
            Type.INTEGER,
            _("How many months after the end of a period newer figures are due."),
        ),
        texts("includes", _("What pay includes there.")),
        texts("sample", _("How many were asked.")),
        texts("note", _("What else is to be known of it.")),
    ),
)
FAMILIES = Dataset(
    "role-families",
    _("Role families"),
    _("Groups of roles that readers know by what their people do all day."),
    RoleFamily.objects.all(),
    (code(), texts("name", NAME), texts("summary", SUMMARY)),
)
ROLES = Dataset(
    "roles",
    _("Roles"),
    _("Jobs in call centres, with what they ask for and what people in them do."),
    Role.objects.published(),
    (
        code(),
        reference("family", "role-families", _("Its family."), is_required=True),
        reference("occupation", "occupations", OCCUPATION),
        choice("level", Role.Level, _("Its level.")),
        choice("work_setting", Role.WorkSetting, _("Where the work is done.")),
        references(
            "similar_occupations",
            "occupations",
            _("Occupations that people compare it with."),
            tied(Role.similar_occupations.through, "role", "occupation"),
        ),
        references(
            "duties",
            "duties",
            _("What people in the role do."),
            Ties(RoleDuty.objects.order_by("position", "pk"), "role", "duty"),
        ),
        references(
            "skills_essential",
            "skills",
            _("Skills without which nobody is hired."),
            skills_of_role(RoleSkill.Importance.ESSENTIAL),
        ),
        references(
            "skills_beneficial",
            "skills",
            _("Skills that are an advantage."),
            skills_of_role(RoleSkill.Importance.BENEFICIAL),
        ),
        references(
            "skills_gained",
            "skills",
            _("Skills that the work itself teaches."),
            skills_of_role(RoleSkill.Importance.GAINED),
        ),
        texts("name", NAME),
        texts("other_names", _("Other names, one a line.")),
        texts("summary", SUMMARY),
        texts("overview", _("What the role is, at length."), Type.MARKDOWN),
        texts("for_you_if", _("Whom it suits."), Type.MARKDOWN),
        texts("not_for_you_if", _("Whom it does not suit."), Type.MARKDOWN),
        Column("reviewed_on", Type.DATE, _("The day on which an editor last checked it.")),
        address_of_page(Role),
    ),
)
DUTIES = Dataset(
    "duties",
    _("Duties"),
    _("Things that people in call centres do, with the skills that they call for."),
    Duty.objects.all(),
    (
        code(),
        choice("group", Duty.Group, _("The group that it belongs to.")),
        references(
            "skills",
            "skills",
            _("The skills that it calls for."),
            tied(Duty.skills.through, "duty", "skill"),
        ),
        texts("name", NAME),
        texts("summary", SUMMARY),
        texts("details", _("What belongs to it, at length."), Type.MARKDOWN),
        address_of_page(Duty),
    ),
)
SKILLS = Dataset(
    "skills",
    _("Skills"),
    _("What people bring to a role, or learn in it."),
    Skill.objects.all(),
    (
        code(),
        choice("kind", Skill.Kind, _("The kind of skill.")),
        texts("name", NAME),
        texts("description", _("What it is, at length."), Type.MARKDOWN),
        address_of_page(Skill),
    ),
)
CAREER_STEPS = Dataset(
    "career-steps",
    _("Career steps"),
    _("Moves from one role to another, and how people make them."),
    CareerStep.objects.filter(from_role__is_published=True, to_role__is_published=True),
    (
        code(),
        reference("from_role", "roles", _("The role it starts from."), is_required=True),
        reference("to_role", "roles", _("The role it leads to."), is_required=True),
        texts("how", _("How people make the step."), Type.MARKDOWN),
    ),
)
TOPICS = Dataset(
    "topics",
    _("Topics"),
    _("Subjects that the questions are grouped by."),
    Topic.objects.all(),
    (code(), texts("name", NAME), address_of_page(Topic)),
)
QUESTIONS = Dataset(
    "questions",
    _("Questions"),
    _("What job seekers ask, with the answers."),
    Question.objects.all(),
    (
        code(),
        reference("topic", "topics", _("Its topic."), is_required=True),
        references(
            "roles",
            "roles",
            PAGE_OF_ROLE,
            published_roles(Question.roles.through, "question"),
        ),
        references(
            "duties",
            "duties",
            PAGE_OF_DUTY,
            tied(Question.duties.through, "question", "duty"),
        ),
        references(
            "skills",
            "skills",
            PAGE_OF_SKILL,
            tied(Question.skills.through, "question", "skill"),
        ),
        texts("question", _("The question.")),
        texts("answer", _("The answer."), Type.MARKDOWN),
        Column("reviewed_on", Type.DATE, _("The day on which an editor last checked it.")),
        address_of_question(),
    ),
)
TERMS = Dataset(
    "terms",
    _("Terms"),
    _("Words of the trade, explained, with their names in each language."),
    Term.objects.all(),
    (
        code(),
        texts("name", NAME),
        texts("definition", _("What it means."), Type.MARKDOWN),
        references(
            "roles", "roles", PAGE_OF_ROLE, published_roles(Term.roles.through, "term")
        ),
        references(
            "duties", "duties", PAGE_OF_DUTY, tied(Term.duties.through, "term", "duty")
        ),
        references(
            "skills", "skills", PAGE_OF_SKILL, tied(Term.skills.through, "term", "skill")
        ),
        references(
            "questions",
            "questions",
            _("The questions that lead on from it."),
            tied(Term.questions.through, "term", "question"),
        ),
        address_of_term(),
    ),
)

DATASETS: Final = {
    dataset.code: dataset
    for dataset in (
        SALARY_FIGURES,
        SALARY_GAPS,
        PROJECTIONS,
        WORK_FIGURES,
        SOURCES,
        AREAS,
        INDUSTRIES,
        OCCUPATIONS,
        FAMILIES,
        ROLES,
        DUTIES,
        SKILLS,
        CAREER_STEPS,
        TOPICS,
        QUESTIONS,
        TERMS,
    )
}

# How the files are written: what the dataset page and both descriptions say of all.
CONVENTIONS: Final = (
    # Translators: CSV, RFC 4180 and UTF-8 are names and stay.
    _(
        "CSV files follow RFC 4180 in UTF-8: a row of column names, then one row for each "
        "record, ordered by code."
    ),
    # Translators: JSON and null stay as they are.
    _(
        "An empty cell, or null in JSON, says that nothing is recorded. No text of another "
        "language stands in its place."
    ),
    # Translators: JSON stays as it is.
    _(
        "Decimal numbers have a point and are strings in JSON, so that no digit is lost. "
        "Dates are written as in 2025-05-31."
    ),
    # Translators: CSV and JSON stay as they are.
    _(
        "Lists of codes are arrays in JSON; in CSV there are spaces between the codes. "
        "What is there in several languages has a column for each in CSV, and a key for "
        "each in JSON."
    ),
    # Translators: CSV and the signs between quotation marks stay as they are.
    _(
        "In CSV a text that begins with “=”, “+”, “-”, “@”, an apostrophe or a control "
        "character has an apostrophe before it, so that no spreadsheet program takes it "
        "for a formula. Take it away when you read the file."
    ),
    # Translators: Markdown and [[code]] stay as they are.
    _(
        "Markdown texts are as they were written: [[code]] stands for the figure with that "
        "code, [[code:period]] for its period."
    ),
    # Translators: ETag, If-None-Match and 304 stay as they are.
    _(
        "To ask whether anything has changed, send the ETag of your copy as If-None-Match: "
        "the answer is 304 while nothing has."
    ),
)
