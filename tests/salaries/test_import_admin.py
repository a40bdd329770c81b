"""The import of salary figures in the admin, and what readers see of it at once."""

import re
from decimal import Decimal

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from pytest_django.asserts import assertContains, assertNotContains

from callcareers import formats
from callcareers.languages import shown_codes
from salaries.imports.tables import LARGEST_FILE
from salaries.models import SalaryFigure, SalaryImport
from tests.editing import CodeFinder, address, save
from tests.import_files import csv_of, database_dump, figures, store_figures, xlsx_bytes

pytestmark = pytest.mark.django_db

IMPORT = "admin:salaries_salaryfigure_import"
APPLY = "admin:salaries_salaryfigure_apply"
RIGHTS = ["add_salaryfigure", "change_salaryfigure", "view_salaryimport"]


@pytest.fixture(autouse=True)
def stored(settings, tmp_path):
    settings.IMPORTS_DIR = tmp_path / "imports"
    store_figures()


@pytest.fixture
def anna(client):
    """Return a client of somebody who may import figures, and nothing else."""
    user = User.objects.create_user("anna", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=RIGHTS))
    client.force_login(user)
    return client


def upload(client, data, name="figures.csv", **more):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse(IMPORT), {"file": file, **more})


def token_of(response):
    return re.search(r'name="token" value="([^"]+)"', response.text)[1]


def confirm(client, response, **more):
    return client.post(reverse(APPLY), {"token": token_of(response), **more}, follow=True)


def reasons(response):
    return response.context["reasons"]


def test_list_of_figures_leads_to_the_import(anna):
    assertContains(anna.get(address(SalaryFigure, "changelist")), reverse(IMPORT))


def test_preview_shows_old_and_new_cells_and_writes_nothing(anna):
    before = database_dump()

    response = upload(
        anna,
        csv_of(
            {
                "code": "agents-2025-median",
                "amount": "30500",
                "period_start": "2025-01-01",
                "period_end": "2025-12-31",
            },
            {},
        ),
    )

    assertContains(response, "amount: <del>30000.00</del> <ins>30500.00</ins>")
    assertContains(response, "<ins>2026-01-01</ins>")
    assertContains(response, "agents-2026-median")
    assert database_dump() == before


def test_preview_then_import_then_undo(anna):
    preview = upload(anna, csv_of({}))
    imported = confirm(anna, preview)

    record = SalaryImport.objects.get()
    assert (record.imported_by, record.file_name) == ("anna", "figures.csv")
    entry = address(SalaryImport, "change", record.pk)
    assertContains(imported, "Created: 1. Updated: 0. Unchanged: 0.")
    assertContains(imported, f'<a href="{entry}">')
    shown = anna.get(entry)
    assertContains(shown, "amount: <ins>31000.00</ins>")
    undo = reverse("admin:salaries_salaryimport_undo", args=[record.pk])
    assertContains(shown, undo)

    undone = anna.post(undo, follow=True)

    assertContains(undone, "The import of figures.csv was undone.")
    assertNotContains(undone, undo)
    assert not SalaryFigure.objects.filter(code="agents-2026-median").exists()


def test_workbook_is_imported_with_its_sheet(anna):
    data = xlsx_bytes({"Notes": [["x"]], "Pay": figures({})})

    preview = upload(anna, data, "figures.xlsx", sheet="Pay")
    confirm(anna, preview)

    assertContains(preview, "The sheet is Pay.")
    assert SalaryImport.objects.get().sheet == "Pay"


def test_workbook_of_the_bls_takes_source_and_period(anna):
    response = upload(anna, b"OCC_CODE,H_MEAN\n1,2\n", source="nowhere", period="2026-05")

    assert response.status_code == 400
    assert response.context["form"].errors["source"]


def test_refused_file_is_shown_with_its_reasons_and_leaves_no_trace(anna):
    before = database_dump()

    response = upload(anna, csv_of({"amount": "<script>alert(1)</script>"}))

    assert response.status_code == 400
    assert reasons(response) == [
        "Row 2, column amount, “<script>alert(1)</script>”: This is not an amount. Write "
        "digits alone, with a point before the decimals: 20.59."
    ]
    assertNotContains(response, "<script>alert", status_code=400)
    assert database_dump() == before


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is empty."),
        (b"x" * (LARGEST_FILE + 1), "The file is larger than 2 MB."),
    ],
)
def test_file_without_content_or_with_too_much_is_refused(anna, data, reason):
    response = upload(anna, data)

    assertContains(response, reason, status_code=400)


def test_jump_is_shown_and_wants_to_be_confirmed(anna):
    preview = upload(anna, csv_of({"amount": "40000"}))
    assertContains(preview, "33% more than 30000.00")

    refused = confirm(anna, preview)
    assert refused.status_code == 400
    assert "Confirm it if it is right." in reasons(refused)[0]
    assert not SalaryImport.objects.exists()

    confirm(anna, preview, are_jumps_confirmed="on")
    assert SalaryFigure.objects.filter(code="agents-2026-median").exists()


def test_preview_without_jumps_asks_nothing(anna):
    assertNotContains(upload(anna, csv_of({})), "are_jumps_confirmed")


def test_preview_of_what_is_stored_offers_nothing(anna):
    confirm(anna, upload(anna, csv_of({})))

    response = upload(anna, csv_of({}))

    assertContains(response, "there is nothing to change")
    assertNotContains(response, reverse(APPLY))


