import datetime
from datetime import UTC

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from pytest_django.asserts import assertContains, assertNotContains

from callcareers.content.models import SlugHistory, TranslationUnit
from callcareers.languages import CODES, TABLE
from faq.models import Term
from roles.models import Role
from salaries.models import SalaryImport
from tests.editing import CodeFinder, address, change_page, save
from tests.factories import CareerStepFactory, GuideSectionFactory, RoleFactory

pytestmark = pytest.mark.django_db

State = TranslationUnit.State

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
EDITABLE = [model for model in MODELS if model not in {SlugHistory, SalaryImport}]


@pytest.fixture
def editor(client):
    client.force_login(User.objects.create_superuser("editor"))
    return client


@pytest.fixture
def one_of_each(editor):
    """Have a record of each model that the content files hold none of."""
    Group.objects.create(name="Translators")
    SlugHistory.objects.create(model="roles.role", code="agent", language="en", slug="old")
    SalaryImport.objects.create(file_name="figures.csv", digest="0" * 64)
    Term.objects.create(code="agent", name_en="Agent", definition_en="Who answers.")


@pytest.fixture
def role():
    return RoleFactory(code="test-agent", name_en="Agent", summary_en="Answers calls.")


def stored(record):
    """Return every column of `record`, the base ones as they are in the database."""
    return QuerySet(type(record)).filter(pk=record.pk).values().get()


def errors(response):
    return dict(response.context["adminform"].form.errors)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_changelist_shows_every_record(editor, one_of_each, model):
    response = editor.get(address(model, "changelist"))

    assert response.status_code == 200
    assert response.context["cl"].result_count == model._default_manager.count() > 0
    assert CodeFinder(response.text).faults == []


@pytest.mark.parametrize("model", EDITABLE, ids=lambda model: model._meta.label)
def test_add_page_opens(editor, model):
    response = editor.get(address(model, "add"))

    assert response.status_code == 200
    assert CodeFinder(response.text).faults == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_change_page_opens(editor, one_of_each, model):
    record = model._default_manager.first()

    response = editor.get(change_page(record))

    assert response.status_code == 200
    assert response.context["original"] == record
    assert CodeFinder(response.text).faults == []


@pytest.mark.parametrize("model", EDITABLE, ids=lambda model: model._meta.label)
def test_changelist_needs_no_query_per_row(editor, one_of_each, monkeypatch, model):
    counts = set()
    editor.get(address(model, "changelist"))

    for rows in (1, 200):
        monkeypatch.setattr(admin.site.get_model_admin(model), "list_per_page", rows)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            editor.get(address(model, "changelist"))
        counts.add(len(queries))

    assert len(counts) == 1


def test_role_changelist_needs_as_many_queries_for_3_roles_as_for_30(editor):
    Role.objects.all().delete()
    counts = []

    for total in (3, 30):
        RoleFactory.create_batch(total - Role.objects.count())
        with CaptureQueriesContext(connection) as queries:
            response = editor.get(address(Role, "changelist"))
        counts.append(len(queries))
        assert len(response.context["cl"].result_list) == total

    assert counts[0] == counts[1]


def test_role_page_has_a_details_a_language_and_opens_english(editor, role):
    response = editor.get(change_page(role))

    assertContains(response, "<details open>", count=1)
    assertContains(response, "<details", count=len(CODES))
    assert response.text.index("<details open>") == response.text.index("<details")


def test_language_headings_count_the_texts(editor, role):
    Role.objects.filter(pk=role.pk).update(name_fi="Asiakaspalvelija")

    fieldsets = editor.get(change_page(role)).context["adminform"]

    filled = {"en": 3, "fi": 1}
    assert [strip_tags(fieldset.name or "") for fieldset in fieldsets] == [
        "",
        *(
            f"{language.name} ({language.code}) — {filled.get(language.code, 0)}/3"
            for language in TABLE
        ),
    ]


