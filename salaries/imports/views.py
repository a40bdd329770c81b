"""The pages of the admin on which files of salary figures come in and are taken back."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from salaries.imports.faults import ImportRefused
from salaries.imports.forms import ApplyForm, UploadForm
from salaries.imports.importing import ContentChanged, Report, import_figures
from salaries.imports.undoing import undo
from salaries.imports.uploads import UploadGone, bring_back, drop, keep
from salaries.models import SalaryImport

SHOWN_CHANGES = 500


def may_import(request: HttpRequest) -> bool:
    """Tell whether the user may add and change salary figures."""
    return request.user.has_perms(
        ["salaries.add_salaryfigure", "salaries.change_salaryfigure"]
    )


def refuse_strangers(request: HttpRequest) -> None:
    if not may_import(request):
        raise PermissionDenied


def upload(request: HttpRequest, model_admin: ModelAdmin) -> HttpResponse:
    """Take a file, and show what it would change, or why it is refused."""
    refuse_strangers(request)
    if request.method != "POST":
        return page(request, model_admin, "upload", form=UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return refusal(request, model_admin, form, [])
    by = request.user.get_username()
    try:
        report = import_figures(
            form.upload(), by=by, is_dry_run=True, are_jumps_confirmed=True
        )
    except ImportRefused as refused:
        return refusal(request, model_admin, form, refused.lines)
    return preview(request, model_admin, report)


@require_POST
def apply(request: HttpRequest, model_admin: ModelAdmin) -> HttpResponse:
    """Write what the page before has shown, unless anything has changed since."""
    refuse_strangers(request)
    form = ApplyForm(request.POST)
    by = request.user.get_username()
    try:
        brought, version = bring_back(form.data.get("token", ""), by)
    except UploadGone:
        reason = _("The file is no longer kept here. Choose it again.")
        return refusal(request, model_admin, UploadForm(), [reason])
    is_confirmed = form.is_valid() and form.cleaned_data["are_jumps_confirmed"]
    try:
        report = import_figures(
            brought,
            by=by,
            is_dry_run=False,
            are_jumps_confirmed=is_confirmed,
            version=version,
        )
    except ImportRefused as refused:
        return refusal(request, model_admin, UploadForm(), refused.lines)
    except ContentChanged:
        reason = _(
            "Somebody has changed the content since you looked. Choose the file again, and "
            "look again."
        )
        return refusal(request, model_admin, UploadForm(), [reason])
    drop(brought)
    messages.success(request, format_html('{} <a href="{}">{}</a>', *done(report)))
    return redirect("admin:salaries_salaryfigure_changelist")


@require_POST
def take_back(
    request: HttpRequest, model_admin: ModelAdmin, object_id: str
) -> HttpResponse:
    """Undo an import, or say why not."""
    refuse_strangers(request)
    record = get_object_or_404(SalaryImport, pk=object_id)
    try:
        undo(record, request.user.get_username())
    except ImportRefused as refused:
        for line in refused.lines:
            messages.error(request, line)
    else:
        # Translators: %(file)s is the name of a file.
        said = _("The import of %(file)s was undone.") % {"file": record.file_name}
        messages.success(request, said)
    return redirect("admin:salaries_salaryimport_change", record.pk)


def preview(request: HttpRequest, model_admin: ModelAdmin, report: Report) -> HttpResponse:
    token = keep(report, request.user.get_username()) if report.changes else ""
    return page(
        request,
        model_admin,
        "preview",
        report=report,
        form=ApplyForm(initial={"token": token}),
        shown_changes=report.changes[:SHOWN_CHANGES],
        hidden_count=max(len(report.changes) - SHOWN_CHANGES, 0),
    )


def refusal(
    request: HttpRequest, model_admin: ModelAdmin, form: UploadForm, reasons: list[str]
) -> HttpResponse:
    response = page(request, model_admin, "upload", form=form, reasons=reasons)
    response.status_code = HTTPStatus.BAD_REQUEST
    return response


def page(
    request: HttpRequest, model_admin: ModelAdmin, name: str, **context: Any
) -> HttpResponse:
    return TemplateResponse(
        request,
        f"admin/salaries/salaryfigure/import_{name}.html",
        {
            **model_admin.admin_site.each_context(request),
            "opts": model_admin.opts,
            "title": _("Import salary figures"),
            **context,
        },
    )


def done(report: Report) -> tuple[str, str, str]:
    """Return what was done, and the address and words that lead to its log entry."""
    if report.record is None:
        log = reverse("admin:salaries_salaryimport_changelist")
        return _("Nothing has changed."), log, _("All imports")
    counts = {
        "created": report.created_count,
        "updated": report.updated_count,
        "unchanged": report.unchanged_count,
    }
    return (
        # Translators: Each stands for a number of records.
        _("Created: %(created)s. Updated: %(updated)s. Unchanged: %(unchanged)s.") % counts,
        reverse("admin:salaries_salaryimport_change", args=[report.record.pk]),
        _("See the import, or undo it"),
    )
