"""``manage.py search_check``: does the index hold what the database says."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from search.consistency import Drift, compare, repair
from search.errors import SearchUnavailable
from search.healing import heal
from search.models import OutboxEntry

DIFFERS, UNAVAILABLE = 1, 2
#: Ids of one kind that are told; the counts are always whole.
MOST_IDS = 1_000
NAMES = {
    "missing": "missing from the index",
    "stale": "written before the last change",
    "audience": "open to other readers than the tree says",
    "surplus": "in the index and should not be",
    "unreadable": "that cannot be read",
}


class Command(BaseCommand):
    help = (
        "Compares the index with the database page by page: which pages, in which version, "
        "open to whom. Exit code 0: the same, or repaired; 1: they differ; 2: the index "
        "cannot be asked."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--repair",
            action="store_true",
            help="bring what differs up to date; an index that is missing or of another version "
            "is made anew",
        )
        parser.add_argument(
            "--quick",
            action="store_true",
            help="compare which pages and their readers, not the texts (ten times as fast)",
        )
        parser.add_argument("--json", action="store_true", help="counts and ids as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            before, after = self.look(options)
        except SearchUnavailable as error:
            raise CommandError(
                f"The index cannot be asked: {error}", returncode=UNAVAILABLE
            ) from error
        left = after.ids if options["repair"] else before.ids
        if options["json"]:
            self.stdout.write(json.dumps(_figures(before, repaired=len(before.ids - left))))
        elif options["verbosity"]:
            self.tell(before, repaired=len(before.ids - left))
        if left:
            raise CommandError(f"{len(left)} pages differ.", returncode=DIFFERS)

    def look(self, options: dict[str, Any]) -> tuple[Drift, Drift]:
        """What differs, and what still does after the repair that was asked for."""
        if options["repair"]:
            heal(rested=False)
        hidden = options["verbosity"] == 0 or options["json"] or not sys.stderr.isatty()
        # On the bare stream: the command's own ends each part with a new line.
        with tqdm(unit=" pages", disable=hidden, desc="compared", file=sys.stderr) as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            before = compare(quick=options["quick"], progress=progress)
        return before, repair(before) if options["repair"] and before.ids else Drift()

    def tell(self, drift: Drift, *, repaired: int) -> None:
        lines = [f"{drift.compared} pages compared, {len(drift.ids)} differ."]
        for name, words in NAMES.items():
            if ids := sorted(getattr(drift, name)):
                lines.append(f"  {len(ids)} {words}: {' '.join(map(str, ids[:20]))}")
        lines += [f"  page {pk}: {reason}" for pk, reason in list(drift.unreadable.items())[:20]]
        if repaired:
            lines.append(f"{repaired} repaired.")
        self.stdout.write("\n".join(lines))


def _figures(drift: Drift, *, repaired: int) -> dict[str, object]:
    kinds = {
        name: {"count": len(ids), "ids": ids[:MOST_IDS]}
        for name in NAMES
        for ids in [sorted(getattr(drift, name))]
    }
    waiting = OutboxEntry.objects.count()
    return {
        "compared": drift.compared,
        "drift": len(drift.ids),
        "repaired": repaired,
        "waiting": waiting,
        **kinds,
    }
