"""The content in the repository: `fixtures/<app>.json` and `locale/<lang>/…/content.po`.

Both hold the same texts. The fixtures hold every field of every record in Django's own
format; the catalogues are the translators' face of them. Where a catalogue and a fixture
differ, the catalogue is right, for translators work on nothing else.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, models, transaction

from callcareers.content.models import (
    Edit,
    LoadedRecord,
    TranslatedModel,
    TranslatedPage,
    column,
    required_texts,
    tidy_text,
    translated_fields,
)
from callcareers.content.slugs import slugify_text
from callcareers.languages import CODES, TRANSLATION_CODES
from callcareers.translations.catalogue_export import (
    catalogue_text,
    make_catalogue,
    page_addresses,
    refuse_to_lose,
)
from callcareers.translations.catalogues import (
    Catalogue,
    ContentRefused,
    Fault,
    catalogue_path,
    read_catalogue,
)
from callcareers.translations.rules import field_faults
from callcareers.translations.states import take_states

CONTENT_APPS = ("roles", "salaries", "faq")
# The columns that came after the first version, by the start of their names.
LATER_FIELDS = {
    "faq.question": ("duties", "skills"),
    "roles.duty": ("skills",),
    "roles.occupation": ("counted_in",),
    "salaries.area": ("name", "other_currencies"),
    "salaries.workfigure": ("area",),
}

Key = tuple[str, ...]


@dataclass(slots=True)
class LoadReport:
    """What a load did: how many records were new, changed, as they were, or kept."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)


@dataclass(slots=True)
class FileRecord:
    """One record as the files state it.

    `catalogues` names the file of each text that a catalogue has and not the fixture, and
    `translators` who last worked on that file.
    """

    file: str
    model: type[models.Model]
    fields: dict[str, Any]
    catalogues: dict[str, str] = field(default_factory=dict)
    translators: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        names = key_fields(self.model)
        values = (self.fields.get(name) for name in names)
        return tuple(
            str(value[0] if isinstance(value, list) and value else value)
            for value in values
        )

    @property
    def name(self) -> str:
        return f"{self.model._meta.label_lower} {'/'.join(self.key)}"

    def fault(self, field_name: str, reason: object) -> Fault:
        file = self.catalogues.get(field_name, self.file)
        return Fault(file, self.name, field_name, str(reason))


def load_content(*, overwrite: bool = False, is_minor: bool = False) -> LoadReport:
    """Bring the content files into the database, all of them or nothing.

    Records that editors changed since the last load are kept, unless `overwrite`. A
    translation whose English text is not the one that its catalogue has becomes outdated,
    unless `is_minor` says that the English changes leave the translations right.
    Raises `ContentRefused` with every fault that was found.
    """
    records, catalogues = read_files()
    with transaction.atomic():
        loading = _Loading(overwrite=overwrite)
        for record in loading.in_order(records):
            loading.load(record)
        loading.finish()
        for language, catalogue in catalogues.items():
            taken = [
                entry
                for entry in catalogue.entries
                if f"{entry.label} {entry.code}" not in loading.report.kept
            ]
            take_states(language, taken, is_minor=is_minor)
    return loading.report


def export_content(*, is_careful: bool = False) -> dict[Path, str]:
    """Return the text of each content file, by its path, as the database has it.

    Raises `ContentRefused` where a catalogue that there is cannot be read and, if
    `is_careful`, where it has translators' work that the database has not.
    """
    files = {}
    records = all_records()
    for label in CONTENT_APPS:
        of_app = [
            {"model": model._meta.label_lower, "fields": fields}
            for model, stored in records.items()
            if model._meta.app_label == label
            for fields in stored
        ]
        files[fixture_path(label)] = json.dumps(of_app, indent=2, ensure_ascii=False) + "\n"
    addresses = page_addresses()
    for language in TRANSLATION_CODES:
        catalogue = make_catalogue(language, records, addresses)
        if is_careful:
            refuse_to_lose(language, catalogue)
        files[catalogue_path(language)] = catalogue_text(catalogue)
    return files


def all_records() -> dict[type[models.Model], list[dict[str, Any]]]:
    """Return the fields of every content record as the files hold them, by model."""
    return {model: list(stored_records(model)) for model in content_models()}


def fixture_path(app_label: str) -> Path:
    return Path(settings.FIXTURE_DIRS[0]) / f"{app_label}.json"


