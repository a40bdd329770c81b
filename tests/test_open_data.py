"""What anyone may take: whole, true to the records, described, and never a draft."""

import csv
import datetime
import io
import json
import re
from decimal import Decimal

import pytest
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import translation
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from callcareers.content.models import ContentVersion
from callcareers.languages import column, shown_codes
from callcareers.open_data.datasets import DATASETS
from callcareers.spreadsheets import unescape_cell
from faq.models import Question, Term, Topic
from roles.models import CareerStep, Duty, Occupation, Role, RoleFamily, Skill
from salaries.columns import FIGURE_COLUMNS, NOTE_COLUMNS, PROVENANCE_COLUMNS
from salaries.models import (
    Area,
    EmploymentProjection,
    Industry,
    SalaryFigure,
    SalaryGap,
    SalaryImport,
    Source,
    WorkFigure,
)
from tests.factories import (
    AreaFactory,
    CareerStepFactory,
    DutyFactory,
    EmploymentProjectionFactory,
    IndustryFactory,
    OccupationFactory,
    QuestionFactory,
    RoleDutyFactory,
    RoleFactory,
    RoleFamilyFactory,
    RoleSkillFactory,
    SalaryFigureFactory,
    SalaryGapFactory,
    SkillFactory,
    SourceFactory,
    TermFactory,
    TopicFactory,
    WorkFigureFactory,
)

pytestmark = pytest.mark.django_db

MODELS = {
    "salary-figures": SalaryFigure,
    "salary-gaps": SalaryGap,
    "employment-projections": EmploymentProjection,
    "work-figures": WorkFigure,
    "sources": Source,
    "areas": Area,
    "industries": Industry,
    "occupations": Occupation,
    "role-families": RoleFamily,
    "roles": Role,
    "duties": Duty,
    "skills": Skill,
    "career-steps": CareerStep,
    "topics": Topic,
    "questions": Question,
    "terms": Term,
}
FACTORIES = {
    "salary-figures": SalaryFigureFactory,
    "salary-gaps": SalaryGapFactory,
    "employment-projections": EmploymentProjectionFactory,
    "work-figures": WorkFigureFactory,
    "sources": SourceFactory,
    "industries": IndustryFactory,
    "occupations": OccupationFactory,
    "role-families": RoleFamilyFactory,
    "roles": RoleFactory,
    "duties": DutyFactory,
    "skills": SkillFactory,
    "career-steps": CareerStepFactory,
    "topics": TopicFactory,
    "questions": QuestionFactory,
    "terms": TermFactory,
}
EXTENSIONS = ("csv", "json")
HOSTILE = '=HYPERLINK("https://evil.example", "x"), and\nmore; \'quoted\''


def body(client, address: str) -> str:
    """Return the whole file at `address`."""
    response = client.get(address)
    assert response.status_code == 200, address
    return b"".join(response).decode()


def table(client, code: str) -> dict[str, dict[str, str]]:
    """Return the rows of a CSV file by code, its cells as they were before escaping."""
    text = body(client, f"/data/{code}.csv")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert len({row["code"] for row in rows}) == len(rows)
    return {
        row["code"]: {name: unescape_cell(cell) for name, cell in row.items()}
        for row in rows
    }


def objects(client, code: str) -> dict[str, dict]:
    """Return the records of a JSON file by code."""
    records = json.loads(body(client, f"/data/{code}.json"))["data"]
    assert len({record["code"] for record in records}) == len(records)
    return {record["code"]: record for record in records}


@pytest.fixture
def gap():
    reason = SalaryGap.Reason.NOT_SURVEYED
    return SalaryGapFactory(code="a-gap", reason=reason, source=None)


# Whole and true


@pytest.mark.parametrize("code", DATASETS)
def test_dataset_has_every_record_once(client, code):
    expected = set(MODELS[code].objects.values_list("code", flat=True))

    assert set(table(client, code)) == expected
    assert set(objects(client, code)) == expected


