import io
import json
import re
import shutil
from html.parser import HTMLParser
from types import ModuleType

import polib
import pytest
from django.apps import AppConfig, apps
from django.conf.locale import LANG_INFO
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation
from django.utils.translation.trans_real import DjangoTranslation

from callcareers.languages import BY_CODE, SOURCE_LANGUAGE, TRANSLATION_CODES, shown_codes
from callcareers.translations.package_texts import (
    PLURALS_OUT_OF_ORDER,
    catalogue_in,
    entries_in,
    faults,
    lacking_texts,
    package_catalogue,
    package_directories,
)
from callcareers.translations.rules import PLACEHOLDER
from roles.models import Role

SPOKEN_BY_DJANGO = [code for code in TRANSLATION_CODES if code in LANG_INFO]
in_each_shown_language = pytest.mark.parametrize(
    "language", [code for code in SPOKEN_BY_DJANGO if code in shown_codes()]
)
WORDS = re.compile(r"[A-Za-z]{2,}")
SHOWN_ATTRIBUTES = {"alt", "aria-label", "placeholder", "title", "value"}


def run(command):
    output = io.StringIO()
    call_command(command, stdout=output)
    return output.getvalue()


@pytest.fixture
def packages(request, settings, tmp_path):
    """Have a copy of our catalogues of packages' texts; return where it is."""
    ours, copy = request.config.rootpath / "locale" / "packages", tmp_path / "packages"
    shutil.copytree(ours, copy, ignore=shutil.ignore_patterns("*.mo"))
    settings.LOCALE_PATHS = [tmp_path, copy]
    return copy


@pytest.fixture
def shop(monkeypatch, packages, tmp_path):
    """Have a package installed; return what gives it a catalogue of some entries."""

    def write(language, *entries, domain="django"):
        catalogue = polib.POFile()
        catalogue += [polib.POEntry(**entry) for entry in entries]
        path = catalogue_in(tmp_path / "shop" / "locale", language, domain)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))

    module = ModuleType("shop")
    module.__path__ = [str(tmp_path / "shop")]
    monkeypatch.setitem(apps.app_configs, "shop", AppConfig("shop", module))
    return write


def lacking_of_shop(language):
    return [
        text.msgid
        for text in lacking_texts(language, "django").values()
        if text.comment.startswith("shop")
    ]


def change(msgid, language="fi", **attributes):
    """Change an entry of our catalogue; return its line in the file."""
    path = package_catalogue(language, "django")
    catalogue = polib.pofile(str(path))
    entry = catalogue.find(msgid)
    for name, value in attributes.items():
        setattr(entry, name, value)
    catalogue.save()
    return polib.pofile(str(path)).find(entry.msgid).linenum


# What is lacking


@pytest.mark.parametrize(
    "translated",
    [
        [],
        [{"msgid": "Pay at once", "msgstr": ""}],
        [{"msgid": "Pay at once", "msgstr": "Maksa heti", "flags": ["fuzzy"]}],
        [{"msgid": "Pay at once", "msgstr": "Maksa heti", "obsolete": True}],
        [{"msgid": "Pay at once", "msgstr": "Pay at once"}],
        [{"msgid": "Pay at once", "msgstr": "Maksa heti", "msgctxt": "button"}],
    ],
    ids=["absent", "empty", "fuzzy", "obsolete", "in English", "in another context"],
)
def test_text_that_its_package_does_not_translate_is_lacking(shop, translated):
    shop("en", {"msgid": "Pay at once"})
    shop("fi", *translated)

    assert lacking_of_shop("fi") == ["Pay at once"]


def test_text_that_a_package_translates_is_not_lacking(shop):
    shop("en", {"msgid": "Pay at once"}, {"msgid": "URL"}, {"msgid": "Save and view"})
    shop(
        "fi",
        {"msgid": "Pay at once", "msgstr": "Maksa heti"},
        {"msgid": "URL", "msgstr": "URL"},
    )

    assert lacking_of_shop("fi") == []


def test_text_is_lacking_where_its_package_has_no_such_language(shop):
    shop("en", {"msgid": "Pay at once"})

    assert lacking_of_shop("th") == ["Pay at once"]