def content_models() -> list[type[models.Model]]:
    """Return the models of the content files, each after those that it refers to."""
    return [
        model
        for label in CONTENT_APPS
        for model in apps.get_app_config(label).get_models()
        if hasattr(model, "natural_key")
    ]


def key_fields(model: type[models.Model]) -> list[str]:
    """Return the fields that name a record of `model`: its code, or what it ties."""
    if issubclass(model, TranslatedModel):
        return ["code"]
    return [found.name for found in model._meta.fields if found.is_relation]


def stored_fields(model: type[models.Model]) -> list[Any]:
    """Return the fields of `model` that the files hold, sorted by name."""
    base = translated_fields(model) if issubclass(model, TranslatedModel) else []
    concrete: list[Any] = list(model._meta.concrete_fields)
    held = [
        found
        for found in [*concrete, *model._meta.many_to_many]
        if not found.primary_key
        and not found.generated
        and found.name not in base
        and not (found.many_to_many and not found.remote_field.through._meta.auto_created)
    ]
    return sorted(held, key=lambda found: found.name)


def stored_records(model: type[models.Model]) -> Iterator[dict[str, Any]]:
    """Yield the fields of each record of `model` as the files hold them, by natural key.

    Empty translations are left out, so that a file shows what there is; but the address
    of a page that an editor has taken away stands there as null, else the next load
    would make it anew.
    """
    held = stored_fields(model)
    related = {
        found.name: _codes(found.related_model) for found in held if found.is_relation
    }
    tied = {found.name: _ties(found) for found in held if found.many_to_many}
    columns = {
        column(name, language)
        for name in (translated_fields(model) if issubclass(model, TranslatedModel) else [])
        for language in CODES
    }
    rows = model._base_manager.values(
        "pk", *(found.attname for found in held if not found.many_to_many)
    )
    records = []
    for row in rows:
        fields: dict[str, Any] = {}
        for found in held:
            if found.many_to_many:
                ties = tied[found.name].get(row["pk"], [])
                fields[found.name] = sorted([related[found.name][pk]] for pk in ties)
            elif found.is_relation:
                pk = row[found.attname]
                fields[found.name] = pk and [related[found.name][pk]]
            elif found.name not in columns or row[found.attname]:
                fields[found.name] = _plain(row[found.attname])
        records.append(_with_withdrawn_slugs(model, fields))
    names = key_fields(model)
    yield from sorted(records, key=lambda fields: [str(fields[name]) for name in names])


def read_files() -> tuple[list[FileRecord], dict[str, Catalogue]]:
    """Return the records of all content files, and the catalogues by language.

    The records have the texts of the catalogues where the two differ. Raises
    `ContentRefused` where a file cannot be read as what it should be.
    """
    faults: list[Fault] = []
    records: dict[tuple[str, Key], FileRecord] = {}
    for label in CONTENT_APPS:
        for record in _read_fixture(label, faults):
            identity = (record.model._meta.label_lower, record.key)
            if identity in records:
                faults.append(record.fault("", "The record stands here twice."))
            records[identity] = record
    catalogues = {}
    for language in TRANSLATION_CODES:
        if (path := catalogue_path(language)).exists():
            try:
                catalogues[language] = read_catalogue(path, language)
            except ContentRefused as refused:
                faults += refused.faults
    for catalogue in catalogues.values():
        _take_catalogue(catalogue, records, faults)
    if faults:
        raise ContentRefused(faults)
    for record in records.values():
        _propose_slugs(record)
    return list(records.values()), catalogues


