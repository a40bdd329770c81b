"""The ground floor of every translated record: texts, slugs, figures, versions."""

import dataclasses
import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator

from callcareers import collation
from callcareers.content.markup import (
    find_broken_references,
    find_currency_amounts,
    find_references,
)
from callcareers.content.slugs import LocalizedSlugField
from callcareers.languages import (
    CODES,
    SOURCE_LANGUAGE,
    active_language,
    column,
    shown_codes,
)


def translated_fields(model: type[models.Model]) -> list[str]:
    """Return the names of the registered fields of `model`, in order of declaration."""
    registered = translator.get_options_for_model(model).all_fields
    return [field.name for field in model._meta.fields if field.name in registered]


def required_texts(model: type[models.Model]) -> list[str]:
    """Return the fields that `model` needs in English, the one that names it first."""
    return list(translator.get_options_for_model(model).required_languages["en"])


def text_columns(model: type[models.Model]) -> list[str]:
    """Return the columns of the registered fields of `model`, in every language."""
    return [
        column(field, language) for field in translated_fields(model) for language in CODES
    ]


def prose_fields(model: type[models.Model]) -> list[str]:
    """Return the registered fields of `model` that translators write: all but slugs."""
    return [field for field in translated_fields(model) if field != "slug"]


def language_columns(model: type[models.Model], fields: Collection[str]) -> list[str]:
    """Return `fields` of `model`, each translated one as its columns that are shown.

    Those are the column of the active language and the English one; a plural, such as
    "slugs" or "names", stands for the field in every language.
    """
    registered = translated_fields(model)
    shown = sorted({active_language().code, SOURCE_LANGUAGE})
    columns = []
    for field in fields:
        if field in registered:
            columns += [column(field, language) for language in shown]
        elif (single := field.removesuffix("s")) in registered:
            columns += [column(single, language) for language in CODES]
        else:
            columns.append(field)
    return columns


def english_is_filled(*fields: str) -> list[models.CheckConstraint]:
    """Return constraints that refuse an empty English text in any of `fields`."""
    return [
        models.CheckConstraint(
            name=f"%(app_label)s_%(class)s_{field}_in_english",
            condition=Q(**{f"{column(field, SOURCE_LANGUAGE)}__isnull": False})
            & ~Q(**{column(field, SOURCE_LANGUAGE): ""}),
            violation_error_message=_("The English text must not be empty."),
        )
        for field in fields
    ]


def slug_needs(*fields: str) -> list[models.CheckConstraint]:
    """Return one constraint a language: a filled slug needs the texts in `fields`.

    A page exists in a language exactly when its slug in it is filled, so this keeps a
    half-translated page from existing.
    """
    constraints = []
    for language in CODES:
        texts_are_filled = Q(**{f"{column('slug', language)}__isnull": True})
        complete = ~Q(**{column("slug", language): ""})
        for field in fields:
            complete &= Q(**{f"{column(field, language)}__isnull": False})
            complete &= ~Q(**{column(field, language): ""})
        constraints.append(
            models.CheckConstraint(
                name=f"%(app_label)s_%(class)s_{column('slug', language)}_needs_texts",
                condition=texts_are_filled | complete,
                violation_error_message=_(
                    "A page needs its required texts in a language before it has "
                    "a slug in it."
                ),
            )
        )
    return constraints


class TranslatedQuerySet(models.QuerySet):
    def get_by_natural_key(self, code: str) -> models.Model:
        return self.get(code=code)

    def in_language(self, *texts: str, **related: Collection[str]) -> Self:
        """Fetch the texts of the active language and of English, and no others.

        `texts` narrows the translated fields that are fetched, without it all of them
        are, and the slug in every language; `related` joins foreign keys and names the
        fields to fetch through each, as in `family=["name"]`.
        """
        registered = translated_fields(self.model)
        unwanted = {
            *registered,
            *(column(field, language) for field in registered for language in CODES),
        }
        plain = [
            field.name
            for field in self.model._meta.concrete_fields
            if field.name not in unwanted and not field.generated
        ]
        if not texts:
            texts = ["slugs" if field == "slug" else field for field in registered]
        columns = language_columns(self.model, texts)
        for relation, fields in related.items():
            related_model = self.model._meta.get_field(relation).related_model
            columns += [
                f"{relation}__{name}" for name in language_columns(related_model, fields)
            ]
        return self.select_related(*related).only(*plain, *columns)

    def alphabetical(self, field: str = "name") -> Self:
        """Order by a translated field as readers of the active language expect it."""
        return self.order_by(collation.alphabetical(field), "code")

    def doubtful_in(self, language: str) -> Self:
        """Keep records with a text in `language` that is outdated or read by nobody."""
        units = TranslationUnit.objects.filter(
            model=self.model._meta.label_lower,
            code=models.OuterRef("code"),
            language=language,
        )
        doubts = Q()
        for field in prose_fields(self.model):
            of_field = units.filter(field=field)
            source = Coalesce(
                models.OuterRef(column(field, SOURCE_LANGUAGE)), models.Value("")
            )
            doubtful = of_field.filter(Q(is_machine_made=True) | ~Q(source=source))
            is_there = Q(**{f"{column(field, language)}__isnull": False})
            doubts |= is_there & models.Exists(doubtful)
        return self.filter(doubts)