def test_figures_are_the_records(client):
    cells, values = table(client, "salary-figures"), objects(client, "salary-figures")

    for figure in SalaryFigure.objects.select_related("source", "role", "occupation"):
        row, record = cells[figure.code], values[figure.code]
        high, due = figure.amount_high, figure.due_on
        occupation = figure.occupation and figure.occupation.code
        assert Decimal(row["amount"]) == Decimal(record["amount"]) == figure.amount
        assert row["amount_high"] == ("" if high is None else str(high))
        assert record["amount_high"] == (None if high is None else str(high))
        assert row["due_on"] == (due.isoformat() if due else "")
        assert record["due_on"] == (due.isoformat() if due else None)
        assert record["occupation"] == occupation == (row["occupation"] or None)
        assert record["source"]["code"] == row["source"] == figure.source.code
        assert record["source"]["title"] == (figure.source.title or None)
        assert row["source_publisher"] == figure.source.publisher_en
        for language in shown_codes():
            note = getattr(figure, column("note", language))
            assert record["note"][language] == note
            assert row[column("note", language)] == (note or "")


def test_projections_and_work_figures_are_the_records(client):
    EmploymentProjectionFactory(code="falls", change_percent=Decimal("-5.5"))
    projections = table(client, "employment-projections")
    figures = table(client, "work-figures")

    assert "\r\nfalls," in body(client, "/data/employment-projections.csv")
    assert ",-5.5," in body(client, "/data/employment-projections.csv")
    for projection in EmploymentProjection.objects.all():
        change = projections[projection.code]["change_percent"]
        assert Decimal(change) == projection.change_percent
    for figure in WorkFigure.objects.all():
        assert Decimal(figures[figure.code]["low"]) == figure.low


@pytest.mark.parametrize("code", DATASETS)
def test_codes_lead_to_records_that_are_there(client, gap, code):
    records = objects(client, code).values()

    for part in DATASETS[code].columns:
        if not part.refers_to:
            continue
        there = objects(client, part.refers_to)
        for record in records:
            holder = record if not part.within else record[part.within] or {}
            found = holder.get(part.key or part.name)
            for named in found if isinstance(found, list) else [found] if found else []:
                assert named in there, (code, record["code"], part.name)


def test_roles_name_duties_in_order_and_skills_by_importance(client):
    role = RoleFactory(code="tenor")
    for position, duty in enumerate(("sing", "breathe")):
        RoleDutyFactory(role=role, duty__code=duty, position=position)
    RoleSkillFactory(role=role, skill__code="ear")
    RoleSkillFactory(role=role, skill__code="smile", importance="beneficial")

    record, row = objects(client, "roles")["tenor"], table(client, "roles")["tenor"]

    assert record["duties"] == ["sing", "breathe"]
    assert record["skills_essential"] == ["ear"]
    assert record["skills_beneficial"] == ["smile"]
    assert record["skills_gained"] == []
    assert (row["duties"], row["skills_gained"]) == ("sing breathe", "")


def test_records_name_their_pages(client, settings):
    settings.SITE_URL = "https://callcareers.example"
    question = QuestionFactory(topic__slug_fi="aihe", topic__name_fi="Aihe")

    role = Role.objects.published().first()
    occupation = Occupation.objects.first()

    for code, record in (("roles", role), ("occupations", occupation)):
        assert objects(client, code)[record.code]["url"] == {
            language: f"https://callcareers.example{address}"
            for language, address in record.alternates().items()
        }
    of_question = objects(client, "questions")[question.code]["url"]
    assert of_question["en"].endswith(question.get_absolute_url())
    assert of_question["fi"] is None
    of_term = table(client, "terms")[Term.objects.first().code]
    assert of_term["url_en"].endswith(f"/en/glossary/#{of_term['code']}")