def test_language_headings_count_nothing_where_there_are_no_texts(editor):
    fieldsets = editor.get(address(Role, "add")).context["adminform"]

    assert strip_tags(list(fieldsets)[1].name) == "English (en)"


def test_widgets_know_their_language(editor, role):
    form = editor.get(change_page(role)).context["adminform"].form

    name, slug = (form.fields[field].widget.attrs for field in ("name_th", "slug_th"))

    assert (name["lang"], name["dir"], name["spellcheck"]) == ("th", "ltr", "true")
    assert slug["spellcheck"] == "false"


def test_text_areas_are_as_long_as_the_english_text(editor, role):
    Role.objects.filter(pk=role.pk).update(overview_en="A paragraph.\n\n" * 6)

    form = editor.get(change_page(role)).context["adminform"].form

    assert form.fields["overview_fi"].widget.attrs["rows"] == 12
    assert form.fields["for_you_if_fi"].widget.attrs["rows"] == 6


def test_saving_a_finnish_name_changes_nothing_else(editor, role):
    before = stored(role)

    save(editor, role, {"accept-language": "fi"}, name_fi="Asiakaspalvelija")

    assert stored(role) == before | {"name_fi": "Asiakaspalvelija"}
    assert stored(role)["name"] == "Agent"


@pytest.mark.parametrize("empty", ["", "  "])
@pytest.mark.parametrize("language", ["en", "fi"])
def test_emptied_texts_are_stored_as_null(editor, role, empty, language):
    texts = {"name_fi": "Agentti", "summary_fi": "Vastaa.", "slug_fi": "agentti"}
    Role.objects.filter(pk=role.pk).update(**texts, overview_fi="Teksti.")
    emptied = dict.fromkeys([*texts, "overview_fi"], empty)

    save(editor, role, {"accept-language": language}, **emptied)

    assert stored(role).items() >= dict.fromkeys(emptied).items()


def test_changed_slug_is_remembered(editor, role):
    save(editor, role, slug_en="new-address")

    former = SlugHistory.objects.get(code=role.code)
    assert (former.language, former.slug) == ("en", "test-agent")


def test_typed_amount_is_refused_in_every_language(editor, role):
    before = stored(role)

    response = save(editor, role, overview_fi="Palkka on 2 500 €.", name_fi="Agentti")

    assert errors(response) == {
        "overview_fi": ["2 500 € is a typed amount: cite a salary figure as [[its-code]]."]
    }
    assert stored(role) == before


def test_reference_to_nothing_is_refused(editor, role):
    before = stored(role)

    response = save(editor, role, overview_en="It pays [[no-such-figure]].")

    assert errors(response) == {"overview_en": ["[[no-such-figure]] leads to no figure."]}
    assert stored(role) == before


def test_missing_english_text_is_reported_once(editor, role):
    response = save(editor, role, name_en="")

    assert errors(response) == {"name_en": ["This field is required."]}


def test_address_without_texts_is_refused_at_each_text(editor, role):
    response = save(editor, role, slug_hu="ugynok", name_hu="Ügynök")

    assert errors(response) == {"summary_hu": ["A page in this language needs this text."]}


def test_language_with_an_error_shows_its_fields(editor, role):
    response = save(editor, role, slug_hu="ugynok")

    assertContains(response, "<details", count=len(CODES) - 1)


def test_code_stays_as_it_was_first_saved(editor, role):
    step = CareerStepFactory(code="test-step", from_role=role)

    response = save(
        editor, role, **{"code": "new", "steps_onward-0-code": "new", "name_fi": "Agentti"}
    )

    assert response.status_code == 302
    assert stored(role)["code"] == "test-agent"
    assert stored(role)["name_fi"] == "Agentti"
    assert stored(step)["code"] == "test-step"


def test_career_step_is_saved_with_its_role(editor, role):
    other = RoleFactory()
    prefix = "steps_onward"
    step = {"code": "test-step", "to_role": other.pk, "how_en": "By asking.", "position": 0}

    save(
        editor,
        role,
        **{f"{prefix}-TOTAL_FORMS": 1},
        **{f"{prefix}-0-{name}": value for name, value in step.items()},
    )

    assert role.steps_onward.get().how_fi is None
    assert role.steps_onward.get().to_role == other