class TranslatedPageQuerySet(TranslatedQuerySet):
    def with_page(self) -> Self:
        """Keep the records that have a page in the active language."""
        return self.filter(**{f"{column('slug', active_language().code)}__isnull": False})

    def at_slug(self, slug: str) -> Self:
        """Keep the record whose page in the active language is at `slug`."""
        return self.filter(**{column("slug", active_language().code): slug})


@dataclasses.dataclass(frozen=True, slots=True)
class Edit:
    """Who changes a record, and what the change means for its translations.

    `is_minor` says that a change of the English text leaves its translations right;
    `machine_made` names the columns whose new texts nobody has read yet; `sources` has, by
    column, the English text that a translation was made from where that is not the
    present one; `translators` whose a text is, by column, where it is not `by`'s;
    `replaced` the name that a catalogue has for the text that an import writes over.
    """

    by: str = ""
    is_minor: bool = False
    machine_made: Collection[str] = ()
    sources: Mapping[str, str] = dataclasses.field(default_factory=dict)
    translators: Mapping[str, str] = dataclasses.field(default_factory=dict)
    replaced: Mapping[str, str] = dataclasses.field(default_factory=dict)


class TranslatedModel(models.Model):
    """A record whose texts exist in every language, one column each.

    `code` is its stable, language-neutral name: the natural key of fixtures, the key of
    translations and of references in prose.
    """

    # Translators: The name of a record within the site, such as "csr"; readers
    # never see it.
    code = models.SlugField(_("code"), max_length=80, unique=True)

    objects = TranslatedQuerySet.as_manager()

    edit = Edit()

    class Meta:
        abstract = True

    def save(self, *args, update_fields: Iterable[str] | None = None, **kwargs) -> None:
        """Save, keeping the base column English, old addresses and sources known.

        django-modeltranslation fills the base column with the language active at the
        time, so a save under Finnish would turn it Finnish. This is the one override of
        `save()` in the project: no other place sees every save of every record.
        """
        if update_fields is not None:
            update_fields = self._with_every_language(update_fields)
        columns = [
            name
            for name in text_columns(type(self))
            if update_fields is None or name in update_fields
        ]
        with (
            transaction.atomic(using=kwargs.get("using")),
            translation.override(settings.MODELTRANSLATION_DEFAULT_LANGUAGE),
        ):
            before = self._stored(columns)
            for name in columns:
                setattr(self, name, tidy_text(getattr(self, name)))
            super().save(*args, update_fields=update_fields, **kwargs)
            SlugHistory.objects.remember(self, before)
            TranslationUnit.objects.note(self, before)

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    def clean(self) -> None:
        """Refuse typed amounts of money and references to figures that do not exist."""
        super().clean()
        errors: dict[str, list[ValidationError]] = {}
        for field in translated_fields(type(self)):
            for language in CODES:
                name = column(field, language)
                found = text_errors(getattr(self, name) or "")
                if found:
                    errors[name] = found
        if errors:
            raise ValidationError(errors)

    def _stored(self, columns: list[str]) -> dict[str, str | None]:
        """Return the texts that the database has in `columns`, none of a new record."""
        if self._state.adding:
            return dict.fromkeys(columns)
        stored = type(self)._base_manager.filter(pk=self.pk).values(*columns)
        return stored.first() or dict.fromkeys(columns)

    @classmethod
    def _with_every_language(cls, update_fields: Iterable[str]) -> set[str]:
        wanted = set(update_fields)
        for field in translated_fields(cls):
            columns = {field, *(column(field, language) for language in CODES)}
            if wanted & columns:
                wanted |= columns
        return wanted


