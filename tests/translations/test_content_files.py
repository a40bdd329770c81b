"""What the content files bring into the database, and what they are refused for.

`files` is a small world of its own, written anew for each test; `repository_files` is a
copy of all that the repository holds.
"""

import hashlib
import json
import unicodedata

import polib
import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import translation

from callcareers.content.models import ContentVersion, LoadedRecord, TranslationUnit
from callcareers.languages import CODES, TRANSLATION_CODES
from callcareers.translations.content_files import (
    CONTENT_APPS,
    ContentRefused,
    Fault,
    LoadReport,
    all_records,
    content_models,
    load_content,
)
from faq.models import Question
from roles.models import Duty, Role, RoleDuty, RoleFamily
from salaries.models import SalaryFigure
from tests.content_files import run
from tests.factories import RoleFactory

pytestmark = pytest.mark.django_db

AGENT = "roles.role scratch-agent"
MEDIAN = "salaries.salaryfigure scratch-median"

YEAR_2025 = {
    "period_start": "2025-01-01",
    "period_end": "2025-12-31",
    "period_precision": "year",
}
FIGURE = YEAR_2025 | {
    "occupation": ["scratch-occupation"],
    "role": None,
    "area": ["AQ"],
    "industry": None,
    "source": ["scratch-source"],
    "employer": "",
    "basis": "month",
    "currency": "EUR",
    "amount_high": None,
    "qualifier": "exactly",
    "tax": "gross",
    "next_update_on": None,
}
RECORDS = {
    "roles.rolefamily": [
        {
            "code": "scratch-family",
            "name_en": "Family",
            "summary_en": "What they do.",
            "position": 1,
        }
    ],
    "roles.occupation": [
        {
            "code": "scratch-occupation",
            "name_en": "Clerks",
            "soc_2018": "",
            "isco_08": "",
            "esco_uri": "",
            "position": 1,
        }
    ],
    "roles.duty": [
        {
            "code": "scratch-duty",
            "group": "any",
            "slug_en": "scratch-duty",
            "name_en": "Duty",
            "summary_en": "What is done.",
            "position": 1,
        }
    ],
    "roles.role": [
        {
            "code": "scratch-agent",
            "family": ["scratch-family"],
            "occupation": ["scratch-occupation"],
            "similar_occupations": [],
            "level": "entry",
            "work_setting": "either",
            "slug_en": "scratch-agent",
            "slug_fi": "scratch-neuvoja",
            "name_en": "Agent",
            "name_fi": "Neuvoja",
            "summary_en": "Earns [[scratch-median]].",
            "summary_fi": "Ansaitsee [[scratch-median]].",
            "position": 10,
            "is_published": True,
            "reviewed_on": "2026-01-31",
        }
    ],
    "roles.roleduty": [
        {"role": ["scratch-agent"], "duty": ["scratch-duty"], "position": 1}
    ],
    "salaries.source": [
        YEAR_2025
        | {
            "code": "scratch-source",
            "publisher_en": "Office",
            "title": "",
            "title_language": "",
            "url": "",
            "published_on": None,
            "reported_by": "",
        }
    ],
    "salaries.area": [{"code": "AQ", "currency": "EUR", "pay_period": "month"}],
    "salaries.salaryfigure": [
        FIGURE | {"code": "scratch-median", "measure": "median", "amount": "20.00"},
        FIGURE | {"code": "scratch-p10", "measure": "p10", "amount": "10.00"},
        FIGURE | {"code": "scratch-p90", "measure": "p90", "amount": "30.00"},
    ],
    "faq.topic": [
        {
            "code": "scratch-topic",
            "slug_en": "scratch-topic",
            "name_en": "Topic",
            "position": 1,
        }
    ],
    "faq.question": [
        {
            "code": "scratch-question",
            "topic": ["scratch-topic"],
            "roles": [["scratch-agent"]],
            "slug_en": "scratch-question",
            "question_en": "Why?",
            "answer_en": "Because.",
            "position": 1,
            "reviewed_on": None,
        }
    ],
}

COUNT = sum(len(records) for records in RECORDS.values())


@pytest.fixture
def files(scratch):
    (scratch.root / "fixtures").mkdir()
    for label in CONTENT_APPS:
        entries = [
            {"model": model, "fields": fields}
            for model, records in RECORDS.items()
            if model.startswith(f"{label}.")
            for fields in records
        ]
        scratch.write(label, entries)
    return scratch


@pytest.fixture
def loaded_files(files):
    load_content()
    return files


def empty_tables():
    for model in reversed(content_models()):
        model._base_manager.all().delete()
    LoadedRecord.objects.all().delete()


def count_records():
    return sum(model._base_manager.count() for model in content_models())


def state():
    """Return what tells whether anything was written."""
    return ContentVersion.current(), set(LoadedRecord.objects.values_list("key", "digest"))


