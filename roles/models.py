from collections.abc import Collection, Iterable
from typing import Any, Final, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcareers.collation import alphabetical
from callcareers.content.models import (
    TranslatedModel,
    TranslatedPage,
    TranslatedPageQuerySet,
    TranslatedQuerySet,
    english_is_filled,
    language_columns,
    slug_needs,
)


def place_in(choices: type[models.TextChoices], field: str) -> models.Case:
    """Return an expression that orders by the place of `field` among its choices."""
    return models.Case(
        *(
            models.When(**{field: value}, then=place)
            for place, value in enumerate(choices.values)
        )
    )


class RoleFamilyQuerySet(TranslatedQuerySet):
    def with_roles(self) -> Self:
        """Fetch the published roles of each family that have a page, as links."""
        roles = Role.objects.published().with_page().as_links()
        return self.prefetch_related(models.Prefetch("roles", roles))


class RoleFamily(TranslatedModel):
    """A group of roles that readers know by what its people do all day."""

    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("summary"), max_length=400)
    # Translators: The place of a record among its siblings: 1, 2, 3, …
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = RoleFamilyQuerySet.as_manager()

    class Meta:
        # Translators: A group of jobs, such as "Inbound roles".
        verbose_name = _("role family")
        verbose_name_plural = _("role families")
        ordering = ["position", "code"]
        constraints = english_is_filled("name", "summary")

    def __str__(self) -> str:
        return self.name

    @property
    def css_class(self) -> str:
        """The class that gives the family its colour."""
        return f"family family--{self.code}"


class OccupationQuerySet(TranslatedPageQuerySet):
    def as_page(self) -> Self:
        """Fetch the occupation, the wider one that it is counted in, and its roles."""
        roles = Role.objects.published().with_page().as_links()
        return self.in_language(
            counted_in=["code", "slug", "name", "soc_2018", "counted_in"]
        ).prefetch_related(models.Prefetch("roles", roles))

    def as_links(self) -> Self:
        """Fetch no more than a link to each shows, by name."""
        return self.in_language("slug", "name").alphabetical()


