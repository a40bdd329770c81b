import os
import subprocess
import sys

import pytest
from django.conf import settings

SOUND = {
    "SECRET_KEY": "a-key-for-tests-" * 4,
    "SITE_URL": "https://careers.example",
    "ENV_FILE": os.devnull,
    "PATH": os.environ["PATH"],
}


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """Start Django's own check in a process of its own, with these variables alone."""
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=settings.BASE_DIR,
        env=SOUND | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_settings_have_no_warning():
    result = start()

    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("SECRET_KEY", "", "it takes at least 50 random characters"),
        ("SECRET_KEY", "short", "it takes at least 50 random characters"),
        ("SECRET_KEY", "a" * 80, "it takes at least 50 random characters"),
        ("DEBUG", "True", "it takes on or off"),
        ("SITE_URL", "careers.example", "it takes an origin such as"),
        ("SITE_URL", "https://careers.example/path", "it takes an origin such as"),
        ("DATABASE_URL", "mysql://a/b", "it takes sqlite:///path or postgresql://"),
        ("DATABASE_URL", "nonsense", "it takes sqlite:///path or postgresql://"),
        ("DATABASE_URL", "postgresql://host", "names no database"),
        ("ADMIN_URL", "/admin", "it takes one lower-case word and a slash"),
        ("BEHIND_PROXY", "1", "it takes on or off"),
    ],
)
def test_malformed_variable_stops_the_start_and_says_what_it_takes(
    variable, value, sentence
):
    result = start(**{variable: value})

    assert result.returncode != 0
    assert f"{variable} " in result.stderr.splitlines()[-1]
    assert sentence in result.stderr.splitlines()[-1]


def test_example_names_every_variable_that_the_settings_read():
    source = (settings.BASE_DIR / "callcareers" / "settings.py").read_text()
    example = (settings.BASE_DIR / ".env.example").read_text()

    for line in source.splitlines():
        for call in ("env.str(", "env.list(", "switch(", "whole_number("):
            if call in line and f'{call}"' in line:
                name = line.split(f'{call}"')[1].split('"')[0]
                assert f"{name}=" in example, name
