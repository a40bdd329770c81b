"""Settings, from the environment alone; `.env` may hold it, `.env.example` lists it.

ENV_FILE names another file in the place of `.env`.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from callcareers.languages import SOURCE_LANGUAGE, TABLE

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / "var"

env = environ.Env()
env.read_env(env.str("ENV_FILE", str(BASE_DIR / ".env")))


def switch(name: str, default: bool) -> bool:
    """Return an on/off variable; raise `ImproperlyConfigured` for any other word."""
    value = env.str(name, "on" if default else "off")
    if value not in {"on", "off"}:
        raise ImproperlyConfigured(f"{name} is {value!r}; it takes on or off.")
    return value == "on"


def whole_number(name: str, default: int) -> int:
    """Return a variable that counts something; anything else stops the start."""
    value = env.str(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", value):
        raise ImproperlyConfigured(f"{name} is {value!r}; it takes a whole number.")
    return int(value)


def site_url() -> str:
    """Return the public origin of the site, without a slash at its end."""
    value = env.str("SITE_URL", "http://127.0.0.1:8000")
    parts = urlsplit(value)
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or parts.path not in {"", "/"}
        or parts.query
        or parts.fragment
    ):
        raise ImproperlyConfigured(
            f"SITE_URL is {value!r}; it takes an origin such as https://example.org."
        )
    return value.rstrip("/")


def secret_key(is_debug: bool) -> str:
    """Return the signing key: required in production, made up anew under DEBUG."""
    value = env.str("SECRET_KEY", "")
    if not value and is_debug:
        return get_random_secret_key()
    if len(value) < 50 or len(set(value)) < 5:
        raise ImproperlyConfigured(
            "SECRET_KEY is missing or weak; it takes at least 50 random characters."
        )
    return value


def database(is_debug: bool) -> dict[str, object]:
    """Return the database of DATABASE_URL, SQLite in var/ where it is not set."""
    value = env.str("DATABASE_URL", f"sqlite:///{DATA_DIR / 'callcareers.sqlite3'}")
    scheme = urlsplit(value).scheme
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise ImproperlyConfigured(
            f"DATABASE_URL has the scheme {scheme!r}; it takes "
            "sqlite:///path or postgresql://user:password@host:port/name."
        )
    config = environ.Env.db_url_config(value)
    if not config.get("NAME"):
        raise ImproperlyConfigured("DATABASE_URL names no database.")
    if scheme == "sqlite":
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    else:
        config |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
        config["OPTIONS"] = {
            "connect_timeout": 2,
            "options": (
                f"-c statement_timeout={whole_number('STATEMENT_TIMEOUT_MS', 3000)} "
                "-c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000"
            ),
        }
    return config


DEBUG = switch("DEBUG", default=False)
SECRET_KEY = secret_key(DEBUG)
SITE_URL = site_url()
IS_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(SITE_URL).hostname])
ADMIN_URL = env.str("ADMIN_URL", "admin/")
if not re.fullmatch(r"[a-z0-9-]+/", ADMIN_URL):
    raise ImproperlyConfigured(
        f"ADMIN_URL is {ADMIN_URL!r}; it takes one lower-case word and a slash: admin/."
    )

INSTALLED_APPS = [
    "modeltranslation",
    "callcareers",
    "callcareers.content",
    "roles",
    "salaries",
    "faq",
    "callcareers.translations",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "callcareers.middleware.DatabaseOutage",
    "callcareers.middleware.permissions_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "callcareers.urls"
WSGI_APPLICATION = "callcareers.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "callcareers.context_processors.page",
            ],
        },
    },
]

DATABASES = {"default": database(DEBUG)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

DRAFT_LANGUAGES = switch("DRAFT_LANGUAGES", default=DEBUG)
LANGUAGES = [
    (language.code, language.name)
    for language in TABLE
    if language.is_public or DRAFT_LANGUAGES
]
LANGUAGE_CODE = SOURCE_LANGUAGE
# Our own texts first; then those that packages leave in English.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "packages"]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
MODELTRANSLATION_LANGUAGES = [language.code for language in TABLE]
MODELTRANSLATION_DEFAULT_LANGUAGE = SOURCE_LANGUAGE
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": (SOURCE_LANGUAGE,)}

# Files that are looked at before they are imported; each is kept for an hour.
IMPORTS_DIR = DATA_DIR / "imports"

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": ("django.contrib.auth.password_validation.UserAttributeSimilarityValidator")},
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
if switch("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
COOKIE_PREFIX = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 60 * 60
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "callcareers.views.forgery_refused"
CSRF_TRUSTED_ORIGINS = [SITE_URL]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Scanners ask for other hosts all day; each is answered 400.
    "loggers": {"django.security.DisallowedHost": {"level": "CRITICAL"}},
}

if DEBUG and switch("DEBUG_TOOLBAR", default=False):
    INSTALLED_APPS.append("debug_toolbar")
    MIDDLEWARE.insert(2, "debug_toolbar.middleware.DebugToolbarMiddleware")
    INTERNAL_IPS = ["127.0.0.1"]