class Occupation(TranslatedPage):
    """A statistical category in which pay and employment are published."""

    view_name = "salaries:occupation_detail"

    name = models.CharField(_("name"), max_length=160)
    # Translators: SOC, ISCO-08 and ESCO are classifications of occupations;
    # their names stay.
    soc_2018 = models.CharField(_("SOC 2018 code"), max_length=10, blank=True)
    # Translators: SOC, ISCO-08 and ESCO are classifications of occupations;
    # their names stay.
    isco_08 = models.CharField(_("ISCO-08 code"), max_length=4, blank=True)
    # Translators: A web address. ESCO is a classification of occupations; its name stays.
    esco_uri = models.URLField(_("ESCO address"), blank=True)
    counted_in = models.ForeignKey(
        "self",
        # Translators: The wider occupation whose figures stand for one that is not
        # counted by itself.
        verbose_name=_("counted in"),
        related_name="counts",
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        help_text=_("The wider occupation whose figures include this one."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = OccupationQuerySet.as_manager()

    class Meta:
        # Translators: A category of the statistics, wider than a role of this site.
        verbose_name = _("occupation")
        verbose_name_plural = _("occupations")
        ordering = ["position", "code"]
        constraints = [
            *english_is_filled("name"),
            *slug_needs("name"),
            models.CheckConstraint(
                condition=Q(counted_in=None) | ~Q(counted_in=F("pk")),
                name="roles_occupation_counted_elsewhere",
                # Translators: An editor chose an occupation as the wider one of itself.
                violation_error_message=_("An occupation is counted in another one."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def saving_order(
        cls, _before: dict[str, Any] | None, after: dict[str, Any]
    ) -> tuple[int, ...]:
        """Return when to save an occupation among others: after the one it counts in."""
        return (1,) if after.get("counted_in") else (0,)

    @property
    def ids_of_figures(self) -> tuple[int, ...]:
        """The occupations whose figures speak for this one: itself, then the wider one."""
        return (self.pk, self.counted_in_id) if self.counted_in_id else (self.pk,)


class SkillQuerySet(TranslatedPageQuerySet):
    def by_kind(self) -> Self:
        """Order the skills by name within each kind, in the kinds' order."""
        return self.order_by(place_in(Skill.Kind, "kind"), alphabetical("name"), "code")

    def as_links(self) -> Self:
        """Fetch no more than a link to each shows, kind by kind."""
        return self.in_language("slug", "name").by_kind()

    def as_page(self) -> Self:
        """Fetch the skill, the roles that need it and the duties that call for it."""
        roles = Role.objects.published().with_page().as_links()
        duties = Duty.objects.with_page().as_links()
        return self.in_language().prefetch_related(
            models.Prefetch("roles", roles), models.Prefetch("duties", duties)
        )


class Skill(TranslatedPage):
    """Something a person brings to a role, or takes away from it."""

    class Kind(models.TextChoices):
        # Translators: A heading above skills: listening, speaking, writing.
        COMMUNICATION = "communication", _("Communication")
        PERSONAL = "personal", _("Personal qualities")
        TECHNICAL = "technical", _("Technical skills")
        # Translators: A heading above skills: what one needs to know, such as the product.
        KNOWLEDGE = "knowledge", _("Knowledge")
        QUALIFICATION = "qualification", _("Experience and qualifications")

    view_name = "roles:skill_detail"

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=160)
    description = models.TextField(_("description"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = SkillQuerySet.as_manager()

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["position", "code"]
        constraints = [
            *english_is_filled("name", "description"),
            *slug_needs("name", "description"),
        ]

    def __str__(self) -> str:
        return self.name


class DutyQuerySet(TranslatedPageQuerySet):
    def by_group(self) -> Self:
        """Order the duties so that each group stands together, in the groups' order."""
        return self.order_by(place_in(Duty.Group, "group"), "position", "code")

    def as_links(self) -> Self:
        """Fetch no more than a link to each shows, group by group."""
        return self.in_language("slug", "name").by_group()

    def as_page(self) -> Self:
        """Fetch the duty, the roles that do it and the skills that it calls for."""
        roles = Role.objects.published().with_page().as_links()
        skills = Skill.objects.with_page().as_links()
        return self.in_language().prefetch_related(
            models.Prefetch("roles", roles), models.Prefetch("skills", skills)
        )


class Duty(TranslatedPage):
    """A thing that people in a role do."""

    class Group(models.TextChoices):
        # Translators: A heading above duties: answering calls and the like.
        INBOUND = "inbound", _("When customers call you")
        OUTBOUND = "outbound", _("When you call customers")
        # Translators: A heading above duties: on the phone, in e-mails and in chats alike.
        ANY = "any", _("In every channel")
        # Translators: A heading above duties: what is done between talks with customers.
        ADMINISTRATIVE = "administrative", _("Beside the conversations")
        # Translators: A heading above duties: those of team leaders and managers.
        LEADING = "leading", _("Leading a team")

    view_name = "roles:duty_detail"

    # Translators: The heading that a duty stands under.
    group = models.CharField(_("group"), max_length=20, choices=Group)
    name = models.CharField(_("name"), max_length=160)
    summary = models.CharField(_("summary"), max_length=400)
    # Translators: A longer text on a duty, beside its summary.
    details = models.TextField(_("details"), blank=True)
    skills = models.ManyToManyField(
        Skill,
        # Translators: The skills that a duty calls for.
        verbose_name=_("skills"),
        related_name="duties",
        blank=True,
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = DutyQuerySet.as_manager()

    class Meta:
        # Translators: A thing that people in a role do, such as answering calls.
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["position", "code"]
        constraints = [
            *english_is_filled("name", "summary"),
            *slug_needs("name", "summary"),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    natural_key.dependencies = ["roles.skill"]


class RoleQuerySet(TranslatedPageQuerySet):
    def published(self) -> Self:
        return self.filter(is_published=True)

    def in_family(self, code: str) -> Self:
        return self.filter(family__code=code)

    def at_level(self, level: str) -> Self:
        return self.filter(level=level)

    def in_setting(self, setting: str) -> Self:
        """Keep the roles done in `setting`, and those done anywhere."""
        return self.filter(work_setting__in={setting, Role.WorkSetting.EITHER})

    def needing_skill(self, code: str) -> Self:
        return self.filter(skills__code=code)

    def with_codes(self, codes: Collection[str]) -> Self:
        return self.filter(code__in=codes)

    def by_family(self) -> Self:
        return self.order_by("family__position", "position", "code")

    def near(self, role: "Role") -> Self:
        """Keep the roles of the same family, then those one career step from `role`."""
        near = Q(family=role.family_id)
        near |= Q(pk__in=role.steps_onward.values("to_role"))
        near |= Q(pk__in=role.steps_here.values("from_role"))
        is_elsewhere = models.Case(models.When(family=role.family_id, then=0), default=1)
        others = self.filter(near).exclude(pk=role.pk)
        return others.order_by(is_elsewhere, "position", "code")

    def as_links(self) -> Self:
        """Fetch no more than a link to each shows, family by family."""
        return self.in_language("slug", "name").by_family()

    def as_choices(self) -> Self:
        """Fetch no more than the choices of a form show, family by family."""
        return self.in_language("slug", "name", family=["code", "name"]).by_family()

    def as_cards(self) -> Self:
        """Fetch no more than a card in a list shows."""
        return self.in_language(
            "slug",
            "name",
            "summary",
            family=["code", "name"],
            occupation=["code", "counted_in"],
        )

    def as_guide(self) -> Self:
        """Fetch the role with all that its page says of it, in four queries."""
        return self.in_language(
            family=["code", "name"],
            occupation=["code", "name", "soc_2018", "isco_08", "esco_uri", "counted_in"],
        ).prefetch_related(
            models.Prefetch(
                "duties",
                Duty.objects.in_language("slug", "name", "summary").order_by(
                    "role_duties__position"
                ),
            ),
            models.Prefetch(
                "role_skills",
                RoleSkill.objects.in_order(),
            ),
            models.Prefetch(
                "steps_onward",
                CareerStep.objects.with_roles(),
            ),
        )


class Role(TranslatedPage):
    """A job in a call centre that a reader may aim for."""

    class Level(models.TextChoices):
        ENTRY = "entry", _("Entry level")
        # Translators: A level of a role, between "Entry level" and "Senior".
        EXPERIENCED = "experienced", _("Experienced")
        # Translators: A level of a role: long experience, no team to lead.
        SENIOR = "senior", _("Senior")
        # Translators: A level of a role, between "Senior" and "Manager".
        LEAD = "lead", _("Team lead")
        # Translators: A level of a role, between "Team lead" and "Director".
        MANAGER = "manager", _("Manager")
        # Translators: The highest level of a role: leads whole departments.
        DIRECTOR = "director", _("Director")

    class WorkSetting(models.TextChoices):
        # Translators: Where a role is done: in the employer's rooms.
        ON_SITE = "on_site", _("On site")
        HOME = "home", _("At home")
        EITHER = "either", _("On site or at home")

    view_name = "roles:role_detail"

    family = models.ForeignKey(
        RoleFamily,
        # Translators: The family of a role: a group of jobs.
        verbose_name=_("family"),
        related_name="roles",
        on_delete=models.PROTECT,
    )
    occupation = models.ForeignKey(
        Occupation,
        verbose_name=_("occupation"),
        related_name="roles",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    level = models.CharField(_("level"), max_length=20, choices=Level)
    work_setting = models.CharField(_("place of work"), max_length=20, choices=WorkSetting)
    name = models.CharField(_("name"), max_length=160)
    other_names = models.TextField(_("other names"), blank=True)
    summary = models.CharField(_("summary"), max_length=400)
    overview = models.TextField(_("overview"), blank=True)
    # Translators: The points below the heading "It may suit you if".
    for_you_if = models.TextField(_("for you if"), blank=True)
    # Translators: The points below the heading "Think twice if".
    not_for_you_if = models.TextField(_("not for you if"), blank=True)
    duties = models.ManyToManyField(
        Duty, verbose_name=_("duties"), through="RoleDuty", related_name="roles"
    )
    skills = models.ManyToManyField(
        Skill, verbose_name=_("skills"), through="RoleSkill", related_name="roles"
    )
    similar_occupations = models.ManyToManyField(
        Occupation,
        verbose_name=_("similar occupations"),
        related_name="similar_roles",
        blank=True,
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    # Translators: A check box: readers can see the role.
    is_published = models.BooleanField(_("published"), default=False)
    # Translators: The day on which an editor last checked the text.
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["position", "code"]
        constraints = [
            *english_is_filled("name", "summary"),
            *slug_needs("name", "summary"),
        ]

    def __str__(self) -> str:
        return self.name


class RoleDutyQuerySet(models.QuerySet):
    def get_by_natural_key(self, role: str, duty: str) -> "RoleDuty":
        return self.get(role__code=role, duty__code=duty)


class RoleDuty(models.Model):
    """That a role does a duty."""

    role = models.ForeignKey(
        Role,
        verbose_name=_("role"),
        related_name="role_duties",
        on_delete=models.CASCADE,
    )
    duty = models.ForeignKey(
        Duty,
        verbose_name=_("duty"),
        related_name="role_duties",
        on_delete=models.CASCADE,
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = RoleDutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty of a role")
        verbose_name_plural = _("duties of a role")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["role", "duty"], name="roles_roleduty_once_a_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role_id} · {self.duty_id}"

    def natural_key(self) -> tuple[str, str]:
        return (self.role.code, self.duty.code)

    natural_key.dependencies = ["roles.role", "roles.duty"]


class RoleSkillQuerySet(models.QuerySet):
    def get_by_natural_key(self, role: str, skill: str) -> "RoleSkill":
        return self.get(role__code=role, skill__code=skill)

    def in_order(self) -> Self:
        """Fetch each with its skill, the most important first."""
        columns = language_columns(Skill, ["code", "slug", "name", "kind"])
        return (
            self.select_related("skill")
            .only("role_id", "importance", *(f"skill__{name}" for name in columns))
            .order_by(place_in(RoleSkill.Importance, "importance"), "position")
        )


class RoleSkill(models.Model):
    """How much a role needs a skill, or that the work teaches it."""

    class Importance(models.TextChoices):
        # Translators: A heading above skills: without them nobody is hired for the role.
        ESSENTIAL = "essential", _("Essential")
        # Translators: A heading above skills: they help, but are not asked for.
        BENEFICIAL = "beneficial", _("An advantage")
        # Translators: A heading above skills: the work itself teaches them.
        GAINED = "gained", _("Learnt on the job")

    role = models.ForeignKey(
        Role,
        verbose_name=_("role"),
        related_name="role_skills",
        on_delete=models.CASCADE,
    )
    skill = models.ForeignKey(
        Skill,
        verbose_name=_("skill"),
        related_name="role_skills",
        on_delete=models.CASCADE,
    )
    # Translators: How much a role needs a skill: essential, an advantage, learnt
    # on the job.
    importance = models.CharField(_("importance"), max_length=20, choices=Importance)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = RoleSkillQuerySet.as_manager()

    class Meta:
        verbose_name = _("skill of a role")
        verbose_name_plural = _("skills of a role")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["role", "skill"], name="roles_roleskill_once_a_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role_id} · {self.skill_id}"

    def natural_key(self) -> tuple[str, str]:
        return (self.role.code, self.skill.code)

    natural_key.dependencies = ["roles.role", "roles.skill"]


class CareerStepQuerySet(TranslatedQuerySet):
    def with_roles(self) -> Self:
        """Fetch the steps to published roles, with where each leads."""
        return self.filter(to_role__is_published=True).in_language(
            to_role=["code", "slug", "name", "level"]
        )


class CareerStep(TranslatedModel):
    """A move from one role to another, and how people make it."""

    from_role = models.ForeignKey(
        Role,
        # Translators: The role that a career step starts from.
        verbose_name=_("from"),
        related_name="steps_onward",
        on_delete=models.CASCADE,
    )
    to_role = models.ForeignKey(
        Role,
        # Translators: The role that a career step leads to.
        verbose_name=_("to"),
        related_name="steps_here",
        on_delete=models.CASCADE,
    )
    # Translators: How people make a career step; a text.
    how = models.TextField(_("how"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = CareerStepQuerySet.as_manager()

    class Meta:
        # Translators: A move from one role to another.
        verbose_name = _("career step")
        verbose_name_plural = _("career steps")
        ordering = ["position", "code"]
        constraints = [
            *english_is_filled("how"),
            models.UniqueConstraint(
                fields=["from_role", "to_role"], name="roles_careerstep_once_a_pair"
            ),
            models.CheckConstraint(
                condition=~Q(from_role=F("to_role")),
                name="roles_careerstep_leads_elsewhere",
                violation_error_message=_("A career step leads to another role."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    natural_key.dependencies = ["roles.role"]


class GuideSectionQuerySet(TranslatedQuerySet):
    def general(self) -> Self:
        return self.filter(role=None)

    def of_kinds(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def for_role(self, role: Role) -> dict[str, "GuideSection"]:
        """Return, by kind, the role's own section, else the one that speaks for all.

        Of the kinds that only the general guide has, a role has none but its own.
        """
        return self.for_roles([role])[role.pk]

    def for_roles(self, roles: Iterable[Role]) -> dict[int, dict[str, "GuideSection"]]:
        """Return what `for_role` does, by the key of each role; takes one query."""
        by_role: dict[int, dict[str, GuideSection]] = {role.pk: {} for role in roles}
        general = Q(role=None) & ~Q(kind__in=GuideSection.GENERAL_KINDS)
        found = self.filter(general | Q(role__in=by_role)).in_language()
        for section in sorted(found, key=lambda section: section.role_id is not None):
            for pk in by_role if section.role_id is None else [section.role_id]:
                by_role[pk][section.kind] = section
        return by_role


class GuideSection(TranslatedModel):
    """What there is to know on one subject, for one role or for all of them."""

    class Kind(models.TextChoices):
        # Translators: A heading in the guide to the whole field: what the work is.
        OVERVIEW = "overview", _("What call-centre work is")
        CENTRES = "centres", _("Kinds of call centre")
        # Translators: A heading in the guide: phone, e-mail, chat and so on.
        CHANNELS = "channels", _("Channels")
        # Translators: A heading in the guide to the whole field, above a list of duties.
        DUTIES = "duties", pgettext_lazy("heading", "What you do all day")
        # Translators: A heading in the guide to the whole field, above a list of skills.
        SKILLS = "skills", pgettext_lazy("heading", "Skills you need and skills you learn")
        # Translators: A heading in the guide: pay and what it depends on.
        PAY = "pay", _("Pay and what it depends on")
        EMPLOYERS = "employers", _("Who pays the most")
        # Translators: A heading in the guide: wages in the reader's own country.
        LOCAL_PAY = "local_pay", _("Pay where you live")
        # Translators: A heading in the guide to a role: schooling before the job.
        EDUCATION = "education", _("Education")
        # Translators: A heading in the guide to a role: how the employer trains new people.
        TRAINING = "training", _("Training")
        CERTIFICATES = "certificates", _("Certificates")
        # Translators: A heading in the guide to a role: schools and courses.
        LEARNING = "learning", _("Places to learn")
        ENTRY_REQUIREMENTS = "entry_requirements", _("Entry requirements")
        GETTING_HIRED = "getting_hired", _("Getting hired")
        # Translators: A heading in the guide: web sites with job advertisements.
        JOB_BOARDS = "job_boards", _("Where jobs are advertised")
        # Translators: A heading in the guide: tests and checks before people are hired.
        SELECTION = "selection", _("How employers choose")
        # Translators: A heading in the guide to a role: letter and CV.
        APPLICATION = "application", _("Your application")
        # Translators: A heading in the guide to a role: the job interview.
        INTERVIEW = "interview", _("The interview")
        ENVIRONMENT = "environment", _("Where you work")
        SCHEDULE = "schedule", _("When you work")
        # Translators: A heading in the guide to a role: contracts, part time, agencies.
        EMPLOYMENT = "employment", _("How you are employed")
        BENEFITS = "benefits", _("What people like about it")
        CHALLENGES = "challenges", _("What is hard about it")
        # Translators: A heading in the guide: how one becomes a good agent.
        SUCCESS = "success", _("What it takes to be good at it")
        # Translators: A heading in the guide to a role: promotion.
        ADVANCEMENT = "advancement", _("Moving up")
        OUTLOOK = "outlook", _("Outlook")
        # Translators: A heading in the guide: how the whole sector may develop.
        FUTURE = "future", _("The future of the sector")

    GENERAL_KINDS: Final = frozenset(
        {
            Kind.OVERVIEW,
            Kind.CENTRES,
            Kind.CHANNELS,
            Kind.DUTIES,
            Kind.SKILLS,
            Kind.PAY,
            Kind.EMPLOYERS,
            Kind.LOCAL_PAY,
            Kind.JOB_BOARDS,
            Kind.SELECTION,
            Kind.SUCCESS,
            Kind.FUTURE,
        }
    )

    role = models.ForeignKey(
        Role,
        verbose_name=_("role"),
        related_name="guide_sections",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        help_text=_("Leave empty for a section that speaks for every role."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    # Translators: The text of a guide section, without its heading.
    body = models.TextField(_("body"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = GuideSectionQuerySet.as_manager()

    class Meta:
        # Translators: A part of the guide to a role, with a heading of its own.
        verbose_name = _("guide section")
        verbose_name_plural = _("guide sections")
        ordering = ["position", "code"]
        constraints = [
            *english_is_filled("body"),
            models.UniqueConstraint(
                fields=["role", "kind"], name="roles_guidesection_once_a_role"
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(role=None),
                name="roles_guidesection_once_for_all",
                # Translators: An editor wrote a second section of one kind that speaks for
                # every role.
                violation_error_message=_("There is a general section of this kind."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    natural_key.dependencies = ["roles.role"]