def test_nothing_is_lacking_in_a_language_that_django_does_not_speak(shop):
    shop("en", {"msgid": "Pay at once"})

    assert lacking_texts("en-xa", "django") == {}
    assert lacking_texts("en-xa", "djangojs") == {}


def test_plural_that_is_translated_as_a_single_text_is_lacking(shop):
    shop("en", {"msgid": "%d bill", "msgid_plural": "%d bills"})
    shop("fi", {"msgid": "%d bill", "msgstr": "%d lasku"})

    assert lacking_of_shop("fi") == ["%d bill"]


def test_latvian_plurals_are_lacking_even_where_a_package_has_them(shop):
    bills = {"msgid": "%d bill", "msgid_plural": "%d bills"}
    shop("en", bills)
    for language, forms in {"fi": 2, "lv": 3}.items():
        shop(language, bills | {"msgstr_plural": dict.fromkeys(range(forms), "%d")})

    assert lacking_of_shop("fi") == []
    assert lacking_of_shop("lv") == ["%d bill"]


def test_django_still_has_its_latvian_plurals_out_of_order():
    django = package_directories()["django"]
    catalogue = polib.pofile(str(catalogue_in(django, "lv", "django")))

    assert {"lv"} == PLURALS_OUT_OF_ORDER
    assert catalogue.metadata["Plural-Forms"].endswith(
        "(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);"
    )
    assert catalogue.find("%(num)d hour").msgstr_plural == {
        0: "%(num)d stundu",
        1: "%(num)d stunda",
        2: "%(num)d stundas",
    }


def test_text_that_no_page_shows_is_not_lacking(shop):
    never, also = ("conf/global_settings.py", "51"), ("forms/fields.py", "7")
    shop(
        "en",
        {"msgid": "Old Norse", "occurrences": [never]},
        {"msgid": "Old Saxon", "occurrences": [never, also]},
    )

    assert lacking_of_shop("fi") == ["Old Saxon"]


# Collecting


def test_catalogues_of_the_repository_are_what_collecting_writes(packages):
    before = {path: path.read_bytes() for path in packages.rglob("*.po")}

    output = run("collect_package_messages")

    assert {path: path.read_bytes() for path in packages.rglob("*.po")} == before
    assert output.endswith(f"{len(before)} catalogues collected.\n")


def test_collecting_adds_what_is_new_and_drops_what_a_package_now_says(shop):
    shop("en", {"msgid": "Pay at once", "comment": "A button.", "flags": ["python-format"]})
    run("collect_package_messages")
    change("Pay at once", msgstr="Maksa heti", tcomment="Not 'nyt'.", flags=["fuzzy"])
    shop("en", {"msgid": "Pay at once"}, {"msgid": "Pay later"})
    shop("lv", {"msgid": "Pay later", "msgstr": "Maksāt vēlāk"})

    run("collect_package_messages")

    collected = {
        language: [
            (entry.msgid, entry.msgstr, entry.tcomment, entry.fuzzy)
            for entry in entries_in(package_catalogue(language, "django"))
            if entry.comment.startswith("shop")
        ]
        for language in ("fi", "lv")
    }
    assert collected == {
        "fi": [
            ("Pay at once", "Maksa heti", "Not 'nyt'.", True),
            ("Pay later", "", "", False),
        ],
        "lv": [("Pay at once", "", "", False)],
    }


def test_collected_text_says_what_translators_need(shop):
    plural = {"msgid": "%d bill", "msgid_plural": "%d bills", "msgctxt": "debt"}
    shop("en", plural | {"comment": "Not a law.", "flags": ["fuzzy", "python-format"]})

    run("collect_package_messages")

    (entry,) = (
        entry
        for entry in entries_in(package_catalogue("lv", "django"))
        if entry.msgctxt == "debt"
    )
    assert (entry.msgid, entry.msgid_plural) == ("%d bill", "%d bills")
    assert entry.msgstr_plural == {0: "", 1: "", 2: ""}
    assert entry.comment == "shop\nNot a law."
    assert entry.flags == ["python-format"]


