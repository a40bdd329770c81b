"""The admin of translated records: a fieldset a language, and what is missing in it."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationBaseModelAdmin

from callcareers.content.models import (
    Edit,
    SlugHistory,
    TranslatedModel,
    TranslatedPage,
    TranslationUnit,
    column,
    required_texts,
    translated_fields,
)
from callcareers.content.slugs import LocalizedSlugField
from callcareers.formats import day
from callcareers.languages import (
    BY_CODE,
    CODES,
    SOURCE_LANGUAGE,
    TABLE,
    TRANSLATION_CODES,
    Language,
    active_language,
)

State = TranslationUnit.State

LONGEST_LINE = 200
CHARACTERS_IN_A_ROW = 85
MOST_ROWS = 24
SEPARATOR = "\u00a0· "


def search_columns(
    model: type[TranslatedModel], in_every_language: Collection[str] = ()
) -> list[str]:
    """Return what a search in the list of `model` reads: its code and its texts.

    The texts are read in English, those of `in_every_language` in all languages.
    """
    return ["code"] + [
        column(field, language)
        for field in translated_fields(model)
        for language in (CODES if field in in_every_language else [SOURCE_LANGUAGE])
    ]


class DoubtfulFilter(admin.SimpleListFilter):
    """Keep records with a translation that is outdated, or that nobody has read yet."""

    # Translators: A filter of a list: "By translations to look at".
    title = _("translations to look at")
    parameter_name = "doubtful"

    def lookups(self, request, model_admin):
        return [(code, BY_CODE[code].name) for code in TRANSLATION_CODES]

    def queryset(self, request, queryset):
        if self.value() in TRANSLATION_CODES:
            return queryset.doubtful_in(self.value())
        return queryset


def translation_filters(field: str) -> list[Any]:
    """Return list filters by what translations lack: `field` in a language, or care."""
    missing = [
        (column(field, language), admin.EmptyFieldListFilter)
        for language in TRANSLATION_CODES
    ]
    return [DoubtfulFilter, *missing]


class TranslatedForm(forms.ModelForm):
    """Edit a record in all languages; its code stays as it was first saved.

    Each text says in which state it is and who changed it when. `units` is what is known
    of the texts of several records, this one among them, by code.
    """

    def __init__(self, *args, units=None, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "code" in self.fields:
            self.fields["code"].disabled = True
        for field in translated_fields(type(self.instance)):
            self._fit_rows(field)
        if units is None:
            known = known_units(self.instance)
        else:
            known = units.get(self.instance.code, [])
        for unit in known:
            if form_field := self.fields.get(column(unit.field, unit.language)):
                form_field.help_text = what_is_known(unit, self.instance)

    def clean(self) -> dict[str, object]:
        """Refuse the address of a page whose texts are missing, at each such text.

        A constraint refuses it too, but cannot say which language it means.
        """
        cleaned_data = super().clean()
        if isinstance(self.instance, TranslatedPage):
            for language in CODES:
                if cleaned_data.get(column("slug", language)):
                    self._require_texts(language)
        return cleaned_data

    def _require_texts(self, language: str) -> None:
        for field in required_texts(type(self.instance)):
            name = column(field, language)
            if name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, _("A page in this language needs this text."))

    def _fit_rows(self, field: str) -> None:
        """Give each text area of `field` the rows that the English text takes."""
        text = getattr(self.instance, column(field, SOURCE_LANGUAGE)) or ""
        lines = text.splitlines()
        taken = sum(1 + len(line) // CHARACTERS_IN_A_ROW for line in lines)
        for language in CODES:
            form_field = self.fields.get(column(field, language))
            if form_field and isinstance(form_field.widget, forms.Textarea):
                attrs = form_field.widget.attrs
                attrs["rows"] = min(max(taken, attrs["rows"]), MOST_ROWS)


class TranslatedFormSet(forms.BaseInlineFormSet):
    """Edit the parts of a record; one query asks what is known of all their texts."""

    @cached_property
    def units(self) -> dict[str, list[TranslationUnit]]:
        """Return what is known of the texts of each part, by its code."""
        units = TranslationUnit.objects.filter(
            model=self.model._meta.label_lower,
            code__in=[part.code for part in self.get_queryset()],
        )
        by_code: dict[str, list[TranslationUnit]] = {}
        for unit in units:
            by_code.setdefault(unit.code, []).append(unit)
        return by_code

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"units": self.units}


class RecordForm(TranslatedForm):
    """Edit a record, and say what the change means for its translations."""

    is_minor_edit = forms.BooleanField(
        # Translators: A check box in the form of a record.
        label=_("Minor edit"),
        help_text=_("What changes in English leaves the translations right."),
        required=False,
    )
    confirmed = forms.MultipleChoiceField(
        # Translators: A label: languages whose texts are right can be ticked.
        label=_("Right as they stand"),
        help_text=_(
            "The texts in these languages are outdated or nobody has read them yet. Tick "
            "a language to say that its texts are right."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["confirmed"].choices = [
            (code, BY_CODE[code].name) for code in doubtful_languages(self.instance)
        ]


class LanguageWidgetsAdmin(TranslationBaseModelAdmin):
    """Give each translated field a widget that knows its language; for inlines too."""

    form = TranslatedForm
    formset = TranslatedFormSet
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        language = getattr(db_field, "language", None)
        if language is None:
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        kwargs["widget"] = text_widget(db_field, BY_CODE[language])
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        field.empty_value = None
        if isinstance(db_field, LocalizedSlugField):
            field.help_text = _("The page exists in this language once this is filled.")
        return field


class LanguageFieldsetsAdmin(LanguageWidgetsAdmin, TranslationAdmin):
    """Show what belongs to no language first, then a fieldset a language.

    `fields`, where a subclass has it, names and orders the former alone.
    """

    form = RecordForm
    save_on_top = True

    def save_model(self, request, obj, form, change):
        obj.edit = self.edit_in(request, form)
        super().save_model(request, obj, form, change)
        TranslationUnit.objects.confirm(
            obj, form.cleaned_data["confirmed"], by=request.user.get_username()
        )

    def save_formset(self, request, form, formset, change):
        for part in formset.forms:
            if isinstance(part.instance, TranslatedModel):
                part.instance.edit = self.edit_in(request, form)
        super().save_formset(request, form, formset, change)

    def edit_in(self, request: HttpRequest, form: RecordForm) -> Edit:
        """Return who edits a record and its parts, and what `form` says of the edit."""
        return Edit(request.user.get_username(), form.cleaned_data["is_minor_edit"])

    def get_readonly_fields(
        self, request: HttpRequest, obj: TranslatedModel | None = None
    ) -> list[str]:
        kept = [] if obj is None else ["code"]
        return [*kept, *super().get_readonly_fields(request, obj)]

    def get_fieldsets(self, request: HttpRequest, obj: TranslatedModel | None = None):
        texts = translated_fields(self.model)
        columns = {
            language: [column(field, language.code) for field in texts]
            for language in TABLE
            if texts
        }
        spoken = {name for names in columns.values() for name in names}
        fields = self.get_fields(request, obj)
        apart = {*spoken, *RecordForm.declared_fields, "code"}
        plain = [name for name in fields if name not in apart]
        if obj is not None and texts:
            plain += ["is_minor_edit"]
            plain += ["confirmed"] if doubtful_languages(obj) else []
        return [
            (None, {"fields": ["code", *plain]}),
            *(
                (heading(language, obj), {"fields": names, "classes": classes(language)})
                for language, names in columns.items()
            ),
        ]

    # Translators: A column: in which languages texts of a record are missing.
    @admin.display(description=_("texts"))
    def texts(self, record: TranslatedModel) -> str | None:
        """Say that the texts are complete, or how many each lacking language has."""
        filled = filled_fields(record)
        total = text_count(filled)
        if not total:
            return None
        lacking = [
            f"{language}\u00a0{len(fields)}/{total}"
            for language, fields in filled.items()
            if len(fields) < total
        ]
        # Translators: In a list of records: every language has every text.
        return SEPARATOR.join(lacking) or _("complete")


class TranslatedPageAdmin(LanguageFieldsetsAdmin):
    """The admin of records that have a page in each language."""

    def view_on_site(self, record: TranslatedPage) -> str | None:
        """Return the address in the editor's language, else in the first there is."""
        addresses = self.addresses(record)
        first = next(iter(addresses.values()), None)
        return addresses.get(active_language().code, first)

    # Translators: A column: links to the page of a record in each language.
    @admin.display(description=_("pages"))
    def pages(self, record: TranslatedPage) -> SafeString | None:
        """Link to the page in each language that it exists in."""
        links = (
            (address, code, BY_CODE[code].name, code)
            for code, address in self.addresses(record).items()
        )
        link = '<a href="{}" hreflang="{}" title="{}">{}</a>'
        return format_html_join(SEPARATOR, link, links) or None

    def addresses(self, record: TranslatedPage) -> dict[str, str]:
        """Return the address of the page, by language, where readers find one."""
        return record.alternates()