def test_countries_have_their_names_from_cldr(client):
    AreaFactory(code="SE", currency="SEK")
    AreaFactory(code="SE-01", currency="SEK", name_en="Stockholm County")

    names = {code: area["name"] for code, area in objects(client, "areas").items()}

    assert names["SE"]["fi"] == "Ruotsi"
    assert names["SE-01"] == dict.fromkeys(shown_codes()) | {"en": "Stockholm County"}


# How it is written


def test_salary_figures_have_the_columns_that_editors_import(client):
    header = body(client, "/data/salary-figures.csv").partition("\r\n")[0].split(",")

    notes = [name for name in NOTE_COLUMNS if name in header]
    assert header == [*FIGURE_COLUMNS, *notes, *PROVENANCE_COLUMNS]
    assert notes == [column("note", language) for language in shown_codes()]


def test_any_text_survives_the_way_and_starts_no_formula(client):
    SalaryFigureFactory(code="odd", note_en=HOSTILE, employer="@SUM(A1)")
    TermFactory(code="odd", name_fi="-1", definition_en="'quoted")

    text = body(client, "/data/salary-figures.csv")
    row = table(client, "salary-figures")["odd"]
    record = objects(client, "salary-figures")["odd"]

    assert (row["note_en"], row["employer"]) == (HOSTILE, "@SUM(A1)")
    assert (record["note"]["en"], record["employer"]) == (HOSTILE, "@SUM(A1)")
    assert not re.search(r'(?:^|,)"?[=+@]', text, re.MULTILINE)
    term = table(client, "terms")["odd"]
    assert (term["name_fi"], term["definition_en"]) == ("-1", "'quoted")


def test_missing_text_is_missing_in_its_language_alone(client):
    TermFactory(code="new", name_en="New", name_fi="Uusi")

    with translation.override("th"):
        row, record = table(client, "terms")["new"], objects(client, "terms")["new"]

    assert record["name"] == dict.fromkeys(shown_codes()) | {"en": "New", "fi": "Uusi"}
    assert [row[column("name", code)] for code in ("en", "fi", "th")] == ["New", "Uusi", ""]


def test_languages_in_preparation_are_not_given_away(client, settings):
    settings.LANGUAGES = [("en", "English"), ("fi", "suomi")]

    row = next(iter(table(client, "skills").values()))
    record = next(iter(objects(client, "skills").values()))

    assert [name for name in row if name.startswith("name_")] == ["name_en", "name_fi"]
    assert list(record["name"]) == ["en", "fi"]


def test_gap_that_nobody_has_surveyed_has_no_source(client, gap):
    assert objects(client, "salary-gaps")["a-gap"]["source"] is None
    assert table(client, "salary-gaps")["a-gap"]["source_publisher"] == ""


def test_drafts_and_what_hangs_on_them_stay_in_the_house(client):
    draft = RoleFactory(code="secret-draft", is_published=False)
    SalaryFigureFactory(code="secret-pay", role=draft, occupation=None)
    WorkFigureFactory(code="secret-work", role=draft)
    CareerStepFactory(code="secret-step-on", from_role=draft)
    CareerStepFactory(code="secret-step-up", to_role=draft)
    QuestionFactory().roles.add(draft)
    TermFactory().roles.add(draft)

    for code in DATASETS:
        for extension in EXTENSIONS:
            assert "secret" not in body(client, f"/data/{code}.{extension}"), code
    assert "secret" not in body(client, "/data/datapackage.json")


# What it costs


