"""Which edition of the content the data is: its version, its age, what changed."""

import datetime
import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final, Self

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from callcareers.content.models import ContentVersion
from callcareers.languages import SOURCE_LANGUAGE, shown_codes
from callcareers.open_data.datasets import Dataset
from callcareers.open_data.schemas import record_schema
from salaries.models import SalaryImport

PUBLISHER: Final = "Call Careers"
LICENCE: Final = "CC-BY-4.0"
LICENCE_TITLE: Final = "Creative Commons Attribution 4.0 International"
LICENCE_URL: Final = "https://creativecommons.org/licenses/by/4.0/"
LATEST_IMPORTS: Final = 20


@dataclass(frozen=True, slots=True)
class Edition:
    """The content as it stands; `changed_at` is unknown before its first change."""

    number: int
    changed_at: datetime.datetime | None

    @classmethod
    def current(cls) -> Self:
        """Return the present edition; one query."""
        return cls(*ContentVersion.objects.values_list("number", "changed_at").get())

    @property
    def changed(self) -> str | None:
        """When the content was last changed (ISO 8601)."""
        return moment(self.changed_at)

    def tag(self, dataset: Dataset, extension: str) -> str:
        """Return the ETag of a file: another one for other content or other columns."""
        described = [self.number, extension, addresses_of_page(), record_schema(dataset)]
        digest = hashlib.sha256(json.dumps(described, sort_keys=True).encode())
        return f'"{self.number}-{digest.hexdigest()[:16]}"'

    def citation(self, dataset: Dataset) -> "Citation":
        """Return how to cite the file of `dataset`, in the active language."""
        words = gettext(
            # Translators: How to cite a file. %(title)s is such as "Salary figures",
            # %(number)s the number of a version. CC BY 4.0 is a licence; its name stays.
            "Call Careers: %(title)s, version %(number)s, CC BY 4.0."
        ) % {"title": dataset.title, "number": self.number}
        return Citation(words, address_of_file(dataset, "csv"))

    def meta(self, dataset: Dataset) -> dict[str, Any]:
        """Return what a file says of itself, the same for the same edition."""
        with translation.override(SOURCE_LANGUAGE):
            title, description = str(dataset.title), str(dataset.description)
            attribution = str(self.citation(dataset))
        return {
            "dataset": dataset.code,
            "title": title,
            "description": description,
            "licence": LICENCE,
            "licence_url": LICENCE_URL,
            "attribution": attribution,
            "content_version": self.number,
            "changed_at": self.changed,
            "changes": changes() if dataset.has_imports else [],
            "pages": addresses_of_page(),
            "csv": address_of_file(dataset, "csv"),
            "openapi": absolute("openapi"),
            "datapackage": absolute("data_package"),
        }


@dataclass(frozen=True, slots=True)
class Citation:
    """How to cite a file: the words, then its address."""

    words: str
    address: str

    def __str__(self) -> str:
        return f"{self.words} {self.address}"


def latest_imports() -> list[SalaryImport]:
    """Return the imports that last changed salary figures, the latest first; one query."""
    imports = SalaryImport.objects.exclude(created_count=0, updated_count=0)
    return list(imports.defer("changes", "imported_by", "undone_by")[:LATEST_IMPORTS])


def changes() -> list[dict[str, Any]]:
    """Return what the latest imports changed, for machines; who did it is not said."""
    return [
        {
            "imported_at": moment(record.imported_at),
            "file": record.file_name,
            "periods": record.periods or None,
            "created": record.created_count,
            "updated": record.updated_count,
            "unchanged": record.unchanged_count,
            "undone_at": moment(record.undone_at),
        }
        for record in latest_imports()
    ]


def moment(time: datetime.datetime | None) -> str | None:
    return None if time is None else time.isoformat(timespec="seconds")


def absolute(view_name: str, **arguments: str) -> str:
    return settings.SITE_URL + reverse(view_name, kwargs=arguments)


def address_of_file(dataset: Dataset, extension: str) -> str:
    return absolute(f"dataset_{extension}", code=dataset.code)


def addresses_of_page() -> dict[str, str]:
    """Return the address of the page on all datasets in each language."""
    addresses = {}
    for language in shown_codes():
        with translation.override(language):
            addresses[language] = absolute("dataset_list")
    return addresses
