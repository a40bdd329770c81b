from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from salaries.imports.importing import Upload
from salaries.imports.tables import LARGEST_FILE
from salaries.models import Source


class UploadForm(forms.Form):
    """A file of salary figures, and what a workbook of the BLS does not say itself."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV (UTF-8) or XLSX, no more than 2 MB and 5,000 rows."),
        allow_empty_file=True,
    )
    sheet = forms.CharField(
        # Translators: A label: the sheet of a spreadsheet.
        label=_("Sheet"),
        required=False,
        max_length=100,
        help_text=_("Of a workbook with several sheets; the first one if left empty."),
    )
    source = forms.ModelChoiceField(
        label=_("Source"),
        queryset=Source.objects.order_by("code"),
        to_field_name="code",
        required=False,
        help_text=_("Only for a workbook of the US Bureau of Labor Statistics."),
    )
    period = forms.CharField(
        # Translators: A label: a month such as 2025-05.
        label=_("Month"),
        required=False,
        max_length=7,
        help_text=_(
            "Only for a workbook of the US Bureau of Labor Statistics, as in 2025-05."
        ),
    )

    def clean_file(self):
        """Refuse a file that is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            limit = LARGEST_FILE // 1024 // 1024
            raise ValidationError(
                # Translators: %(limit)s is a number of megabytes.
                _("The file is larger than %(limit)s MB."),
                params={"limit": limit},
            )
        return file

    def upload(self) -> Upload:
        """Return what a valid form holds."""
        file, source = self.cleaned_data["file"], self.cleaned_data["source"]
        return Upload(
            file.name,
            file.read(),
            sheet=self.cleaned_data["sheet"],
            source=source.code if source else "",
            period=self.cleaned_data["period"],
        )


class ApplyForm(forms.Form):
    """What the page of the comparison sends back."""

    token = forms.CharField(widget=forms.HiddenInput)
    are_jumps_confirmed = forms.BooleanField(
        # Translators: A check box below a list of amounts far from those before.
        label=_("The amounts in this list are right."),
        required=False,
    )
