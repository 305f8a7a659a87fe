"""``manage.py search_sync``: what waits, brought up to date; run it every few minutes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.drain import drain
from search.models import OutboxEntry
from search.service import SearchUnavailable, unlike


class Command(BaseCommand):
    help = "Brings the pages that wait up to date in the index, failed ones included."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Compare the index with the database first and repair what no signal told.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            try:
                missing = unlike()
            except SearchUnavailable as error:
                raise CommandError(f"The index does not answer: {error}") from error
            OutboxEntry.objects.bulk_create(OutboxEntry(page_id=page_id) for page_id in missing)
            self.say(options, f"{len(missing)} pages differed.")
        done = drain(everything=True)
        waiting = OutboxEntry.objects.count()
        if options["verbosity"] > 0:
            self.say(options, f"{done} done, {waiting} waiting.")
        if waiting:
            reason = OutboxEntry.objects.exclude(last_error="").values_list(
                "last_error", flat=True
            )[:1]
            raise CommandError(next(iter(reason), "The index is being written elsewhere."))

    def say(self, options: dict[str, Any], line: str) -> None:
        if options["verbosity"]:
            self.stdout.write(line)