def faults_of_load():
    """Return why a load is refused, once it is sure that it changed nothing."""
    before = state()
    with pytest.raises(ContentRefused) as refused:
        load_content()
    assert state() == before
    return refused.value.faults


def agent():
    return Role.objects.get(code="scratch-agent")


def state_of(field):
    """Return the state of a Finnish text of the agent."""
    unit = TranslationUnit.objects.of(agent()).filter(field=field, language="fi").first()
    english, text = (getattr(agent(), f"{field}_{code}") for code in ("en", "fi"))
    return TranslationUnit.state_of(unit, english, text)


# Back and forth


def test_repository_files_are_what_export_writes(repository_files):
    before = repository_files.contents()

    repository_files.export()

    assert len(before) == len(CONTENT_APPS) + len(TRANSLATION_CODES)
    assert repository_files.contents() == before


def test_export_of_what_was_loaded_is_the_same_to_the_byte(repository_files):
    before = repository_files.contents()
    empty_tables()

    report = load_content()
    for path in repository_files.root.rglob("content.po"):
        path.unlink()
    repository_files.export()

    assert report.created == count_records()
    assert repository_files.contents() == before


def test_second_load_changes_nothing(repository_files):
    before = state()

    report = load_content()

    assert report == LoadReport(unchanged=count_records())
    assert state() == before


def test_plain_loaddata_fills_empty_tables(repository_files):
    before = repository_files.contents()
    empty_tables()
    version = ContentVersion.current()

    call_command("loaddata", *CONTENT_APPS, verbosity=0)
    repository_files.export()

    assert repository_files.contents() == before
    assert ContentVersion.current() > version
    assert load_content() == LoadReport(unchanged=count_records())


def test_every_record_passes_full_clean():
    refused = {}
    for model in content_models():
        for record in model._default_manager.all():
            try:
                record.full_clean()
            except ValidationError as error:
                refused[f"{model._meta.label_lower} {record}"] = error.message_dict

    assert refused == {}


def test_text_survives_the_way_through_both_files(loaded_files):
    text = (
        "\"100\" '%' – \\ \\n \t {name} %(name)s\n"
        "\n- <b>&</b> 👩\u200d💻 ห้อง\u200bทำงาน\n"
        f"{'LONG' * 50} {'WORD ' * 50}\n\n[[scratch-median:period]]"
    )
    Role.objects.filter(code="scratch-agent").update(
        overview_en=f"Text: {text}", overview_fi=text
    )
    loaded_files.export()
    entries = loaded_files.read("roles")
    in_fixture = [entry["fields"].pop("overview_fi", None) for entry in entries]
    loaded_files.write("roles", entries)
    agent().delete()

    load_content(overwrite=True)

    assert text in in_fixture
    assert agent().overview_fi == text


# Loading


def test_load_writes_records_with_their_texts_and_ties(files):
    report = load_content()

    role = agent()
    assert report == LoadReport(created=COUNT)
    assert (role.name_en, role.name_fi, role.name_lv) == ("Agent", "Neuvoja", None)
    assert (role.family.code, role.occupation.code) == (
        "scratch-family",
        "scratch-occupation",
    )
    assert list(role.duties.values_list("code", flat=True)) == ["scratch-duty"]
    assert list(role.questions.values_list("code", flat=True)) == ["scratch-question"]
    assert str(role.reviewed_on) == "2026-01-31"


@pytest.mark.parametrize("language", CODES)
def test_load_means_the_same_under_any_language(files, language):
    with translation.override(language):
        load_content()
        again = load_content()

    assert (agent().name_en, agent().name_fi, agent().name_lv) == ("Agent", "Neuvoja", None)
    assert again.unchanged == COUNT


def test_changed_files_change_their_records_alone(loaded_files):
    loaded_files.change("roles.role", name_en="Adviser", level="senior")

    report = load_content()

    assert (report.created, report.updated, report.kept) == (0, 1, [])
    assert (agent().name_en, agent().level) == ("Adviser", "senior")


def test_text_that_left_the_files_leaves_the_record(loaded_files):
    loaded_files.change("roles.role", "slug_fi", "name_fi", "summary_fi")

    load_content()

    role = agent()
    assert (role.slug_fi, role.name_fi, role.summary_fi) == (None, None, None)


@pytest.mark.parametrize(
    ("model", "without", "fields"),
    [
        ("roles.role", "position", {}),
        ("roles.role", "is_published", {}),
        ("roles.role", "reviewed_on", {}),
        ("faq.question", "roles", {}),
        ("roles.role", None, {"slug_fi": unicodedata.normalize("NFD", "kehittäjä")}),
        ("roles.role", None, {"position": "11"}),
        ("roles.role", None, {"reviewed_on": "2026-1-31"}),
        ("roles.role", None, {"name_fi": ""}),
        ("salaries.salaryfigure", None, {"amount": 20}),
        ("salaries.salaryfigure", None, {"amount": 20.5}),
    ],
    ids=lambda value: None if isinstance(value, dict) else value,
)
def test_files_that_are_written_otherwise_load_once(loaded_files, model, without, fields):
    if fields.get("name_fi") == "":
        loaded_files.change("roles.role", "slug_fi", "summary_fi")
    loaded_files.change(model, *([without] if without else []), **fields)

    load_content()
    again = load_content()

    assert again == LoadReport(unchanged=COUNT)


