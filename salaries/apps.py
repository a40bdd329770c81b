from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SalariesConfig(AppConfig):
    name = "salaries"
    verbose_name = _("salaries")

    def ready(self) -> None:
        from callcareers.content.triggers import register_triggers
        from salaries.triggers import salary_triggers

        register_triggers(self.label, salary_triggers)
