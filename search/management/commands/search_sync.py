"""``manage.py search_sync``: what waits, brought up to date; the worker does it each minute."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.drain import drain
from search.errors import SearchUnavailable
from search.healing import heal
from search.models import OutboxEntry


class Command(BaseCommand):
    help = (
        "Brings the pages that wait up to date in the index, those that rest after a failure "
        "included. An index that is missing or of another version is made anew first."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            heal(rested=False)
        except SearchUnavailable as error:
            raise CommandError(f"The index cannot be asked: {error}") from error
        done = drain(everything=True)
        waiting = OutboxEntry.objects.count()
        if options["verbosity"]:
            self.stdout.write(f"{done} done, {waiting} waiting.")
        if waiting:
            told = OutboxEntry.objects.exclude(last_error="").first()
            raise CommandError(told.last_error if told else "The index is being written elsewhere.")