class _Loading:
    """One load in progress, inside its transaction."""

    def __init__(self, *, overwrite: bool) -> None:
        self.overwrite = overwrite
        self.report = LoadReport()
        self.faults: list[Fault] = []
        self.written: list[tuple[FileRecord, models.Model]] = []
        self.stored: dict[type[models.Model], dict[Key, dict[str, Any]]] = {}
        self.digests = {
            (loaded.model, loaded.key): loaded.digest
            for loaded in LoadedRecord.objects.all()
        }
        self.loaded: list[LoadedRecord] = []
        self.refused: set[tuple[type[models.Model], Key]] = set()
        self.found: dict[tuple[type[models.Model], Key], models.Model] = {}

    def in_order(self, records: list[FileRecord]) -> list[FileRecord]:
        """Return the records of each model in the order that the model wants, if any."""

        def place(record: FileRecord) -> tuple[int, ...]:
            saving_order = getattr(record.model, "saving_order", None)
            if saving_order is None:
                return (order[record.model],)
            before = self._stored_before(record.model).get(record.key)
            return (order[record.model], *saving_order(before, _as_exported(record)))

        order = {model: place for place, model in enumerate(content_models())}
        return sorted(records, key=place)

    def load(self, record: FileRecord) -> None:
        """Write `record` where the database has something else, unless an editor has."""
        before = self._stored_before(record.model).get(record.key)
        label = record.model._meta.label_lower
        known = self.digests.get((label, "/".join(record.key)))
        is_edited = known is not None and (
            before is None or known not in {_digest(before), _former_digest(label, before)}
        )
        after = _as_exported(record)
        if before == after:
            self.report.unchanged += 1
        elif is_edited and not self.overwrite:
            self.report.kept.append(record.name)
            return
        elif self._write(record, before is None):
            self.report.created += before is None
            self.report.updated += before is not None
        self._remember(record, after)

    def finish(self) -> None:
        """Check what could only be checked with everything in place, then commit."""
        if not self.faults:
            for record, instance in self.written:
                self._check(record, instance.clean)
        if self.faults:
            raise ContentRefused(self.faults)
        LoadedRecord.objects.bulk_create(
            self.loaded,
            update_conflicts=True,
            unique_fields=["model", "key"],
            update_fields=["digest"],
        )

    def _write(self, record: FileRecord, is_new: bool) -> bool:
        instance = record.model() if is_new else self._instance(record)
        ties: dict[str, list[models.Model]] = {}
        faults_before = len(self.faults)
        for name, value in record.fields.items():
            self._assign(record, instance, name, value, ties)
        for found in stored_fields(record.model):
            if found.name not in record.fields:
                self._leave_out(instance, found, ties)
        if len(self.faults) > faults_before or self._rests_on_refused(record):
            self.refused.add((record.model, record.key))
            return False
        if not self._save(record, instance, ties):
            self.refused.add((record.model, record.key))
            return False
        self.written.append((record, instance))
        return True

    def _save(
        self,
        record: FileRecord,
        instance: models.Model,
        ties: dict[str, list[models.Model]],
    ) -> bool:
        """Save `instance` with its `ties`, unless a rule of its model is broken."""
        base_fields = _base_fields(record.model)
        if not self._check(record, lambda: instance.clean_fields(exclude=base_fields)):
            return False
        if isinstance(instance, TranslatedModel):
            instance.edit = Edit(translators=record.translators)
        try:
            with transaction.atomic():
                instance.save()
                for name, related in ties.items():
                    getattr(instance, name).set(related)
        except IntegrityError as error:
            # The database holds the rules of the models too, and much faster; but only
            # the models say in words which one is broken.
            if self._check(
                record, lambda: instance.validate_unique(exclude=base_fields)
            ) and self._check(record, instance.validate_constraints):
                raise ContentRefused([*self.faults, record.fault("", error)]) from error
            return False
        except DatabaseError as error:
            raise ContentRefused([*self.faults, record.fault("", error)]) from error
        return True

    def _leave_out(
        self, instance: models.Model, found: Any, ties: dict[str, list[models.Model]]
    ) -> None:
        """Give a field that the file does not name what it has when nothing is said."""
        if found.many_to_many:
            ties[found.name] = []
        else:
            setattr(instance, found.attname, found.get_default())

    def _assign(
        self,
        record: FileRecord,
        instance: models.Model,
        name: str,
        value: Any,
        ties: dict[str, list[models.Model]],
    ) -> None:
        found: Any = record.model._meta.get_field(name)
        if found.many_to_many:
            if not isinstance(value, list):
                self.faults.append(record.fault(name, "This is not a list of keys."))
                return
            related = [self._related(record, found, key) for key in value]
            ties[name] = [other for other in related if other]
        elif found.is_relation:
            other = None if value is None else self._related(record, found, value)
            setattr(instance, name, other)
        elif _is_text(found) and not isinstance(value, str | None):
            self.faults.append(record.fault(name, "This is not a text."))
        else:
            try:
                setattr(instance, name, found.to_python(value))
            except ValidationError as error:
                self.faults.append(record.fault(name, " ".join(error.messages)))

    def _related(self, record: FileRecord, found: Any, key: Any) -> models.Model | None:
        """Return the record that `key` names; a fault where there is none to blame yet."""
        related: Any = found.related_model
        try:
            if _is_key(key):
                known = (related, tuple(key))
                if known not in self.found:
                    self.found[known] = related._default_manager.get_by_natural_key(*key)
                return self.found[known]
        except (related.DoesNotExist, TypeError):
            if self._is_refused(related, key):
                return None
        label = related._meta.label_lower
        self.faults.append(record.fault(found.name, f"There is no {label} {key}."))
        return None

    def _is_refused(self, model: type[models.Model], key: Any) -> bool:
        return _is_key(key) and (model, tuple(key)) in self.refused

    def _rests_on_refused(self, record: FileRecord) -> bool:
        """Tell whether `record` refers to a refused one, where the fault is named."""
        for found in stored_fields(record.model):
            if not found.is_relation:
                continue
            value = record.fields.get(found.name)
            keys = (value or []) if found.many_to_many else [value]
            if any(self._is_refused(found.related_model, key) for key in keys):
                return True
        return False

    def _check(self, record: FileRecord, check) -> bool:
        try:
            check()
        except ValidationError as error:
            messages = (
                error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            )
            self.faults += [
                record.fault("" if name == "__all__" else name, " ".join(found))
                for name, found in messages.items()
            ]
            return False
        return True

    def _instance(self, record: FileRecord) -> models.Model:
        manager: Any = record.model._default_manager
        return manager.get_by_natural_key(*record.key)

    def _stored_before(self, model: type[models.Model]) -> dict[Key, dict[str, Any]]:
        if model not in self.stored:
            names = key_fields(model)
            self.stored[model] = {
                tuple(_key_part(fields[name]) for name in names): fields
                for fields in stored_records(model)
            }
        return self.stored[model]

    def _remember(self, record: FileRecord, after: dict[str, Any]) -> None:
        self.loaded.append(
            LoadedRecord(
                model=record.model._meta.label_lower,
                key="/".join(record.key),
                digest=_digest(after),
            )
        )