def test_catalogue_has_the_header_of_its_language(shop):
    shop("en", {"msgid": "Pay at once"})

    run("collect_package_messages")

    metadata = polib.pofile(str(package_catalogue("lv", "django"))).metadata
    assert metadata["Language"] == "lv"
    assert metadata["Plural-Forms"] == BY_CODE["lv"].plural_forms


def test_catalogue_that_holds_nothing_any_more_is_removed(monkeypatch, packages):
    monkeypatch.delitem(apps.app_configs, "admin")

    run("collect_package_messages")

    assert package_catalogue("lv", "django").exists()
    assert not package_catalogue("lv", "djangojs").exists()


# Faults


def test_package_texts_of_the_repository_have_no_faults():
    assert list(faults()) == []


def test_text_that_is_translated_nowhere_is_a_fault_of_its_package(shop):
    shop("en", {"msgid": "Pay at once"})

    assert list(faults()) == [
        f"packages/{language}/LC_MESSAGES/django.po: "
        "'Pay at once' of shop is translated nowhere."
        for language in SPOKEN_BY_DJANGO
    ]


@pytest.mark.parametrize(
    ("msgid", "attributes", "fault"),
    [
        ("Add link", {"msgstr": ""}, "of django.contrib.admin is not translated."),
        ("Add link", {"flags": ["fuzzy"]}, "of django.contrib.admin is fuzzy."),
        (
            "%(model)s instance with %(field)s %(value)r is not a valid choice.",
            {"msgstr": "%(model)s %(field)s"},
            "of django in '%(model)s %(field)s' lacks the placeholder %(value)r.",
        ),
        (
            "This password is too short. It must contain at least %d character.",
            {"msgstr_plural": {0: "%d merkki"}},
            "of django.contrib.auth has 1 plural forms of 2.",
        ),
    ],
)
def test_fault_is_named_by_file_line_message_and_package(
    packages, msgid, attributes, fault
):
    line = change(msgid, **attributes)

    assert list(faults()) == [
        f"packages/fi/LC_MESSAGES/django.po:{line}: {msgid!r} {fault}"
    ]


def test_header_of_another_language_is_a_fault(packages):
    path = package_catalogue("fi", "djangojs")
    catalogue = polib.pofile(str(path))
    catalogue.metadata |= {"Language": "sv", "Plural-Forms": "nplurals=2; plural=(n > 1);"}
    catalogue.save()

    assert list(faults()) == [
        "packages/fi/LC_MESSAGES/djangojs.po: The header names 'sv' in place of 'fi'.",
        "packages/fi/LC_MESSAGES/djangojs.po: The header has the plural forms "
        "'nplurals=2; plural=(n > 1);' in place of 'nplurals=2; plural=(n != 1);'.",
    ]


def test_text_that_no_package_lacks_is_a_fault(packages):
    line = change("Add link", msgctxt="table")

    assert list(faults()) == [
        f"packages/fi/LC_MESSAGES/django.po:{line}: 'Add link' is lacking in no package: "
        "run `make messages`.",
        "packages/fi/LC_MESSAGES/django.po: 'Add link' of django.contrib.admin is "
        "translated nowhere.",
    ]


def test_file_that_is_no_catalogue_is_a_fault(packages):
    package_catalogue("fi", "djangojs").write_text("no catalogue", encoding="utf-8")

    (fault,) = faults()

    assert fault.startswith("packages/fi/LC_MESSAGES/djangojs.po cannot be read: ")


# Reading


def test_latvian_plurals_are_in_order():
    with translation.override("lv"):
        hours = [
            translation.ngettext("%(num)d hour", "%(num)d hours", count) % {"num": count}
            for count in (0, 1, 2, 11, 21, 22)
        ]

    assert hours == [
        "0 stundu",
        "1 stunda",
        "2 stundas",
        "11 stundu",
        "21 stunda",
        "22 stundas",
    ]