def test_role_page_links_to_its_guide_sections(editor, role):
    section = GuideSectionFactory(role=role, kind="training")

    response = editor.get(change_page(role))

    assertContains(response, f'<a href="{change_page(section)}">Training</a>', html=True)
    assertContains(response, f"/roles/guidesection/add/?role={role.pk}")


def test_view_on_site_leads_to_the_page_in_the_editors_language(editor, role):
    Role.objects.filter(pk=role.pk).update(
        slug_fi="agentti", name_fi="Agentti", summary_fi="Vastaa."
    )

    in_finnish = editor.get(change_page(role), headers={"accept-language": "fi"})
    in_thai = editor.get(change_page(role), headers={"accept-language": "th"})

    assert in_finnish.context["absolute_url"].endswith("/agentti/")
    assert in_finnish.context["absolute_url"].startswith("/fi/")
    assert in_thai.context["absolute_url"].startswith("/en/")


def test_draft_has_no_page_to_view(editor):
    draft = RoleFactory(is_published=False)

    response = editor.get(change_page(draft))

    assert response.context["absolute_url"] is None


def test_lists_tell_texts_and_pages(editor, role):
    model_admin = admin.site.get_model_admin(Role)

    assert model_admin.texts(role).startswith("fi\u00a00/3\u00a0· lv\u00a00/3")
    assert strip_tags(model_admin.pages(role)) == "en"


@pytest.mark.parametrize("word", ["test-agent", "Ügyfélbarát", "ผู้รับสาย"])
def test_search_reads_codes_and_the_names_of_every_language(editor, role, word):
    Role.objects.filter(pk=role.pk).update(name_th="ผู้รับสาย", other_names_hu="Ügyfélbarát")

    response = editor.get(address(Role, "changelist"), {"q": word})

    assert list(response.context["cl"].result_list) == [role]


def test_filter_finds_what_is_missing_in_a_language(editor, role):
    response = editor.get(address(Role, "changelist"), {"slug_fi__isempty": "1"})

    assert role in response.context["cl"].result_list
    assert not response.context["cl"].queryset.filter(slug_fi__isnull=False).exists()


def test_reader_of_the_admin_may_look_but_not_change(client, role):
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_role"))
    client.force_login(reader)

    response = client.get(change_page(role))

    assertContains(response, "Answers calls.")
    assertNotContains(response, "<textarea")


def test_former_addresses_cannot_be_edited(editor, one_of_each):
    former = SlugHistory.objects.first()
    pages = [
        address(SlugHistory, "add"),
        change_page(former),
        address(SlugHistory, "delete", former.pk),
    ]

    assert [editor.post(page).status_code for page in pages] == [403, 403, 403]


# States of translations


def state(record, field="name", language="fi"):
    """Return the state of a text as it is stored."""
    record = type(record).objects.get(pk=record.pk)
    known = TranslationUnit.objects.of(record).filter(field=field, language=language)
    return TranslationUnit.state_of(
        known.first(),
        getattr(record, f"{field}_en"),
        getattr(record, f"{field}_{language}"),
    )


def help_text(editor, record, name):
    """Return what the form of a record says below a text."""
    form = editor.get(change_page(record)).context["adminform"].form
    return str(form.fields[name].help_text)


@pytest.fixture
def translated():
    """Have a role that is translated, by nobody whose name is known."""
    return RoleFactory(
        code="test-agent", name_en="Agent", name_fi="Agentti", name_th="ตัวแทน"
    )


def test_changed_english_outdates_its_translations_alone(editor, translated):
    save(editor, translated, name_en="Call agent", name_th="ตัวแทนรับสาย", name_lv="Aģents")

    assert state(translated) == State.OUTDATED
    assert state(translated, language="th") == State.CURRENT
    assert state(translated, language="lv") == State.CURRENT
    assert state(translated, language="hu") == State.MISSING