@pytest.mark.parametrize("extension", EXTENSIONS)
@pytest.mark.parametrize("code", FACTORIES)
def test_dataset_needs_as_many_queries_for_many_records(
    client, django_assert_num_queries, code, extension
):
    FACTORIES[code].create_batch(30)
    ties = sum(part.ties is not None for part in DATASETS[code].columns)
    imports = code == "salary-figures" and extension == "json"

    with django_assert_num_queries(3 + ties + imports):
        body(client, f"/data/{code}.{extension}")


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_dataset_is_streamed_and_longer_than_one_batch(client, monkeypatch, extension):
    whole = body(client, f"/data/salary-figures.{extension}")
    monkeypatch.setattr("callcareers.open_data.rows.ROWS_AT_ONCE", 7)

    response = client.get(f"/data/salary-figures.{extension}")

    assert response.streaming
    pieces = list(response)
    assert len(pieces) > SalaryFigure.objects.count() / 7
    assert b"".join(pieces).decode() == whole


def test_head_reads_no_row(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.head("/data/salary-figures.csv")
        content = b"".join(response)

    assert content == b""
    assert "Content-Length" not in response.headers
    assert response.headers["Content-Type"].startswith("text/csv")
    assert (
        response.headers["ETag"] == client.get("/data/salary-figures.csv").headers["ETag"]
    )


def test_database_that_goes_away_is_said_before_the_file_starts(client, caplog):
    def go_away(execute, sql, *call):
        if "salaries_salaryfigure" in sql:
            raise OperationalError
        return execute(sql, *call)

    with connection.execute_wrapper(go_away):
        response = client.get("/data/salary-figures.csv")

    assert response.status_code == 503


# Asking again


@pytest.mark.parametrize("address", ["roles.csv", "salary-figures.json"])
def test_unchanged_file_is_not_sent_again(client, django_assert_num_queries, address):
    etag = client.get(f"/data/{address}").headers["ETag"]

    with django_assert_num_queries(1):
        response = client.get(f"/data/{address}", headers={"if-none-match": etag})

    assert response.status_code == 304
    assert response.headers["ETag"] == etag
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ["openapi.json", "datapackage.json"])
def test_unchanged_description_is_not_sent_again(client, address):
    etag = client.get(f"/data/{address}").headers["ETag"]

    response = client.get(f"/data/{address}", headers={"if-none-match": f"W/{etag}"})

    assert (response.status_code, response.content) == (304, b"")


def test_edit_is_sent_at_once(client):
    old = client.get("/data/skills.json").headers["ETag"]
    SkillFactory(code="brand-new")

    response = client.get("/data/skills.json", headers={"if-none-match": old})

    assert response.status_code == 200
    assert b'"brand-new"' in b"".join(response)


def test_other_columns_are_another_file(client, settings):
    old = client.get("/data/skills.csv").headers["ETag"]
    settings.LANGUAGES = settings.LANGUAGES[:2]

    assert client.get("/data/skills.csv").headers["ETag"] != old


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_same_edition_is_the_same_to_the_byte(client, extension):
    first = body(client, f"/data/salary-figures.{extension}")

    with translation.override("hu"):
        assert body(client, f"/data/salary-figures.{extension}") == first


def test_compressed_file_is_the_same_file(client):
    plain = client.get("/data/roles.csv")
    packed = client.get("/data/roles.csv", headers={"accept-encoding": "gzip"})
    etag = packed.headers["ETag"]

    assert packed.headers["Content-Encoding"] == "gzip"
    assert etag == f"W/{plain.headers['ETag']}"
    assert client.get("/data/roles.csv", headers={"if-none-match": etag}).status_code == 304


def test_answer_names_licence_and_descriptions(client, settings):
    settings.SITE_URL = "https://callcareers.example"

    headers = client.get("/data/roles.csv").headers

    assert headers["Link"] == (
        '<https://creativecommons.org/licenses/by/4.0/>; rel="license", '
        '<https://callcareers.example/data/datapackage.json>; rel="describedby", '
        '<https://callcareers.example/data/openapi.json>; rel="service-desc"'
    )
    assert headers["Content-Disposition"] == 'attachment; filename="roles.csv"'
    assert headers["X-Content-Version"] == str(ContentVersion.current())
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize(
    "address",
    ["nothing.csv", "roles.xml", "roles", "users.json", "roles.csv/", "../admin.csv"],
)
def test_unknown_dataset_is_a_404_in_words(client, address):
    response = client.get(f"/data/{address}")

    assertContains(response, "<h1", status_code=404)