def test_our_own_text_comes_before_that_for_a_package(packages, tmp_path):
    ours = polib.POFile()
    ours.append(polib.POEntry(msgid="Add link", msgstr="Uusi"))
    path = catalogue_in(tmp_path, "fi", "django")
    path.parent.mkdir(parents=True)
    ours.save(str(path))

    run("compile_catalogs")

    finnish = DjangoTranslation("fi")
    assert finnish.gettext("Add link") == "Uusi"
    assert finnish.gettext("Model name") == "Mallin nimi"
    assert finnish.gettext("Save and view") == "Tallenna ja näytä"


# Pages


def pattern(text):
    """Return what a text looks like with anything in its placeholders."""
    parts = [re.escape(" ".join(part.split())) for part in PLACEHOLDER.split(text)]
    return ".+".join(parts)


@pytest.fixture(scope="module")
def english_texts():
    """Return a pattern of all texts of packages that are several words."""
    texts = {
        text
        for directory in package_directories().values()
        for entry in entries_in(catalogue_in(directory, SOURCE_LANGUAGE, "django"))
        for text in (entry.msgid, entry.msgid_plural)
        if len(WORDS.findall(PLACEHOLDER.sub(" ", text))) > 1
    }
    return re.compile("|".join(pattern(text) for text in texts))


class Texts(HTMLParser):
    """Gather what a page shows or says: its text nodes, and attributes that are read."""

    def __init__(self, html):
        super().__init__()
        self.found = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found |= {value for name, value in attrs if name in SHOWN_ATTRIBUTES and value}

    def handle_data(self, data):
        self.found.add(" ".join(data.split()))


@pytest.fixture
def editor(client, settings):
    """Be logged in, with something to read in the history of a role."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    editor = User.objects.create_superuser("editor", password="a long test password")
    LogEntry.objects.log_actions(
        editor.pk,
        [Role.objects.first()],
        CHANGE,
        [{"changed": {"fields": ["name_fi"]}}, {"added": {"name": "step", "object": "Up"}}],
        single_object=True,
    )
    client.force_login(editor)
    return editor


def pages(editor):
    """Yield the address of a page of each kind, and what is sent to it, if anything."""
    role = Role.objects.first()
    roles = reverse("admin:roles_role_changelist")
    yield reverse("admin:index"), None
    yield reverse("admin:app_list", args=["roles"]), None
    yield f"{roles}?q={role.code}&slug_fi__isempty=0&_facets=True", None
    yield roles, {"action": "delete_selected", "_selected_action": role.pk}
    yield reverse("admin:auth_user_changelist"), None
    yield reverse("admin:auth_user_add"), None
    yield reverse("admin:auth_user_add"), {"username": "no blanks", "password1": "short"}
    for record in (role, editor, Group.objects.create(name="Group")):
        for page in ("change", "delete", "history"):
            name = f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}"
            yield reverse(name, args=[record.pk]), None
    yield reverse("admin:auth_user_password_change", args=[editor.pk]), None
    yield reverse("admin:password_change"), None
    wrong = {"old_password": "?", "new_password1": "1234", "new_password2": "1234"}
    yield reverse("admin:password_change"), wrong
    yield reverse("admin:logout"), {}
    yield reverse("admin:login"), None
    yield reverse("admin:login"), {"username": "editor", "password": "wrong"}


@pytest.mark.django_db
@in_each_shown_language
def test_admin_shows_no_english_text_of_a_package(client, editor, english_texts, language):
    untranslated = {}

    for address, sent in pages(editor):
        send = client.get if sent is None else client.post
        response = send(address, sent, headers={"accept-language": language})
        assert f'lang="{language}"' in response.text
        shown = Texts(response.text).found
        untranslated[address] = {text for text in shown if english_texts.fullmatch(text)}

    assert not any(untranslated.values()), untranslated


@pytest.mark.django_db
@in_each_shown_language
def test_scripts_of_the_admin_have_every_text(client, editor, language):
    texts = entries_in(
        catalogue_in(
            package_directories()["django.contrib.admin"], SOURCE_LANGUAGE, "djangojs"
        )
    )

    response = client.get(reverse("admin:jsi18n"), headers={"accept-language": language})

    said = json.loads(response.context["catalog_str"])
    keys = {"\x04".join(filter(None, [text.msgctxt, text.msgid])) for text in texts}
    assert keys <= set(said)