@pytest.mark.parametrize(
    "amounts",
    [
        {"p10": 100, "median": 200, "p90": 300},
        {"p10": 1, "median": 2, "p90": 3},
        {"p10": 15, "median": 25, "p90": 26},
        {"p10": 18, "median": 19, "p90": 40},
        {"p10": 5, "median": 40, "p90": 45},
        {"p10": 20, "median": 20, "p90": 20},
        {"p10": 100, "p25": 150, "median": 200, "p90": 300},
        {"p10": 1, "median": 2, "p75": 2, "p90": 3},
    ],
    ids=lambda amounts: "-".join(map(str, amounts.values())),
)
def test_percentiles_of_the_files_may_move_wherever_they_ascend(loaded_files, amounts):
    entries = loaded_files.read("salaries")
    others = [entry for entry in entries if entry["model"] != "salaries.salaryfigure"]
    figures = [
        {
            "model": "salaries.salaryfigure",
            "fields": FIGURE
            | {"code": f"scratch-{measure}", "measure": measure, "amount": f"{amount}.00"},
        }
        for measure, amount in sorted(amounts.items())
    ]
    loaded_files.write("salaries", others + figures)

    load_content()

    figures = SalaryFigure.objects.filter(code__startswith="scratch-")
    assert dict(figures.values_list("measure", "amount")) == amounts


# What editors changed


def test_record_that_an_editor_changed_is_kept_and_named(loaded_files):
    role = agent()
    role.name_fi = "Asiakasneuvoja"
    role.save()
    loaded_files.change("roles.role", name_fi="Operaattori")
    loaded_files.change("roles.rolefamily", name_en="Another name")

    report = load_content()

    assert report.kept == [AGENT]
    assert agent().name_fi == "Asiakasneuvoja"
    assert RoleFamily.objects.get(code="scratch-family").name_en == "Another name"


def test_record_that_an_editor_changed_is_kept_though_its_file_did_not_change(loaded_files):
    Role.objects.filter(code="scratch-agent").update(position=99)

    reports = [load_content(), load_content()]

    assert [report.kept for report in reports] == [[AGENT], [AGENT]]
    assert agent().position == 99


def test_record_whose_ties_an_editor_changed_is_kept(loaded_files):
    Question.objects.get(code="scratch-question").roles.clear()

    report = load_content()

    assert report.kept == ["faq.question scratch-question"]
    assert agent().questions.count() == 0


def test_empty_column_that_came_later_is_no_edit(loaded_files):
    """Loads used to count empty fields: a later column must not look like an edit."""
    (fields,) = (found for found in all_records()[Duty] if found["code"] == "scratch-duty")
    assert fields.pop("skills") == []
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False)
    LoadedRecord.objects.filter(model="roles.duty", key="scratch-duty").update(
        digest=hashlib.blake2s(text.encode()).hexdigest()
    )
    loaded_files.change("roles.duty", name_en="Another name")

    report = load_content()

    assert report.kept == []
    assert Duty.objects.get(code="scratch-duty").name_en == "Another name"


def test_overwrite_writes_what_an_editor_changed(loaded_files):
    Role.objects.filter(code="scratch-agent").update(name_fi="Asiakasneuvoja")
    Question.objects.get(code="scratch-question").roles.clear()

    report = load_content(overwrite=True)

    assert (report.updated, report.kept) == (2, [])
    assert agent().name_fi == "Neuvoja"
    assert agent().questions.count() == 1
    assert load_content().kept == []


def test_record_that_an_editor_deleted_is_not_made_again(loaded_files):
    Question.objects.get(code="scratch-question").delete()
    RoleDuty.objects.filter(role=agent()).delete()

    report = load_content()

    assert report.kept == [
        "roles.roleduty scratch-agent/scratch-duty",
        "faq.question scratch-question",
    ]
    assert agent().duties.count() == agent().questions.count() == 0


def test_record_that_an_editor_deleted_is_made_again_by_overwrite(loaded_files):
    Question.objects.get(code="scratch-question").delete()

    report = load_content(overwrite=True)

    assert (report.created, report.kept) == (1, [])
    assert agent().questions.count() == 1


def test_record_that_an_editor_deleted_takes_its_parts_with_it(loaded_files):
    agent().delete()

    report = load_content()

    assert report.kept == [
        AGENT,
        "roles.roleduty scratch-agent/scratch-duty",
        "faq.question scratch-question",
    ]


