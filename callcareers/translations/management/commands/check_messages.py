from django.core.management.base import BaseCommand, CommandError

from callcareers.translations.interface_texts import faults


class Command(BaseCommand):
    help = "Fail where an interface text is missing, fuzzy or broken in a language."

    def handle(self, **options: object) -> None:
        found = list(faults())
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("The interface texts are complete in every language.")
