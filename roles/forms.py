from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcareers.content.texts import choices_of
from roles.models import Role, RoleFamily, RoleQuerySet

# Translators: The first choice of each list in a filter: the list is not narrowed by it.
ANY = ("", pgettext_lazy("filter: no restriction", "Any"))


class RoleFilter(forms.Form):
    """What a reader may narrow the catalogue by; codes, so that it fits any language."""

    # Translators: A label: groups of jobs, such as "Inbound roles", can be chosen.
    family = forms.ChoiceField(label=_("Kind of work"), required=False)
    level = forms.ChoiceField(
        label=_("Level"), required=False, choices=[ANY, *Role.Level.choices]
    )
    setting = forms.ChoiceField(
        label=_("Place of work"),
        required=False,
        choices=[
            ANY,
            (Role.WorkSetting.ON_SITE, Role.WorkSetting.ON_SITE.label),
            (Role.WorkSetting.HOME, Role.WorkSetting.HOME.label),
        ],
    )

    def __init__(self, data=None) -> None:
        super().__init__(data, label_suffix="")
        families = RoleFamily.objects.in_language("name")
        self.fields["family"].choices = [
            ANY,
            *choices_of(families, "name", self.data.get("family")),
        ]

    def narrow(self, roles: RoleQuerySet) -> RoleQuerySet:
        """Return the roles that fit; none where the filter is not valid."""
        if not self.is_valid():
            return roles.none()
        if family := self.cleaned_data["family"]:
            roles = roles.in_family(family)
        if level := self.cleaned_data["level"]:
            roles = roles.at_level(level)
        if setting := self.cleaned_data["setting"]:
            roles = roles.in_setting(setting)
        return roles
