from django.core.management.base import BaseCommand

from callcareers.translations.package_texts import collect


class Command(BaseCommand):
    help = "Bring locale/packages/ up to the texts that packages leave in English."

    def handle(self, **options: object) -> None:
        sizes = collect()
        for name, count in sizes.items():
            self.stdout.write(f"{name}: {count} texts")
        self.stdout.write(f"{len(sizes)} catalogues collected.")