@admin.register(SlugHistory)
class SlugHistoryAdmin(admin.ModelAdmin):
    """Former addresses, to look at; they arise when an editor changes a slug."""

    list_display = ["slug", "language", "model", "code"]
    list_filter = ["language", "model"]
    search_fields = ["slug", "code"]
    ordering = ["model", "code", "language", "slug"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def known_units(record: TranslatedModel) -> list[TranslationUnit]:
    """Return what is known of the texts of `record`, nothing of a new one."""
    return list(TranslationUnit.objects.of(record)) if record.pk else []


def state_of(unit: TranslationUnit, record: TranslatedModel) -> TranslationUnit.State:
    """Return the state of the text of `record` that `unit` knows."""
    source = getattr(record, column(unit.field, SOURCE_LANGUAGE))
    text = getattr(record, column(unit.field, unit.language))
    return TranslationUnit.state_of(unit, source, text)


def doubtful_languages(record: TranslatedModel) -> list[str]:
    """Return the languages in which a text is outdated, or machine-made and unread."""
    doubtful = {
        unit.language
        for unit in known_units(record)
        if state_of(unit, record) in {State.OUTDATED, State.MACHINE}
    }
    return [code for code in TRANSLATION_CODES if code in doubtful]


def what_is_known(unit: TranslationUnit, record: TranslatedModel) -> str:
    """Return for editors in which state a text is, and who changed it when."""
    state = state_of(unit, record)
    said = []
    if state == State.OUTDATED:
        # Translators: %(source)s is the English text as it was before it was changed.
        said.append(_("Outdated: translated from “%(source)s”.") % {"source": unit.source})
    elif state == State.MACHINE:
        said.append(_("Machine-made, and nobody has read it yet."))
    if unit.changed_on and unit.changed_by:
        said.append(
            # Translators: %(name)s is an editor or translator, %(day)s a date.
            _("Changed by %(name)s on %(day)s.")
            % {"name": unit.changed_by, "day": day(unit.changed_on.date())}
        )
    elif unit.changed_on:
        # Translators: Of a text. %(day)s is a date.
        said.append(_("Changed on %(day)s.") % {"day": day(unit.changed_on.date())})
    return escape(" ".join(map(str, said)))


def text_widget(db_field: models.Field, language: Language) -> forms.Widget:
    """Return a widget as large as the texts of `db_field`, in `language`."""
    is_slug = isinstance(db_field, LocalizedSlugField)
    attrs = {
        "lang": language.code,
        "dir": language.direction,
        "spellcheck": "false" if is_slug else "true",
        "class": "vLargeTextField",
    }
    if isinstance(db_field, models.TextField):
        return AdminTextareaWidget({**attrs, "rows": 6})
    if db_field.max_length > LONGEST_LINE:
        return AdminTextareaWidget({**attrs, "rows": 3})
    return AdminTextInputWidget(attrs)


def heading(language: Language, record: TranslatedModel | None) -> SafeString:
    """Return the name of a language, with how many of the texts of `record` it has."""
    name = format_html(
        '<span lang="{}">{}</span> ({})', language.code, language.name, language.code
    )
    filled = filled_fields(record) if record else {}
    if total := text_count(filled):
        return format_html("{} — {}/{}", name, len(filled[language.code]), total)
    return name


def classes(language: Language) -> list[str]:
    """Return the classes of a language's fieldset: the English one is open at first."""
    return ["collapse", "open"] if language.code == SOURCE_LANGUAGE else ["collapse"]


def filled_fields(record: TranslatedModel) -> dict[str, set[str]]:
    """Return, by language, the fields of `record` that hold a text in it."""
    fields = translated_fields(type(record))
    return {
        language: {field for field in fields if getattr(record, column(field, language))}
        for language in CODES
    }


def text_count(filled: dict[str, set[str]]) -> int:
    """Return how many fields hold a text in one language at least."""
    return len(set().union(*filled.values()))