def test_import_is_refused_when_the_content_has_changed_since_the_preview(anna):
    preview = upload(anna, csv_of({}))
    SalaryFigure.objects.filter(code="agents-2025-p10").update(amount=20_001)
    before = database_dump()

    response = confirm(anna, preview)

    assert response.status_code == 400
    assert reasons(response)[0].startswith("Somebody has changed the content since")
    assert database_dump() == before


@pytest.mark.parametrize("fate", ["gone", "other", "forged", "a colleague's"])
def test_import_is_refused_when_the_file_is_not_the_one_of_the_preview(anna, fate):
    preview = upload(anna, csv_of({}))
    (kept,) = settings.IMPORTS_DIR.iterdir()
    token = token_of(preview)
    if fate == "gone":
        kept.unlink()
    elif fate == "other":
        kept.write_bytes(csv_of({"amount": "32000"}))
    elif fate == "forged":
        token = token[:-1] + ("a" if token[-1] != "a" else "b")
    else:
        anna.force_login(User.objects.create_superuser("ben"))

    response = anna.post(reverse(APPLY), {"token": token})

    assert response.status_code == 400
    assert reasons(response) == ["The file is no longer kept here. Choose it again."]
    assert not SalaryImport.objects.exists()


def test_kept_file_is_for_the_site_alone_and_goes_with_the_import(anna):
    preview = upload(anna, csv_of({}))
    (kept,) = settings.IMPORTS_DIR.iterdir()
    assert (kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777) == (
        0o600,
        0o700,
    )

    confirm(anna, preview)

    assert list(settings.IMPORTS_DIR.iterdir()) == []


@pytest.mark.parametrize("missing", ["add_salaryfigure", "change_salaryfigure"])
def test_import_needs_the_right_to_add_and_to_change(anna, missing):
    confirm(anna, upload(anna, csv_of({})))
    undo = reverse("admin:salaries_salaryimport_undo", args=[SalaryImport.objects.get().pk])
    user = User.objects.get(username="anna")
    user.user_permissions.remove(Permission.objects.get(codename=missing))
    before = database_dump()

    assert anna.get(reverse(IMPORT)).status_code == 403
    assert upload(anna, csv_of({})).status_code == 403
    assert anna.post(reverse(APPLY), {"token": "x"}).status_code == 403
    assert anna.post(undo).status_code == 403
    assert database_dump() == before


def test_strangers_are_sent_to_the_login(client):
    response = client.get(reverse(IMPORT))

    assert response.status_code == 302
    assert reverse("admin:login") in response["location"]


def test_nothing_is_written_by_following_a_link(anna):
    confirm(anna, upload(anna, csv_of({})))
    undo = reverse("admin:salaries_salaryimport_undo", args=[SalaryImport.objects.get().pk])

    assert anna.get(undo).status_code == 405
    assert anna.get(reverse(APPLY)).status_code == 405


def test_log_can_only_be_looked_at(client):
    client.force_login(User.objects.create_superuser("editor"))
    record = SalaryImport.objects.create(file_name="figures.csv", digest="0" * 64)

    assert client.get(address(SalaryImport, "add")).status_code == 403
    assert client.post(address(SalaryImport, "delete", record.pk)).status_code == 403
    assert client.post(address(SalaryImport, "change", record.pk)).status_code == 403


@pytest.mark.parametrize("language", shown_codes())
def test_pages_of_the_import_hold_no_code_that_the_policy_refuses(anna, language):
    anna.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    preview = upload(anna, csv_of({"amount": "40000"}))
    applied = confirm(anna, preview, are_jumps_confirmed="on")
    pages = [
        anna.get(reverse(IMPORT)),
        preview,
        applied,
        upload(anna, b"nothing"),
        anna.get(address(SalaryImport, "changelist")),
        anna.get(address(SalaryImport, "change", SalaryImport.objects.get().pk)),
    ]

    for response in pages:
        assert CodeFinder(response.text).faults == []
        policy = response["content-security-policy"].split("; ")
        assert {"default-src 'none'", "script-src 'self'", "style-src 'self'"} < {*policy}


def shown_in(client, language, amount):
    """Tell whether the table of pay has `amount` euros for the occupation of the tests."""
    with translation.override(language):
        page = reverse("salaries:figure_list")
        text = formats.money(Decimal(amount), "EUR")
    response = client.get(page, {"occupation": "test-agents"})
    assert response.status_code == 200
    return text in response.text


@pytest.mark.parametrize("language", shown_codes())
def test_edit_import_and_undo_are_on_the_page_at_once(client, language):
    client.force_login(User.objects.create_superuser("editor"))
    figure = SalaryFigure.objects.get(code="agents-2025-median")
    assert shown_in(client, language, 30_000)

    save(client, figure, amount="29500.00")
    assert shown_in(client, language, 29_500)
    assert not shown_in(client, language, 30_000)

    confirm(client, upload(client, csv_of({})))
    assert shown_in(client, language, 31_000)

    record = SalaryImport.objects.get()
    client.post(reverse("admin:salaries_salaryimport_undo", args=[record.pk]))
    assert not shown_in(client, language, 31_000)
    assert shown_in(client, language, 29_500)