def test_data_is_only_read(client):
    assert client.post("/data/roles.json").status_code == 405


# What the descriptions say


@pytest.mark.parametrize("code", DATASETS)
def test_answers_are_as_the_openapi_document_says(client, gap, code):
    EmploymentProjectionFactory()
    document = json.loads(body(client, "/data/openapi.json"))
    described = document["paths"][f"/data/{code}.json"]["get"]["responses"]["200"]

    schema = described["content"]["application/json"]["schema"]
    answer = json.loads(body(client, f"/data/{code}.json"))

    assert answer["data"]
    assert list(faults(answer, schema, document)) == []


def test_checker_of_answers_finds_faults():
    schema = {
        "type": "object",
        "properties": {"a": {"type": ["string", "null"], "enum": ["x", None]}},
        "required": ["a"],
        "additionalProperties": False,
    }

    assert list(faults({"a": None}, schema, {})) == []
    for wrong in ({"a": "y"}, {"a": 1}, {}, {"a": "x", "b": 1}, None):
        assert list(faults(wrong, schema, {})), wrong
    for wrong in ({"format": "uri"}, {"format": "date"}, {"pattern": "^[0-9]$"}):
        assert list(faults("no", {"type": "string"} | wrong, {})), wrong


JSON_TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "null": type(None),
}
FORMATS = {
    "date": datetime.date.fromisoformat,
    "date-time": datetime.datetime.fromisoformat,
    "uri": lambda text: re.fullmatch(r"https?://\S+", text)[0],
}


def faults(value, schema, document, path="$"):
    """Yield where `value` is not as `schema` says, for what our schemas make use of."""
    if "$ref" in schema:
        schema = resolved(schema["$ref"], document)
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(type(value) is JSON_TYPES[name] for name in types):
        yield f"{path} is no {types}: {value!r}"
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{path} is none of {schema['enum']}: {value!r}"
    elif isinstance(value, dict):
        if not schema["required"] == list(schema["properties"]) == list(value):
            yield f"{path} has {list(value)}"
        for key in value.keys() & schema["properties"].keys():
            of_key = schema["properties"][key]
            yield from faults(value[key], of_key, document, f"{path}.{key}")
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from faults(item, schema["items"], document, f"{path}[{place}]")
    elif isinstance(value, str):
        yield from faults_of_text(value, schema, path)


def faults_of_text(text, schema, path):
    if not re.search(schema.get("pattern", ""), text):
        yield f"{path} does not match {schema['pattern']}: {text!r}"
    try:
        FORMATS.get(schema.get("format"), str)(text)
    except (TypeError, ValueError):
        yield f"{path} is no {schema['format']}: {text!r}"


def resolved(reference: str, document):
    """Return what `reference` leads to within `document`."""
    found = document
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def test_openapi_document_holds_together(client):
    text = body(client, "/data/openapi.json")
    document = json.loads(text)

    for reference in re.findall(r'"\$ref": "([^"]+)"', text):
        assert resolved(reference, document), reference
    assert document["openapi"] == "3.1.0"
    assert set(document) == {"openapi", "info", "servers", "paths", "components"}
    operations = [item["get"] for item in document["paths"].values()]
    assert all(set(item["responses"]) == {"200", "304"} for item in operations)
    assert len({item["operationId"] for item in operations}) == len(operations)
    for path in document["paths"]:
        assert client.head(path).status_code == 200, path
    assert {
        f"/data/{code}.{extension}" for code in DATASETS for extension in EXTENSIONS
    } < {*document["paths"]}


