import pytest
from django.core.management import call_command
from django.utils import translation

from callcareers.translations.content_files import load_content
from callcareers.translations.status import content_words


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Fill the test database with the content that the repository holds."""
    call_command("compile_catalogs", verbosity=0)
    with django_db_blocker.unblock():
        load_content()


@pytest.fixture(autouse=True)
def site_language(settings):
    """Undo the language that the last request left active."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def words_counted_anew():
    """Forget words counted in another test, whose content had a version of this number."""
    content_words.cache_clear()


@pytest.fixture(autouse=True)
def plain_static_files(settings, tmp_path):
    """Serve pages without a collected, hashed set of static files."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