class TranslatedPage(TranslatedModel):
    """A record with a page of its own in each language in which its slug is filled."""

    view_name: ClassVar[str]

    # Translators: The last part of a page's address, such as "team-leader" in
    # /en/roles/team-leader/.
    slug = LocalizedSlugField(_("slug"))

    objects = TranslatedPageQuerySet.as_manager()

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """Return the address in the active language, "" where there is no page."""
        slug = getattr(self, column("slug", active_language().code))
        return self.address_of(slug) if slug else ""

    def address_of(self, slug: str) -> str:
        """Return the address of this record's page at `slug` in the active language."""
        return reverse(self.view_name, kwargs={"slug": slug})

    def alternates(self, languages: Iterable[str] | None = None) -> dict[str, str]:
        """Return the address of the page in each of `languages` that it exists in.

        They are the shown ones where none are named.
        """
        return alternates_of(self, languages)


def alternates_of(
    record: "TranslatedPage | Figure", languages: Iterable[str] | None = None
) -> dict[str, str]:
    """Return the address of `record` in each of `languages` that it has one in."""
    addresses = {}
    for language in shown_codes() if languages is None else languages:
        with translation.override(language):
            if address := record.get_absolute_url():
                addresses[language] = address
    return addresses


class SlugHistoryQuerySet(models.QuerySet):
    def remember(self, record: TranslatedModel, before: Mapping[str, str | None]) -> None:
        """Note the slugs of `before` that `record` has given up."""
        for language in CODES:
            name = column("slug", language)
            old = before.get(name)
            if old and old != getattr(record, name):
                self.update_or_create(
                    model=record._meta.label_lower,
                    language=language,
                    slug=old,
                    defaults={"code": record.code},
                )

    def current_record(
        self, pages: TranslatedPageQuerySet, slug: str
    ) -> TranslatedPage | None:
        """Return the record of `pages` that was once at `slug` in the active language."""
        known = self.filter(
            model=pages.model._meta.label_lower,
            language=active_language().code,
            slug=slug,
        )
        return pages.filter(code__in=known.values("code")).first()


class SlugHistory(models.Model):
    """An address that a record had once; it redirects for ever."""

    # Translators: The kind of a record in the database, such as "roles.role".
    model = models.CharField(_("model"), max_length=100)
    code = models.CharField(_("code"), max_length=80)
    language = models.CharField(_("language"), max_length=10)
    slug = LocalizedSlugField(_("slug"))

    objects = SlugHistoryQuerySet.as_manager()

    class Meta:
        # Translators: The address that a page had before an editor changed it; it
        # still leads there.
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["model", "language", "slug"], name="content_former_address_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.language}: {self.slug}"


class TranslationUnitQuerySet(models.QuerySet):
    def of(self, record: TranslatedModel) -> Self:
        return self.filter(model=record._meta.label_lower, code=record.code)

    def note(self, record: TranslatedModel, before: Mapping[str, str | None]) -> None:
        """Note, for each text of `record` that differs from `before`, who changed it.

        A text that stays where its English source has changed keeps the source that it
        was made from, unless the edit is a minor one.
        """
        known = {(unit.field, unit.language): unit for unit in self.of(record)}
        written, dropped = [], []
        for field in prose_fields(type(record)):
            for language in CODES:
                name = column(field, language)
                unit = known.get((field, language))
                if name not in before:
                    continue
                if not getattr(record, name):
                    dropped += [unit.pk] if unit else []
                elif changed := _changed_unit(record, field, language, before, unit):
                    written.append(changed)
        if dropped:
            self.filter(pk__in=dropped).delete()
        self.put(written)

    def confirm(
        self, record: TranslatedModel, languages: Collection[str], *, by: str
    ) -> None:
        """Note that someone finds the texts of `record` in `languages` right."""
        confirmed = []
        for unit in self.of(record).filter(language__in=languages):
            english = getattr(record, column(unit.field, SOURCE_LANGUAGE)) or ""
            if unit.is_machine_made or unit.source != english:
                unit.source, unit.is_machine_made = english, False
                unit.changed_by, unit.changed_on = by, timezone.now()
                confirmed.append(unit)
        self.put(confirmed)

    def put(self, units: list["TranslationUnit"]) -> None:
        """Write `units` in the place of those of the same texts."""
        self.bulk_create(
            units,
            update_conflicts=True,
            unique_fields=["model", "code", "field", "language"],
            update_fields=[
                "source",
                "is_machine_made",
                "replaced",
                "changed_by",
                "changed_on",
            ],
            batch_size=1000,
        )


