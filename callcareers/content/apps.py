from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "callcareers.content"
    # Translators: A group of lists in the admin: what all pages have in common.
    verbose_name = _("content")

    def ready(self) -> None:
        from callcareers.collation import register_collations
        from callcareers.content.triggers import drop_triggers, install_triggers

        connection_created.connect(register_collations, dispatch_uid="content_collations")
        pre_migrate.connect(drop_triggers, dispatch_uid="content_triggers")
        post_migrate.connect(install_triggers, dispatch_uid="content_triggers")
