import dataclasses

import pytest
from django.core.management import CommandError, call_command

from callcareers.languages import BY_CODE

COMMANDS = [
    "add_language",
    "check_translations",
    "export_translations",
    "import_translations",
    "pseudo_translate",
    "translation_status",
]


@pytest.mark.parametrize("unknown", ["xx", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_unknown_language_is_refused_with_those_there_are(monkeypatch, command, unknown):
    monkeypatch.setitem(BY_CODE, "qq", dataclasses.replace(BY_CODE["fi"], code="qq"))

    with pytest.raises(CommandError) as refused:
        call_command(command, "fi", unknown)

    argument = "language|FILE.po" if command == "import_translations" else "language"
    codes = ", ".join(code for code in BY_CODE if code != "en")
    assert codes.endswith(", qq")
    assert str(refused.value) == (
        f"Error: argument {argument}: {unknown} is not a language that we translate into. "
        f"Those are {codes}: each has a row in TABLE of callcareers/languages.py."
    )