class TranslationUnit(models.Model):
    """What is known of one text of one record in one language.

    `source` is the English text that a translation was made from, empty for English
    itself; `replaced` the digest of the text that an import has written over, "" where
    the text was changed in another way since. A text without a unit was written past
    `save()`; nothing is known of it.
    """

    class State(models.TextChoices):
        # Translators: The state of a translation: made from the English text as it is now.
        CURRENT = "current", _("Current")
        # Translators: The state of a translation: the English text has changed since.
        OUTDATED = "outdated", _("Outdated")
        MACHINE = "machine", _("Machine-made, not yet read")
        # Translators: The state of a translation: there is none.
        MISSING = "missing", _("Missing")

    model = models.CharField(_("model"), max_length=100)
    code = models.CharField(_("code"), max_length=80)
    # Translators: The name of a text of a record, such as "summary".
    field = models.CharField(_("field"), max_length=40)
    language = models.CharField(_("language"), max_length=10)
    # Translators: The English text that a translation was made from.
    source = models.TextField(_("source text"), blank=True)
    is_machine_made = models.BooleanField(_("machine-made, not yet read"), default=False)
    # Translators: What catalogues call the text that the last import wrote over.
    replaced = models.CharField(_("replaced text"), max_length=8, blank=True)
    # Translators: The name of an editor.
    changed_by = models.CharField(_("changed by"), max_length=150, blank=True)
    changed_on = models.DateTimeField(_("changed on"), null=True, blank=True)

    objects = TranslationUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation state")
        verbose_name_plural = _("translation states")
        constraints = [
            models.UniqueConstraint(
                fields=["model", "code", "field", "language"],
                name="content_translation_unit_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.model}:{self.code}:{self.field} {self.language}"

    @classmethod
    def state_of(
        cls, unit: "TranslationUnit | None", english: str | None, text: str | None
    ) -> State:
        """Return the state of `text` as a translation of `english`, as `unit` knows it."""
        if not text:
            return cls.State.MISSING
        if unit is None or unit.language == SOURCE_LANGUAGE:
            return cls.State.CURRENT
        if unit.is_machine_made:
            return cls.State.MACHINE
        return cls.State.CURRENT if unit.source == english else cls.State.OUTDATED


def _changed_unit(
    record: TranslatedModel,
    field: str,
    language: str,
    before: Mapping[str, str | None],
    unit: TranslationUnit | None,
) -> TranslationUnit | None:
    """Return what is to be noted of a text of `record`, None where nothing is."""
    name, source_name = column(field, language), column(field, SOURCE_LANGUAGE)
    english = getattr(record, source_name) or ""
    english_before = before[source_name] or ""
    is_source = language == SOURCE_LANGUAGE
    identity = {
        "model": record._meta.label_lower,
        "code": record.code,
        "field": field,
        "language": language,
    }
    if getattr(record, name) != before[name]:
        return TranslationUnit(
            **identity,
            source="" if is_source else record.edit.sources.get(name, english),
            is_machine_made=name in record.edit.machine_made and not is_source,
            replaced=record.edit.replaced.get(name, ""),
            changed_by=record.edit.translators.get(name, record.edit.by),
            changed_on=timezone.now(),
        )
    if is_source or english == english_before:
        return None
    if unit is None:
        unit = TranslationUnit(**identity, source=english_before)
    if record.edit.is_minor and unit.source == english_before:
        unit.source = english
    return unit


class Figure(TranslatedModel):
    """A number with a source, kept once, that prose may cite by its code.

    `FACETS` names the sides of the figure that a reference may ask for, as in
    `[[code:period]]`; "" is the figure itself.
    """

    FACETS: ClassVar[frozenset[str]]
    is_overdue: bool = False
    due_on: datetime.date | None = None

    objects: ClassVar[Any]
    source: Any
    source_id: int
    period: str

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """Return the address of the figure's passport in the active language."""
        return reverse("salaries:figure_detail", kwargs={"code": self.code})

    def clean(self) -> None:
        """Refuse a code that a figure of another kind has: references would be unclear."""
        super().clean()
        for model in figure_models():
            is_other = not isinstance(self, model)
            if is_other and model._base_manager.filter(code=self.code).exists():
                raise ValidationError(
                    {"code": _("A figure of another kind has this code.")}
                )

    def alternates(self) -> dict[str, str]:
        """Return the address of the figure's passport in each language."""
        return alternates_of(self)

    def facet_value(self, facet: str) -> str:
        """Return the side of the figure that `facet` names, for machines."""
        raise NotImplementedError

    def facet_text(self, facet: str) -> str:
        """Return the side of the figure that `facet` names, for readers."""
        raise NotImplementedError


class ContentVersion(models.Model):
    """The one row that counts every change of content, in the change's transaction.

    Database triggers raise the number, so no way of writing goes unnoticed: not bulk
    updates, not `loaddata`, not SQL typed by hand.
    """

    # Translators: Counts the changes of the content: 1, 2, 3, …
    number = models.PositiveBigIntegerField(_("number"), default=1)
    # Translators: When the content was last changed.
    changed_at = models.DateTimeField(_("changed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("content version")

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        return cls.objects.values_list("number", flat=True).get()


class LoadedRecord(models.Model):
    """What the content files last wrote into a record.

    A record whose content differs from `digest` was changed by an editor since, and the
    next load leaves it alone.
    """

    model = models.CharField(_("model"), max_length=100)
    key = models.CharField(_("key"), max_length=200)
    # Translators: A check sum of a record's content.
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        # Translators: A record as the content files last wrote it, to tell what
        # editors changed since.
        verbose_name = _("loaded record")
        verbose_name_plural = _("loaded records")
        constraints = [
            models.UniqueConstraint(
                fields=["model", "key"], name="content_loaded_record_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"


def tidy_text(text: str | None) -> str | None:
    """Return `text` with plain line ends and nothing around it, None where it is empty.

    Browsers send CRLF, and catalogues cannot hold it without a fault.
    """
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip() or None


def figure_models() -> list[Any]:
    """Return the models whose records prose may cite."""
    return [model for model in apps.get_models() if issubclass(model, Figure)]


def figure_with_code(code: str) -> Any:
    """Return the figure of any kind that `code` names, with its source, else None."""
    for model in figure_models():
        if figure := model.objects.filter(code=code).with_sources().first():
            return figure
    return None


def unknown_references(texts: Collection[str]) -> list[str]:
    """Return the references in `texts` that lead to no figure, as they were written."""
    cited = {reference for text in texts for reference in find_references(text)}
    codes = {reference.code for reference in cited}
    facets = (
        {
            code: model.FACETS
            for model in figure_models()
            for code in model._base_manager.filter(code__in=codes).values_list(
                "code", flat=True
            )
        }
        if codes
        else {}
    )
    return sorted(
        f"[[{reference.code}:{reference.facet}]]".replace(":]]", "]]")
        for reference in cited
        if reference.facet not in facets.get(reference.code, ())
    )


def text_errors(text: str) -> list[ValidationError]:
    """Return what `text` may not hold: typed money, broken or unknown references."""
    errors = [
        ValidationError(
            # Translators: %(amount)s is what the editor wrote, such as "$18.50". [[its-
            # code]] shows how a figure is cited; its words may be translated, its
            # brackets stay.
            _("%(amount)s is a typed amount: cite a salary figure as [[its-code]]."),
            code="typed_amount",
            params={"amount": amount},
        )
        for amount in find_currency_amounts(text)
    ]
    errors += [
        ValidationError(
            # Translators: %(reference)s is what the editor wrote, such as "[[pay
            # 2024]]". In the examples "code" is the name of a figure, "facet" one of its
            # sides, such as "period".
            _("%(reference)s is not a reference: write [[code]] or [[code:facet]]."),
            code="broken_reference",
            params={"reference": reference},
        )
        for reference in find_broken_references(text)
    ]
    errors += [
        ValidationError(
            # Translators: %(reference)s is what the editor wrote, such as "[[no-such-
            # code]]".
            _("%(reference)s leads to no figure."),
            code="unknown_reference",
            params={"reference": reference},
        )
        for reference in unknown_references([text])
    ]
    return errors
