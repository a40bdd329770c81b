import shutil

import pytest
from django.conf import settings as site

from tests.content_files import ContentFiles


@pytest.fixture
def scratch(monkeypatch, tmp_path):
    """Have the content files read from and written to an empty directory.

    The interface texts stay where they are, and so do those that Django has in memory,
    for which the settings must not tell of the change: addresses are made of them.
    """
    monkeypatch.setattr(site, "BASE_DIR", tmp_path)
    monkeypatch.setattr(site, "FIXTURE_DIRS", [tmp_path / "fixtures"])
    monkeypatch.setattr(site, "LOCALE_PATHS", [tmp_path / "locale", *site.LOCALE_PATHS])
    return ContentFiles(tmp_path)


@pytest.fixture
def repository_files(request, scratch):
    """Have the content files read from and written to a copy of the repository's."""
    for name in ("fixtures", "locale"):
        shutil.copytree(
            request.config.rootpath / name,
            scratch.root / name,
            ignore=shutil.ignore_patterns("django*", "packages"),
        )
    return scratch
