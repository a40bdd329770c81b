from django.core.management.base import BaseCommand, CommandError

from callcareers.translations.interface_texts import faults as interface_faults
from callcareers.translations.package_texts import faults as package_faults


class Command(BaseCommand):
    help = "Fail where a text of interface or packages is missing, fuzzy or broken."

    def handle(self, **options: object) -> None:
        found = [*interface_faults(), *package_faults()]
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("The interface texts are complete in every language.")
