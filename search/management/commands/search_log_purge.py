"""``manage.py search_log_purge``: forgets old searches now."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from search.log.upkeep import purge


class Command(BaseCommand):
    help = (
        "Forgets the searches that are older than SEARCH_LOG_MONTHS (13 unless set). "
        "The worker does this each day; run it after shortening the time, or with "
        "--months 0 to forget them all."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--months",
            type=_months,
            default=settings.SEARCH_LOG_MONTHS,
            help="keep this many months instead (default: %(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        gone = purge(months=options["months"])
        if options["verbosity"]:
            self.stdout.write(f"Rows forgotten: {gone}.")


def _months(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError("a number of months, 0 or more")
    return int(text)