def test_record_that_an_editor_made_is_left_alone(loaded_files):
    role = RoleFactory()

    report = load_content(overwrite=True)

    assert report.updated == 0
    assert Role.objects.filter(pk=role.pk).exists()


def test_exported_edit_is_the_new_state_of_the_files(loaded_files):
    Role.objects.filter(code="scratch-agent").update(name_fi="Asiakasneuvoja")
    loaded_files.export()
    first = load_content()
    loaded_files.edit(agent(), "name", "Operaattori")

    second = load_content()

    assert (first.kept, first.updated) == ([], 0)
    assert (second.kept, second.updated) == ([], 1)
    assert agent().name_fi == "Operaattori"


# What fixtures are refused for


@pytest.mark.parametrize(
    ("model", "fields", "field", "reason"),
    [
        ("roles.role", {"colour": "red"}, "colour", "There is no such field."),
        ("roles.role", {"name": "Agent"}, "name", "There is no such field."),
        (
            "roles.role",
            {"level": "boss"},
            "level",
            "Value 'boss' is not a valid choice.",
        ),
        (
            "roles.role",
            {"reviewed_on": "2026-02-30"},
            "reviewed_on",
            "“2026-02-30” value has the correct format (YYYY-MM-DD) but it is an invalid "
            "date.",
        ),
        (
            "roles.role",
            {"is_published": "maybe"},
            "is_published",
            "“maybe” value must be either True or False.",
        ),
        (
            "roles.role",
            {"position": "first"},
            "position",
            "“first” value must be an integer.",
        ),
        (
            "roles.role",
            {"position": -1},
            "position",
            "Ensure this value is greater than or equal to 0.",
        ),
        (
            "roles.role",
            {"family": ["nobody"]},
            "family",
            "There is no roles.rolefamily ['nobody'].",
        ),
        ("roles.role", {"family": 5}, "family", "There is no roles.rolefamily 5."),
        ("roles.role", {"family": None}, "family", "This field cannot be null."),
        (
            "roles.role",
            {"similar_occupations": [["nothing"]]},
            "similar_occupations",
            "There is no roles.occupation ['nothing'].",
        ),
        ("roles.role", {"name_en": None}, "name_en", "This field cannot be blank."),
        ("roles.role", {"name_en": ""}, "name_en", "This field cannot be blank."),
        (
            "roles.role",
            {"name_en": "a" * 161},
            "name_en",
            "Ensure this value has at most 160 characters (it has 161).",
        ),
        (
            "roles.role",
            {"slug_fi": "No slug"},
            "slug_fi",
            "Use lower-case letters and digits joined by single hyphens, in the letters of "
            "the language.",
        ),
        (
            "roles.role",
            {"overview_fi": "20 € tunnilta"},
            "overview_fi",
            "20 € is a typed amount: cite a salary figure as [[its-code]].",
        ),
        (
            "roles.role",
            {"overview_th": "[[nothing]]"},
            "overview_th",
            "[[nothing]] leads to no figure.",
        ),
        (
            "roles.role",
            {"overview_en": "[[scratch"},
            "overview_en",
            "[[scratch is not a reference: write [[code]] or [[code:facet]].",
        ),
        (
            "roles.role",
            {"summary_fi": None},
            "",
            "A page needs its required texts in a language before it has a slug in it.",
        ),
        (
            "salaries.salaryfigure",
            {"amount": "much"},
            "amount",
            "“much” value must be a decimal number.",
        ),
        (
            "salaries.salaryfigure",
            {"amount": "20.123"},
            "amount",
            "Ensure that there are no more than 2 decimal places.",
        ),
        (
            "salaries.salaryfigure",
            {"amount": "1" * 13},
            "amount",
            "Ensure that there are no more than 12 digits before the decimal point.",
        ),
        (
            "salaries.salaryfigure",
            {"amount": "1" * 40},
            "amount",
            "Ensure that there are no more than 14 digits in total.",
        ),
        ("salaries.salaryfigure", {"amount": "0"}, "", "An amount is more than zero."),
        (
            "salaries.salaryfigure",
            {"currency": "USD"},
            "currency",
            "Figures for AQ are in EUR.",
        ),
        (
            "salaries.salaryfigure",
            {"source": ["nothing"]},
            "source",
            "There is no salaries.source ['nothing'].",
        ),
        (
            "faq.question",
            {"roles": [["scratch-agent"], ["nobody"]]},
            "roles",
            "There is no roles.role ['nobody'].",
        ),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_false_record_is_refused_by_file_record_field_and_reason(
    files, model, fields, field, reason
):
    files.change(model, **fields)

    faults = faults_of_load()

    file, code = f"fixtures/{model.partition('.')[0]}.json", RECORDS[model][0]["code"]
    assert faults == [Fault(file, f"{model} {code}", field, reason)]


def test_percentile_out_of_order_is_refused(loaded_files):
    loaded_files.change("roles.rolefamily", name_en="Another name")
    loaded_files.change("salaries.salaryfigure", amount="9.00")

    assert faults_of_load() == [
        Fault(
            "fixtures/salaries.json",
            MEDIAN,
            "amount",
            "Percentiles must ascend: 10th percentile is 10.00.",
        )
    ]
    assert RoleFamily.objects.get(code="scratch-family").name_en == "Family"


def test_refused_record_is_named_once_however_many_refer_to_it(files):
    files.change("roles.role", level="boss")

    faults = faults_of_load()

    assert [(fault.record, fault.field) for fault in faults] == [(AGENT, "level")]


def test_key_of_nothing_is_refused(files):
    files.change("roles.roleduty", duty=["nothing"])

    assert faults_of_load() == [
        Fault(
            "fixtures/roles.json",
            "roles.roleduty scratch-agent/nothing",
            "duty",
            "There is no roles.duty ['nothing'].",
        )
    ]


@pytest.mark.parametrize("value", [[], "", 0, "scratch-family", {}, [[]], [["a"]], [{}]])
def test_relation_that_is_no_key_is_refused(files, value):
    files.change("roles.role", family=value)

    faults = faults_of_load()

    assert [(fault.file, fault.record, fault.field) for fault in faults] == [
        ("fixtures/roles.json", AGENT, "family")
    ]


def test_required_relation_that_is_left_out_is_refused(files):
    files.change("roles.role", "family")

    assert faults_of_load() == [
        Fault("fixtures/roles.json", AGENT, "family", "This field cannot be null.")
    ]


@pytest.mark.parametrize(
    "value", [None, 5, "scratch-agent", [5], [None], [[]], [[["a"]]], [[{}]], {}]
)
def test_ties_that_are_no_list_of_keys_are_refused(files, value):
    files.change("faq.question", roles=value)

    faults = faults_of_load()

    assert {(fault.file, fault.record, fault.field) for fault in faults} == {
        ("fixtures/faq.json", "faq.question scratch-question", "roles")
    }


@pytest.mark.parametrize("value", [5, True, ["Agent"], {"en": "Agent"}])
def test_text_that_is_no_text_is_refused(files, value):
    files.change("roles.role", name_en=value)

    faults = faults_of_load()

    assert [(fault.file, fault.record, fault.field) for fault in faults] == [
        ("fixtures/roles.json", AGENT, "name_en")
    ]


def test_every_fault_of_the_files_is_named_at_once(files):
    files.change("roles.role", level="boss", work_setting="moon", colour="red")
    files.change("roles.duty", group="nothing")
    files.change("faq.question", position="first")

    unknown_field = faults_of_load()
    files.change("roles.role", "colour")
    others = faults_of_load()

    assert [(fault.file, fault.field) for fault in unknown_field] == [
        ("fixtures/roles.json", "colour")
    ]
    assert {(fault.file, fault.field) for fault in others} >= {
        ("fixtures/roles.json", "group"),
        ("fixtures/roles.json", "level"),
        ("fixtures/roles.json", "work_setting"),
        ("fixtures/faq.json", "position"),
    }


def test_every_typed_amount_is_named_at_once(files):
    files.change("roles.role", overview_en="$20 an hour")
    files.change("roles.duty", details_en="$30 an hour")
    files.change("faq.question", answer_en="$40 an hour")

    faults = faults_of_load()

    assert {fault.field for fault in faults} == {"overview_en", "details_en", "answer_en"}


def test_record_that_stands_twice_is_refused(files):
    files.add("faq.topic", RECORDS["faq.topic"][0] | {"slug_en": "other"})

    assert faults_of_load() == [
        Fault(
            "fixtures/faq.json",
            "faq.topic scratch-topic",
            "",
            "The record stands here twice.",
        )
    ]


def test_slug_that_is_taken_is_refused(files):
    files.add("faq.topic", RECORDS["faq.topic"][0] | {"code": "scratch-other"})

    assert faults_of_load() == [
        Fault(
            "fixtures/faq.json",
            "faq.topic scratch-other",
            "slug_en",
            "Topic with this Slug [en] already exists.",
        )
    ]


@pytest.mark.parametrize("model", ["roles.role", "roles.roleduty"])
def test_record_without_its_key_is_refused(files, model):
    key = "code" if model == "roles.role" else "duty"
    files.change(model, key)

    faults = faults_of_load()

    assert ("fixtures/roles.json", key, "The field that names the record is missing.") in [
        (fault.file, fault.field, fault.reason) for fault in faults
    ]


@pytest.mark.parametrize(
    "model",
    [
        "roles.nothing",
        "roles",
        "",
        None,
        5,
        "auth.user",
        "faq.topic",
        "content.contentversion",
    ],
)
def test_model_that_is_not_of_the_file_is_refused(files, model):
    entries = files.read("roles")
    files.write("roles", [*entries, {"model": model, "fields": {"code": "scratch"}}])

    assert faults_of_load() == [
        Fault(
            "fixtures/roles.json",
            f"record {len(entries) + 1}",
            "model",
            f"{model!r} is not a model here.",
        )
    ]


def test_rows_of_ties_are_no_records(files):
    ties = {"role": ["scratch-agent"], "occupation": ["scratch-occupation"]}
    files.add("roles.role_similar_occupations", ties)

    faults = faults_of_load()

    assert [(fault.file, fault.field) for fault in faults] == [
        ("fixtures/roles.json", "model")
    ]


@pytest.mark.parametrize(
    "entry", ["roles.role", None, [], {}, {"model": "roles.role"}, {"fields": []}]
)
def test_entry_that_is_no_record_is_refused(files, entry):
    files.write("roles", [entry, *files.read("roles")])

    assert faults_of_load() == [
        Fault("fixtures/roles.json", "record 1", "", "A record has a model and fields.")
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "The file cannot be read: Expecting value: line 1 column 1 (char 0)"),
        ('[{"mod', "The file cannot be read: Unterminated string starting at: line 1"),
        ("{}", "The file must hold a list of records."),
        ("null", "The file must hold a list of records."),
        ('"roles"', "The file must hold a list of records."),
    ],
)
def test_fixture_that_is_no_list_of_records_is_refused(files, text, reason):
    files.fixture("salaries").write_text(text)

    faults = faults_of_load()

    assert [(fault.file, fault.record, fault.field) for fault in faults] == [
        ("fixtures/salaries.json", "", "")
    ]
    assert faults[0].reason.startswith(reason)


