import pytest
from django.utils import translation

from roles.models import Skill
from tests.factories import SkillFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("fi", ["kuuntelu", "Taito", "zen", "äly", "öljy"]),
        ("lv", ["cena", "čaklums", "darbs", "Taito", "žests"]),
        ("th", ["กล้า", "เก่ง", "ขยัน", "อดทน", "Taito"]),
        ("hu", ["cukor", "csap", "őr", "öt", "Taito"]),
    ],
)
def test_skills_stand_by_name_within_each_kind(language, names):
    Skill.objects.all().delete()
    for place, name in enumerate(reversed(names)):
        is_translated = name != "Taito"
        SkillFactory(
            kind=Skill.Kind.PERSONAL,
            position=place,
            name_en="Taito",
            **({f"name_{language}": name} if is_translated else {}),
        )
    SkillFactory(kind=Skill.Kind.COMMUNICATION, name_en="Zeal", position=9)

    with translation.override(language):
        skills = [skill.name for skill in Skill.objects.by_kind()]

    assert skills == ["Zeal", *names]