def test_minor_edit_leaves_translations_current(editor, translated):
    save(editor, translated, name_en="Agents", is_minor_edit="on")

    assert stored(translated)["name_en"] == "Agents"
    assert state(translated) == State.CURRENT


def test_minor_edit_does_not_bring_what_was_outdated_up_to_date(editor, translated):
    save(editor, translated, name_en="Call agent")
    save(editor, translated, name_en="Call agents", is_minor_edit="on")

    assert state(translated) == State.OUTDATED


def test_editor_who_changed_a_text_is_remembered(editor, translated):
    save(editor, translated, name_fi="Puhelinagentti")

    changed = TranslationUnit.objects.of(translated).get(changed_by="editor")
    assert (changed.field, changed.language) == ("name", "fi")
    assert changed.changed_on is not None


def test_texts_say_nothing_of_what_is_not_known(editor, translated):
    TranslationUnit.objects.of(translated).delete()

    assert help_text(editor, translated, "name_fi") == ""


def test_text_says_who_changed_it_when(editor, translated):
    TranslationUnit.objects.of(translated).update(
        changed_by="<b>Eve</b>", changed_on=datetime.datetime(2026, 3, 1, 23, tzinfo=UTC)
    )

    assert help_text(editor, translated, "name_fi") == (
        "Changed by &lt;b&gt;Eve&lt;/b&gt; on 1 March 2026."
    )


def test_text_that_nobody_is_known_for_says_when_it_was_changed(editor, translated):
    TranslationUnit.objects.of(translated).update(
        changed_on=datetime.datetime(2026, 3, 1, tzinfo=UTC)
    )

    assert help_text(editor, translated, "name_en") == "Changed on 1 March 2026."


def test_outdated_text_shows_the_english_that_it_was_made_from(editor):
    role = RoleFactory(name_en="Agent <i>& co</i>", name_fi="Agentti")
    save(editor, role, name_en="Call agent")
    TranslationUnit.objects.of(role).update(changed_on=None)

    response = editor.get(change_page(role))

    said = "Outdated: translated from “Agent &lt;i&gt;&amp; co&lt;/i&gt;”."
    assert help_text(editor, role, "name_fi") == said
    assertContains(response, said)
    assertNotContains(response, "<i>& co</i>")


def test_machine_made_text_says_so(editor, translated):
    TranslationUnit.objects.of(translated).update(is_machine_made=True, changed_on=None)

    said = "Machine-made, and nobody has read it yet."
    assert help_text(editor, translated, "name_fi") == said
    assert help_text(editor, translated, "name_en") == ""


def test_editor_confirms_the_texts_of_a_language(editor, translated):
    save(editor, translated, name_en="Call agent")
    before = TranslationUnit.objects.of(translated).get(field="name", language="th")

    save(editor, translated, confirmed=["fi"])

    after = TranslationUnit.objects.of(translated).get(field="name", language="th")
    confirmed = TranslationUnit.objects.of(translated).get(field="name", language="fi")
    assert state(translated) == State.CURRENT
    assert (confirmed.changed_by, confirmed.source) == ("editor", "Call agent")
    assert state(translated, language="th") == State.OUTDATED
    assert (after.source, after.changed_on) == (before.source, before.changed_on)


def test_editor_changes_english_and_confirms_in_one_go(editor, translated):
    save(editor, translated, name_en="Call agent")

    save(editor, translated, name_en="Calling agent", confirmed=["fi"])

    assert state(translated) == State.CURRENT
    assert state(translated, language="th") == State.OUTDATED


def test_only_doubtful_languages_can_be_confirmed(editor, translated):
    before = editor.get(change_page(translated))
    new = editor.get(address(Role, "add"))
    TranslationUnit.objects.of(translated).filter(language="th").update(source="Other")
    after = editor.get(change_page(translated))
    refused = save(editor, translated, confirmed=["fi"])

    assertNotContains(before, "Right as they stand")
    assertNotContains(new, "Right as they stand")
    assertContains(after, "Right as they stand")
    assert dict(after.context["adminform"].form.fields["confirmed"].choices) == {
        "th": "ไทย"
    }
    assert list(errors(refused)) == ["confirmed"]