def test_data_package_describes_each_csv_file(client):
    package = json.loads(body(client, "/data/datapackage.json"))

    assert package["version"] == str(ContentVersion.current())
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert len(package["sources"]) == Source.objects.count()
    assert [resource["name"] for resource in package["resources"]] == list(DATASETS)
    for resource in package["resources"]:
        text = body(client, f"/data/{resource['name']}.csv")
        header = text.partition("\r\n")[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert resource["path"].endswith(f"/data/{resource['name']}.csv")
        for key in resource["schema"]["foreignKeys"]:
            assert key["reference"]["resource"] in DATASETS


@pytest.fixture
def imports():
    """Return an import that changed figures, beside one that changed none."""
    SalaryImport.objects.create(file_name="nothing-new.csv", unchanged_count=9)
    return SalaryImport.objects.create(
        file_name="may <2025>.csv",
        periods="May 2025",
        imported_by="jane-roe",
        undone_by="jane-roe",
        undone_at=datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC),
        created_count=12,
        updated_count=3,
    )


def test_change_note_says_what_imports_changed_and_not_who(client, imports):
    meta = json.loads(body(client, "/data/salary-figures.json"))["meta"]

    (change,) = meta["changes"]
    assert change["file"] == imports.file_name
    assert (change["created"], change["updated"], change["unchanged"]) == (12, 3, 0)
    assert change["undone_at"] == "2026-01-02T00:00:00+00:00"
    assert meta["content_version"] == ContentVersion.current()
    assert meta["licence"] == "CC-BY-4.0"
    assert meta["attribution"].endswith("/data/salary-figures.csv")
    assert json.loads(body(client, "/data/datapackage.json"))["changes"] == [change]
    assert json.loads(body(client, "/data/roles.json"))["meta"]["changes"] == []
    assert "jane-roe" not in json.dumps(meta)


# The page on the datasets


@pytest.mark.parametrize("language", shown_codes())
def test_data_leads_to_its_page_in_the_language_of_the_reader(client, language):
    with translation.override(language):
        page = reverse("dataset_list")

    response = client.get(
        "/data/?a=b", headers={"accept-language": f"xx, {language};q=0.8"}
    )

    assertRedirects(response, f"{page}?a=b", status_code=302)
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("language", shown_codes())
def test_page_says_what_is_in_each_dataset(client, language):
    with translation.override(language):
        address = reverse("dataset_list")

    response = client.get(address)

    for dataset in DATASETS.values():
        with translation.override(language):
            assertContains(response, f'<h2 id="{dataset.code}">{dataset.title}</h2>')
        for extension in EXTENSIONS:
            assertContains(response, f'href="/data/{dataset.code}.{extension}"', 1)
        for part in dataset.columns:
            assertContains(response, f'<code lang="en">{part.name}</code>')
    assertContains(response, 'href="/data/openapi.json"')
    assertContains(response, 'href="/data/datapackage.json"')


@pytest.mark.parametrize("count", [3, 30])
def test_page_needs_as_many_queries_for_many_records(
    client, django_assert_num_queries, count
):
    RoleFactory.create_batch(count)

    with django_assert_num_queries(2 + len(DATASETS)):
        client.get("/en/data/")


def test_page_counts_records_and_leaves_drafts_out(client):
    TermFactory.create_batch(1_000)
    RoleFactory(is_published=False)

    response = client.get("/en/data/")

    assertContains(response, f"{Term.objects.count():,} records.")
    assertContains(response, f"{Role.objects.published().count()} records.")


def test_page_says_what_imports_changed_and_not_who(client, imports):
    response = client.get("/en/data/")

    assertContains(response, "from the file <bdi>may &lt;2025&gt;.csv</bdi>.")
    assertContains(response, "New figures: 12; changed: 3; the same as before: 0.")
    assertContains(response, "Taken back on 2 January 2026.")
    assertNotContains(response, "jane-roe")
    assertNotContains(response, "nothing-new.csv")


def test_page_leads_from_every_page(client):
    assertContains(client.get("/en/"), '<a href="/en/data/">Open data</a>')
