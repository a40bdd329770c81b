from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "callcareers.content"
    verbose_name = _("content")

    def ready(self) -> None:
        from callcareers.content.triggers import install_triggers

        post_migrate.connect(install_triggers, dispatch_uid="content_triggers")