def test_truncated_fixture_is_refused(files):
    text = files.fixture("faq").read_text(encoding="utf-8")
    files.fixture("faq").write_text(text[: len(text) // 2], encoding="utf-8")

    faults = faults_of_load()

    assert [(fault.file, fault.reason[:24]) for fault in faults] == [
        ("fixtures/faq.json", "The file cannot be read:")
    ]


def test_fixture_in_another_encoding_is_refused(files):
    files.fixture("faq").write_bytes('["kehittäjä"]'.encode("latin-1"))

    faults = faults_of_load()

    assert [(fault.file, fault.reason[:24]) for fault in faults] == [
        ("fixtures/faq.json", "The file cannot be read:")
    ]


def test_missing_fixture_is_refused(files):
    files.fixture("faq").unlink()

    faults = faults_of_load()

    assert [(fault.file, fault.reason[:24]) for fault in faults] == [
        ("fixtures/faq.json", "The file cannot be read:")
    ]


# Catalogues


def test_text_of_a_catalogue_reaches_the_record(loaded_files):
    loaded_files.translate("roles.role:scratch-agent:name", "Asiakasneuvoja")
    loaded_files.translate("roles.role:scratch-agent:overview", "Yleistä.")

    report = load_content()

    assert (report.updated, report.unchanged) == (1, COUNT - 1)
    assert (agent().name_fi, agent().overview_fi) == ("Asiakasneuvoja", "Yleistä.")


def test_empty_text_of_a_catalogue_takes_nothing_away(loaded_files):
    loaded_files.translate("roles.role:scratch-agent:name", "")

    report = load_content()

    assert report.updated == 0
    assert agent().name_fi == "Neuvoja"


def test_text_that_is_no_translation_any_more_is_ignored(loaded_files):
    loaded_files.translate("roles.role:scratch-agent:name", "Ehkä", obsolete=True)
    loaded_files.translate("roles.role:gone:name", "Ehkä", obsolete=True)

    report = load_content()

    assert report.updated == 0
    assert agent().name_fi == "Neuvoja"


def test_text_that_is_changed_and_marked_as_fuzzy_is_refused(loaded_files):
    loaded_files.translate("roles.role:scratch-agent:name", "Ehkä", flags=["fuzzy"])

    (fault,) = faults_of_load()

    assert (fault.file, fault.field) == (
        "locale/fi/LC_MESSAGES/content.po",
        "roles.role:scratch-agent:name",
    )
    assert fault.reason == "The text is still marked as fuzzy."


def test_text_that_is_as_it_was_and_marked_as_fuzzy_is_no_fault(loaded_files):
    loaded_files.translate("roles.role:scratch-agent:name", "Neuvoja", flags=["fuzzy"])

    assert load_content() == LoadReport(unchanged=COUNT)


def test_text_that_a_machine_made_is_taken_and_known_as_such(loaded_files):
    loaded_files.translate(
        "roles.role:scratch-agent:name",
        "Ehkä",
        source="Agent",
        flags=["fuzzy", "machine-made"],
    )

    load_content()

    assert agent().name_fi == "Ehkä"
    assert state_of("name") == TranslationUnit.State.MACHINE


def test_text_that_stands_twice_is_refused(loaded_files):
    loaded_files.translate("roles.role:scratch-agent:name", "Neuvoja")
    loaded_files.translate("roles.role:scratch-agent:name", "Neuvoja")

    (fault,) = faults_of_load()

    assert fault.reason == "The text stands here twice."


def test_changed_text_of_a_catalogue_that_breaks_a_rule_is_refused(loaded_files):
    loaded_files.translate(
        "roles.role:scratch-agent:summary",
        "Ansaitsee hyvin.",
        source="Earns [[scratch-median]].",
    )

    (fault,) = faults_of_load()

    assert fault.field == "roles.role:scratch-agent:summary"
    assert fault.reason == "The text lacks the figure reference [[scratch-median]]."


def test_unchanged_text_of_a_catalogue_is_not_judged_again(loaded_files):
    loaded_files.change("roles.role", overview_en="One.", overview_fi="- Yksi.")
    load_content()
    loaded_files.translate("roles.role:scratch-agent:overview", "- Yksi.", source="One.")

    assert load_content() == LoadReport(unchanged=COUNT)


@pytest.mark.parametrize(
    ("is_minor", "expected"),
    [(False, TranslationUnit.State.OUTDATED), (True, TranslationUnit.State.CURRENT)],
)
def test_changed_english_outdates_its_translations_but_for_a_minor_edit(
    loaded_files, is_minor, expected
):
    loaded_files.translate("roles.role:scratch-agent:name", "Neuvoja", source="Agent")
    load_content()
    loaded_files.change("roles.role", name_en="Adviser")

    load_content(is_minor=is_minor)

    assert state_of("name") == expected


def test_blank_text_of_a_catalogue_takes_nothing_away(loaded_files):
    loaded_files.translate("roles.role:scratch-agent:name", " \n ", source="Agent")

    load_content()

    assert agent().name_fi == "Neuvoja"


def test_space_around_a_text_makes_no_edited_record(loaded_files):
    loaded_files.translate("roles.role:scratch-agent:name", " Asiakasneuvoja ")
    loaded_files.change("roles.role", overview_fi=" Teksti.\r\n", overview_en="Text. ")
    load_content()

    report = load_content()

    assert (report.updated, report.kept) == (0, [])
    assert (agent().name_fi, agent().overview_fi) == ("Asiakasneuvoja", "Teksti.")


def test_translator_of_a_loaded_text_is_known(loaded_files):
    loaded_files.translate("roles.role:scratch-agent:name", "Asiakasneuvoja")
    catalogue = polib.pofile(str(loaded_files.catalogue()))
    catalogue.metadata["Last-Translator"] = "Aino <aino@example.org>"
    loaded_files.save(catalogue, "fi")

    load_content()

    units = TranslationUnit.objects.of(agent())
    assert units.get(field="name", language="fi").changed_by == "Aino"
    assert units.get(field="summary", language="fi").changed_by == ""


def test_text_found_right_on_the_site_stays_right(loaded_files):
    loaded_files.translate("roles.role:scratch-agent:name", "Neuvoja", source="Agent")
    load_content()
    loaded_files.change("roles.role", name_en="Adviser")
    load_content()
    TranslationUnit.objects.confirm(agent(), ["fi"], by="Aino")

    load_content()

    assert state_of("name") == TranslationUnit.State.CURRENT


@pytest.mark.parametrize(
    "context",
    [
        "roles.role:nobody:name",
        "roles.role:scratch-agent:colour",
        "roles.role:scratch-agent:name_fi",
        "roles.role:scratch-agent:position",
        "roles.roleduty:scratch-agent:position",
        "roles.nothing:scratch-agent:name",
        "roles.role",
        "",
        None,
    ],
)
def test_text_of_nothing_is_refused_by_file_and_line(files, context):
    files.translate("roles.role:scratch-agent:overview", "Yleistä.")
    files.translate(context, "Nimi")
    lines = files.catalogue("fi").read_text(encoding="utf-8").strip().splitlines()

    (fault,) = faults_of_load()

    assert (fault.file, fault.reason) == (
        "locale/fi/LC_MESSAGES/content.po",
        "There is no such text.",
    )
    last_entry = len(lines) - lines[::-1].index("")
    assert fault.record == f"line {last_entry + 1}"


def test_catalogue_that_cannot_be_read_is_refused(files):
    files.translate("roles.role:scratch-agent:overview", "Yleistä.")
    with files.catalogue("fi").open("a", encoding="utf-8") as catalogue:
        catalogue.write('\nmsgstr "out of place"\nnonsense\n')

    (fault,) = faults_of_load()

    assert fault.file == "locale/fi/LC_MESSAGES/content.po"
    assert fault.reason.startswith("The file cannot be read:")


def test_false_text_of_a_catalogue_is_refused_where_it_stands(files):
    files.translate("roles.role:scratch-agent:slug", "No slug")

    (fault,) = faults_of_load()

    assert (fault.record, fault.field) == (AGENT, "slug_fi")
    assert fault.file == "locale/fi/LC_MESSAGES/content.po"


def test_slug_is_proposed_from_a_translated_name(files):
    files.translate("roles.role:scratch-agent:name", "โอเปอเรเตอร์ 1", language="th")
    files.translate("roles.role:scratch-agent:summary", "งาน", language="th")
    files.translate("roles.role:scratch-agent:slug", "", language="th")
    files.translate("roles.role:scratch-agent:name", "Ügynök", language="hu")

    load_content()
    again = load_content()

    assert agent().slug_th == "โอเปอเรเตอร์-1"
    assert agent().slug_hu is None  # a required text is missing
    assert again.unchanged == COUNT


def test_page_that_an_editor_took_away_stays_away(loaded_files):
    Role.objects.filter(code="scratch-agent").update(slug_fi=None)
    loaded_files.export()
    withdrawn = loaded_files.read("roles")
    agent().delete()

    load_content(overwrite=True)

    (fields,) = [
        entry["fields"]
        for entry in withdrawn
        if entry["fields"].get("code") == "scratch-agent"
    ]
    assert fields["slug_fi"] is None
    assert "slug_lv" not in fields
    assert agent().slug_fi is None


def test_slug_that_the_files_do_not_name_is_proposed(loaded_files):
    loaded_files.change("roles.role", "slug_fi")

    load_content()

    assert agent().slug_fi == "neuvoja"


def test_slug_of_a_catalogue_may_be_that_of_english(files):
    context = "roles.role:scratch-agent:slug"
    files.translate(context, "scratch-agent", source="scratch-agent")

    load_content()

    assert agent().slug_fi == "scratch-agent"


def test_slug_of_a_catalogue_is_taken_as_it_is(files):
    files.translate("roles.role:scratch-agent:slug", "neuvojaksi")

    load_content()

    assert agent().slug_fi == "neuvojaksi"


def test_catalogues_show_each_english_text_once(repository_files):
    repository_files.export()

    english = {
        f"{entry['model']}:{entry['fields']['code']}:{name.removesuffix('_en')}": text
        for label in CONTENT_APPS
        for entry in repository_files.read(label)
        for name, text in entry["fields"].items()
        if name.endswith("_en")
    }
    for language in TRANSLATION_CODES:
        catalogue = polib.pofile(str(repository_files.catalogue(language)))
        assert {entry.msgctxt: entry.msgid for entry in catalogue} == english
        assert len(catalogue) == len(english)


# The commands


def test_load_command_says_what_it_did(files):
    lines = run("load_content")

    assert len(lines) == 1
    assert lines[0].startswith(
        f"{COUNT} records created, 0 updated, 0 unchanged, 0 kept as edited, in "
    )


def test_load_command_names_what_it_kept_and_writes_it_when_told_to(loaded_files):
    Role.objects.filter(code="scratch-agent").update(position=99)

    kept = run("load_content")
    overwritten = run("load_content", "--overwrite")

    assert kept[1:] == [f"  kept: {AGENT}"]
    assert overwritten[0].startswith("0 records created, 1 updated,")
    assert agent().position == 10


def test_load_command_leaves_translations_current_when_told_to(loaded_files):
    loaded_files.translate("roles.role:scratch-agent:name", "Neuvoja", source="Agent")
    loaded_files.change("roles.role", name_en="Adviser")

    run("load_content", "--minor-edits")

    assert state_of("name") == TranslationUnit.State.CURRENT


def test_load_command_stops_with_every_fault(loaded_files):
    loaded_files.change("roles.role", level="boss")
    loaded_files.change("roles.duty", group="nothing")

    with pytest.raises(CommandError) as refused:
        run("load_content")

    assert refused.value.returncode == 1
    assert str(refused.value).splitlines() == [
        "Nothing was loaded.",
        "fixtures/roles.json · roles.duty scratch-duty · group: "
        "Value 'nothing' is not a valid choice.",
        "fixtures/roles.json · roles.role scratch-agent · level: "
        "Value 'boss' is not a valid choice.",
    ]


def test_export_command_writes_the_files_that_differ(repository_files):
    Role.objects.update(position=1)
    RoleFamily.objects.update(name_lv="Saime")

    lines = run("export_content")
    again = run("export_content")

    assert lines == [
        "2 files written: fixtures/roles.json, locale/lv/LC_MESSAGES/content.po."
    ]
    assert again == ["All content files are up to date."]


def test_export_command_checks_without_writing(repository_files):
    RoleFamily.objects.update(name_lv="Saime")
    before = repository_files.contents()

    with pytest.raises(CommandError) as refused:
        run("export_content", "--check")

    assert str(refused.value) == (
        "Fixtures and content catalogues are not equal: fixtures/roles.json, "
        "locale/lv/LC_MESSAGES/content.po. Run `make content` and commit what it changes."
    )
    assert repository_files.contents() == before


def test_export_command_finds_the_repository_up_to_date(repository_files):
    assert run("export_content", "--check") == ["All content files are up to date."]
