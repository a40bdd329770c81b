import pytest
from django.utils import translation

from roles.models import GuideSection, Skill
from tests.factories import GuideSectionFactory, RoleFactory, SkillFactory

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


def test_role_has_the_sections_that_speak_for_all_but_those_of_the_whole_guide():
    GuideSection.objects.all().delete()
    role = RoleFactory()
    general = {
        kind: GuideSectionFactory(kind=kind) for kind in ("training", "interview", "pay")
    }
    own = GuideSectionFactory(kind="interview", role=role)
    GuideSectionFactory(kind="schedule", role=RoleFactory())

    sections = GuideSection.objects.for_role(role)

    assert sections == {"training": general["training"], "interview": own}


@pytest.mark.parametrize("kind", sorted(GuideSection.GENERAL_KINDS))
def test_section_of_the_whole_guide_is_a_roles_where_it_is_its_own(kind):
    GuideSection.objects.filter(kind=kind).delete()
    role = RoleFactory()
    GuideSectionFactory(kind=kind)
    own = GuideSectionFactory(kind=kind, role=role)

    assert GuideSection.objects.for_role(role)[kind] == own
    assert kind not in GuideSection.objects.for_role(RoleFactory())