def _read_fixture(app_label: str, faults: list[Fault]) -> Iterator[FileRecord]:
    path = fixture_path(app_label)
    name = f"fixtures/{path.name}"
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        faults.append(Fault(name, "", "", f"The file cannot be read: {error}"))
        return
    if not isinstance(entries, list):
        faults.append(Fault(name, "", "", "The file must hold a list of records."))
        return
    for place, entry in enumerate(entries, start=1):
        record = _file_record(name, app_label, place, entry, faults)
        if record:
            yield record


def _file_record(
    file: str, app_label: str, place: int, entry: Any, faults: list[Fault]
) -> FileRecord | None:
    where = f"record {place}"
    fields = entry.get("fields") if isinstance(entry, dict) else None
    if not isinstance(fields, dict):
        faults.append(Fault(file, where, "", "A record has a model and fields."))
        return None
    try:
        model = apps.get_model(str(entry.get("model")))
    except (LookupError, ValueError):
        model = None
    if model not in content_models() or model._meta.app_label != app_label:
        faults.append(
            Fault(file, where, "model", f"{entry.get('model')!r} is not a model here.")
        )
        return None
    record = FileRecord(file, model, fields)
    held = {found.name for found in stored_fields(model)}
    problems = [
        record.fault(name, "There is no such field.") for name in fields if name not in held
    ]
    problems += [
        record.fault(name, "The field that names the record is missing.")
        for name in key_fields(model)
        if not fields.get(name)
    ]
    faults += problems
    return None if problems else record


def _take_catalogue(
    catalogue: Catalogue,
    records: dict[tuple[str, Key], FileRecord],
    faults: list[Fault],
) -> None:
    """Put the texts of a language's catalogue into `records`.

    An empty entry says nothing: it takes no text away. One that the translator has
    changed and left marked as fuzzy is refused, for the next export would lose it.
    """
    language = catalogue.language
    for entry in catalogue.entries:
        record = records.get((entry.label, (entry.code,)))
        if record is None:
            faults.append(entry.fault("There is no such text."))
            continue
        name = column(entry.field, language)
        if not entry.text or record.fields.get(name) == entry.text:
            continue
        if entry.is_draft:
            faults.append(entry.fault("The text is still marked as fuzzy."))
            continue
        if entry.field != "slug":
            field: Any = record.model._meta.get_field(entry.field)
            faults += [
                entry.fault(f"The text {reason}")
                for reason in field_faults(entry.source, entry.text, language, field)
            ]
        record.fields[name] = entry.text
        record.catalogues[name] = entry.file
        record.translators[name] = catalogue.translator


