"""Content files in a directory of their own, and what there is to compare them with."""

import io
import json

import polib
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.utils.translation import to_locale

from callcareers.content.models import column, translated_fields
from callcareers.languages import BY_CODE
from callcareers.translations.catalogue_export import (
    catalogue_text,
    make_catalogue,
    page_addresses,
)
from callcareers.translations.content_files import export_content, stored_records


class ContentFiles:
    """Fixtures and catalogues below `root`."""

    def __init__(self, root):
        self.root = root

    def fixture(self, label):
        return self.root / "fixtures" / f"{label}.json"

    def catalogue(self, language="fi"):
        folder = self.root / "locale" / to_locale(language) / "LC_MESSAGES"
        return folder / "content.po"

    def contents(self):
        """Return each content file with its bytes."""
        return {
            path.relative_to(self.root): path.read_bytes()
            for pattern in ("fixtures/*.json", "locale/*/LC_MESSAGES/content.po")
            for path in self.root.glob(pattern)
        }

    def read(self, label):
        return json.loads(self.fixture(label).read_text(encoding="utf-8"))

    def write(self, label, entries):
        text = json.dumps(entries, ensure_ascii=False)
        self.fixture(label).write_text(text, encoding="utf-8")

    def change(self, model, *without, **fields):
        """Give the first record of `model` other fields, and take those `without`."""
        label = model.partition(".")[0]
        entries = self.read(label)
        entry = next(entry for entry in entries if entry["model"] == model)
        entry["fields"] |= fields
        for name in without:
            del entry["fields"][name]
        self.write(label, entries)

    def add(self, model, fields):
        label = model.partition(".")[0]
        self.write(label, [*self.read(label), {"model": model, "fields": fields}])

    def translate(self, context, text, language="fi", *, source="Text", **attributes):
        """Add an entry to the catalogue of a language, a new one if there is none."""
        path = self.catalogue(language)
        if path.exists():
            catalogue = polib.pofile(str(path))
        else:
            catalogue = polib.POFile()
            catalogue.metadata = {
                "Language": language,
                "Content-Type": "text/plain; charset=UTF-8",
                "Plural-Forms": BY_CODE[language].plural_forms,
            }
        entry = polib.POEntry(msgctxt=context, msgid=source, msgstr=text, **attributes)
        catalogue.append(entry)
        self.save(catalogue, language)

    def write_catalogue_of(self, *records, language="fi"):
        """Write a catalogue of the texts of some records, as an export has them."""
        stored = {
            type(record): [
                fields
                for fields in stored_records(type(record))
                if fields["code"] in {record.code for record in records}
            ]
            for record in records
        }
        catalogue = make_catalogue(language, stored, page_addresses())
        self.save(catalogue, language)

    def entry(self, record, field, language="fi"):
        """Return a record's entry in the catalogue of a language."""
        catalogue = polib.pofile(str(self.catalogue(language)))
        return next(entry for entry in catalogue if entry.msgctxt == context(record, field))

    def edit(self, record, field, text=None, language="fi", *, flags=None):
        """Give a record's entry another text, other flags, or both, as a translator does.

        `flags` without "fuzzy" take the English text before with them, as in Poedit.
        """
        catalogue = polib.pofile(str(self.catalogue(language)))
        for entry in catalogue:
            if entry.msgctxt == context(record, field):
                entry.msgstr = entry.msgstr if text is None else text
                if flags is not None:
                    entry.flags = flags
                    entry.previous_msgid = entry.previous_msgid if entry.fuzzy else None
        self.save(catalogue, language)

    def save(self, catalogue, language="fi"):
        path = self.catalogue(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(catalogue_text(catalogue), encoding="utf-8")

    def export(self):
        """Write what the database holds."""
        for path, text in export_content().items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def context(record, field):
    """Return the context of a record's text in the catalogues."""
    return f"{record._meta.label_lower}:{record.code}:{field}"


def run(command, *options):
    """Return the lines that a command prints."""
    output = io.StringIO()
    call_command(command, *options, stdout=output)
    return output.getvalue().splitlines()


def every_row():
    """Return the rows of every model, with all their columns, by table."""
    rows = {}
    for model in apps.get_models(include_auto_created=True):
        columns = [field.attname for field in model._meta.concrete_fields]
        found = models.QuerySet(model).values_list(*columns)
        rows[model._meta.db_table] = sorted(found, key=repr)
    return rows


def empty_translations(model, language):
    """Take every text of the records of `model` in a language, past `save()`."""
    columns = [column(field, language) for field in translated_fields(model)]
    model._base_manager.update(**dict.fromkeys(columns))
