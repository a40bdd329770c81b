from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags
from pytest_django.asserts import assertContains, assertNotContains

from callcareers.content.models import SlugHistory
from callcareers.languages import CODES, TABLE
from faq.models import Term
from roles.models import Role
from tests.factories import CareerStepFactory, GuideSectionFactory, RoleFactory

pytestmark = pytest.mark.django_db

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
EDITABLE = [model for model in MODELS if model is not SlugHistory]


class CodeFinder(HTMLParser):
    """Note what a Content-Security-Policy of 'self' alone would refuse in a page."""

    def __init__(self, html):
        super().__init__()
        self.faults = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        source = attrs.get("href" if tag == "link" else "src") or ""
        is_inline_script = tag == "script" and not source
        if tag == "style" or is_inline_script or source.startswith(("http", "//")):
            self.faults.append(self.get_starttag_text())
        if any(name == "style" or name.startswith("on") for name in attrs):
            self.faults.append(self.get_starttag_text())


@pytest.fixture
def editor(client):
    client.force_login(User.objects.create_superuser("editor"))
    return client


@pytest.fixture
def one_of_each(editor):
    """Have a record of each model that the content files hold none of."""
    Group.objects.create(name="Translators")
    SlugHistory.objects.create(model="roles.role", code="agent", language="en", slug="old")
    Term.objects.create(code="agent", name_en="Agent", definition_en="Who answers.")


@pytest.fixture
def role():
    return RoleFactory(code="test-agent", name_en="Agent", summary_en="Answers calls.")


def address(model, page, *args):
    return reverse(admin_urlname(model._meta, page), args=args)


def change_page(record):
    return address(type(record), "change", record.pk)


def stored(record):
    """Return every column of `record`, the base ones as they are in the database."""
    return QuerySet(type(record)).filter(pk=record.pk).values().get()


def posted(response):
    """Return what the browser would post of the change page in `response`."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    values = {field.html_name: field.value() for form in forms for field in form}
    return {
        name: value
        for name, value in values.items()
        if value is not None and value is not False
    }


def save(editor, record, headers=None, **changes):
    page = change_page(record)
    data = posted(editor.get(page, headers=headers)) | changes
    return editor.post(page, data, headers=headers)


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