def _propose_slugs(record: FileRecord) -> None:
    """Give a page whose required texts are there in a language an address in it."""
    if not issubclass(record.model, TranslatedPage):
        return
    for language in complete_languages(record.model, record.fields):
        slug = column("slug", language)
        if slug not in record.fields:
            text = record.fields[column(required_texts(record.model)[0], language)]
            record.fields[slug] = slugify_text(str(text))


def complete_languages(model: type[TranslatedPage], fields: Mapping[str, Any]) -> list[str]:
    """Return the languages in which `fields` hold all that a page of `model` needs."""
    return [
        language
        for language in CODES
        if all(fields.get(column(name, language)) for name in required_texts(model))
    ]


def _with_withdrawn_slugs(
    model: type[models.Model], fields: dict[str, Any]
) -> dict[str, Any]:
    """Return `fields` with null for the address of each page that could be and is not."""
    if not issubclass(model, TranslatedPage):
        return fields
    slugs = [column("slug", language) for language in complete_languages(model, fields)]
    withdrawn = {slug: None for slug in slugs if not fields.get(slug)}
    return dict(sorted((fields | withdrawn).items()))


def _base_fields(model: type[models.Model]) -> list[str]:
    return translated_fields(model) if issubclass(model, TranslatedModel) else []


def _codes(model: type[models.Model]) -> dict[int, str]:
    return dict(model._base_manager.values_list("pk", "code"))


def _ties(found: Any) -> dict[int, list[int]]:
    ties: dict[int, list[int]] = {}
    through = found.remote_field.through._base_manager
    pairs = through.values_list(
        f"{found.m2m_field_name()}_id", f"{found.m2m_reverse_field_name()}_id"
    )
    for start, end in pairs:
        ties.setdefault(start, []).append(end)
    return ties


def _plain(value: Any) -> object:
    """Return `value` as JSON can hold it: dates and decimals as text."""
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _is_key(value: Any) -> bool:
    """Tell whether `value` has the form of a natural key: a list of names."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(part, str) for part in value)
    )


def _is_text(found: models.Field) -> bool:
    return isinstance(found, models.CharField | models.TextField)


def _key_part(value: object) -> str:
    return str(value[0] if isinstance(value, list) else value)


def _as_exported(record: FileRecord) -> dict[str, Any]:
    """Return the fields of `record` as an export of it would have them."""
    fields: dict[str, Any] = {}
    columns = {
        column(name, language) for name in _base_fields(record.model) for language in CODES
    }
    for found in stored_fields(record.model):
        value = record.fields.get(found.name)
        if found.many_to_many:
            fields[found.name] = sorted(value, key=str) if isinstance(value, list) else []
        elif found.is_relation:
            fields[found.name] = value
        elif found.name in columns:
            if isinstance(value, str):
                value = tidy_text(value)
            if value:
                fields[found.name] = _clean(found, value)
        else:
            if found.name not in record.fields:
                value = found.get_default()
            fields[found.name] = _plain(_clean(found, value))
    return _with_withdrawn_slugs(record.model, fields)


def _clean(found: models.Field, value: Any) -> Any:
    """Return `value` as the database gives it back, unchanged where it is no such value."""
    try:
        value = found.to_python(value)
        if isinstance(found, models.DecimalField) and value is not None:
            return round(value, found.decimal_places)
    except (ValidationError, ArithmeticError):
        return value
    return value


def _digest(fields: dict[str, Any]) -> str:
    """Return a check sum of what a record says: a field that says nothing is left out.

    So a column that is added later changes nothing.
    """
    return _check_sum({n: value for n, value in fields.items() if value or value == 0})


def _former_digest(label: str, fields: dict[str, Any]) -> str:
    """Return the check sum that loads wrote when they still counted empty fields."""
    later = LATER_FIELDS.get(label, ())
    return _check_sum(
        {n: value for n, value in fields.items() if value or not n.startswith(later)}
    )


def _check_sum(fields: dict[str, Any]) -> str:
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2s(text.encode()).hexdigest()
