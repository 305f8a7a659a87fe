"""``manage.py watch_fetch``: read feeds now."""

import sys
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from tqdm import tqdm

from wiki.core.commands import TaughtCommand
from wiki.watch.models import Source
from wiki.watch.models.source import SourceQuerySet
from wiki.watch.sources.rounds import Round, due

HELP = """Reads the feeds of communities and puts what is new into their inboxes.

Without options: the feeds whose time has come, as the worker does by itself. A feed that
somebody else is reading at this moment is left to them. Dead feeds are read only when they
are named.

examples:
  manage.py watch_fetch                      what is due
  manage.py watch_fetch --all                all feeds that are followed, due or not
  manage.py watch_fetch --community veille   those of one community
  manage.py watch_fetch --source 12          one feed, dead or not
"""


class Command(TaughtCommand):
    help = HELP

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--source", type=int, metavar="ID", help="this feed alone")
        which.add_argument("--community", metavar="SLUG", help="all feeds of this community")
        which.add_argument("--all", action="store_true", help="all feeds that are followed")

    def handle(self, *args: Any, **options: Any) -> None:
        started = timezone.now()
        chosen = self._chosen(options)

        def rows(now: datetime) -> SourceQuerySet:
            return due(now) if chosen is None else chosen.exclude(tried_at__gte=started)

        with tqdm(total=rows(started).count(), unit="feed", disable=not sys.stderr.isatty()) as bar:
            done = Round(tell=lambda source: bar.update()).run(rows)
        self.stdout.write(
            f"{done.sources} feeds: {done.items} new items, {done.unchanged} unchanged, "
            f"{done.failed} failed."
        )

    def _chosen(self, options: dict[str, Any]) -> SourceQuerySet | None:
        """The sources named; None for those that are due."""
        if options["all"]:
            return Source.objects.alive()
        if options["community"]:
            found = Source.objects.alive().filter(community__slug=options["community"])
            if not found.exists():
                raise CommandError(f"“{options['community']}” follows no feed.")
            return found
        if options["source"] is None:
            return None
        one = Source.objects.filter(pk=options["source"], community__archived_at=None)
        if not one.exists():
            raise CommandError(f"There is no source {options['source']}.")
        return one