def test_new_record_is_neither_minor_nor_confirmed(editor):
    response = editor.get(address(Role, "add"))

    assertNotContains(response, "is_minor_edit")


@pytest.mark.parametrize(
    "change",
    [{"is_machine_made": True}, {"source": "Former"}],
)
def test_filter_finds_what_is_to_look_at_in_a_language(editor, translated, change):
    other = RoleFactory(name_fi="Toinen")
    TranslationUnit.objects.of(translated).filter(field="name", language="fi").update(
        **change
    )

    found = {
        language: editor.get(address(Role, "changelist"), {"doubtful": language})
        for language in ("fi", "th", "xx")
    }

    results = {
        language: set(response.context["cl"].queryset)
        for language, response in found.items()
    }
    assert results["fi"] == {translated}
    assert results["th"] == set()
    assert {translated, other} < results["xx"]


def test_filter_names_the_languages_that_we_translate_into(editor):
    response = editor.get(address(Role, "changelist"))

    (found,) = [
        spec
        for spec in response.context["cl"].filter_specs
        if getattr(spec, "parameter_name", "") == "doubtful"
    ]
    assert found.lookup_choices == [
        (language.code, language.name) for language in TABLE if language.code != "en"
    ]


def test_text_that_was_taken_away_is_not_to_be_looked_at(editor, translated):
    TranslationUnit.objects.of(translated).update(source="Former")
    Role.objects.filter(pk=translated.pk).update(name_fi=None)

    response = editor.get(address(Role, "changelist"), {"doubtful": "fi"})

    assert translated not in response.context["cl"].queryset


def test_career_step_remembers_the_editor_and_its_former_english(editor, role):
    step = CareerStepFactory(from_role=role, how_en="With time.", how_fi="Ajan myötä.")

    save(editor, role, **{"steps_onward-0-how_en": "By asking.", "name_fi": "Agentti"})

    english, finnish = (
        TranslationUnit.objects.of(step).get(field="how", language=language)
        for language in ("en", "fi")
    )
    assert english.changed_by == "editor"
    assert (finnish.changed_by, finnish.source) == ("", "With time.")
    assert state(step, "how") == State.OUTDATED
    response = editor.get(change_page(role))
    assertContains(response, "Outdated: translated from “With time.”.", count=1)


def test_minor_edit_leaves_translations_of_a_career_step_current(editor, role):
    step = CareerStepFactory(from_role=role, how_en="With time.", how_fi="Ajan myötä.")

    save(editor, role, **{"steps_onward-0-how_en": "In time.", "is_minor_edit": "on"})

    assert stored(step)["how_en"] == "In time."
    assert state(step, "how") == State.CURRENT


@pytest.mark.parametrize("steps", [0, 1])
def test_change_page_needs_as_many_queries_whatever_is_known_of_texts(editor, role, steps):
    for _ in range(steps):
        CareerStepFactory(from_role=role)
    counts = []

    for texts in ({}, {"name_en": "New", "name_fi": "Uusi", "summary_hu": "Mit tesz."}):
        for name, text in texts.items():
            setattr(role, name, text)
        role.save()
        TranslationUnit.objects.of(role).update(is_machine_made=bool(texts))
        with CaptureQueriesContext(connection) as queries:
            editor.get(change_page(role))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_change_page_needs_no_query_per_career_step_to_know_its_texts(editor, role):
    counts = []

    for more in (3, 27):
        CareerStepFactory.create_batch(more, from_role=role, how_fi="Ajan myötä.")
        with CaptureQueriesContext(connection) as queries:
            editor.get(change_page(role))
        about_texts = [
            query for query in queries if "content_translationunit" in query["sql"]
        ]
        counts.append(len(about_texts))

    assert counts[0] == counts[1]
