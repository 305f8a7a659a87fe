"""``manage.py search_rebuild``: the whole index anew."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from search import outbox_upkeep
from search.service import (
    IndexBusy,
    IndexIncomplete,
    RebuildReport,
    SearchUnavailable,
    rebuild,
)
from search.stopping import stoppable
from wiki.core.languages import Language

#: Pages that are told one by one; all of them wait in the outbox with their reasons.
MOST_TOLD = 100
#: Seconds in which one knows of all languages whether somebody else still fills them: a minute
#: (``LEFT_BEHIND``) and what lies between the beginnings of their indexes. Whoever lives asks for
#: another minute, which is longer.
LONGEST_WAIT = 90


class Command(BaseCommand):
    help = (
        "Builds a fresh index of all published pages. Readers keep the old one until the new "
        "one is whole; a run that is stopped changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--language",
            action="append",
            choices=Language.values,
            default=[],
            help="Only the index of this language; repeat it for several. The embedded engine "
            "keeps all languages in one index and rebuilds it whole.",
        )
        parser.add_argument(
            "--force",
            action="store_true",
            help="Give readers the new index even when many pages are missing from it: more than "
            "one in twenty, and more than ten.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # Waiting pages of the other languages go on waiting.
        seen = 0 if options["language"] else outbox_upkeep.last_row()
        try:
            with stoppable():
                report = self._rebuilt(options)
        except IndexIncomplete as error:
            self._tell(error.reasons)
            raise CommandError(
                f"The index was not rebuilt: {error}. Readers keep the old one; --force gives "
                "them the new one."
            ) from error
        except SearchUnavailable as error:
            raise CommandError(f"The index was not rebuilt: {error}") from error
        outbox_upkeep.after_rebuild(seen, report.failed)
        speed = round(report.written / report.seconds) if report.seconds else report.written
        if options["verbosity"]:
            self.stdout.write(
                f"{report.written} pages in the index, {report.seconds:.1f} s, {speed} per second."
            )
        if report.failed:
            self._tell(report.failed)
            raise CommandError(f"{len(report.failed)} pages are not in the index.")

    def _rebuilt(self, options: dict[str, Any]) -> RebuildReport:
        end = time.monotonic() + LONGEST_WAIT
        while True:
            try:
                return self._rebuild(options)
            except IndexBusy as error:
                if not error.wait or time.monotonic() + error.wait > end:
                    raise
                self.stderr.write(
                    f"{error}, or was stopped: {error.wait:.0f} seconds until that is known."
                )
                time.sleep(error.wait)

    def _rebuild(self, options: dict[str, Any]) -> RebuildReport:
        hidden = options["verbosity"] == 0
        # On the bare stream: the command's own ends each part with a new line.
        with tqdm(unit=" pages", disable=hidden, desc="search", file=sys.stderr) as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            return rebuild(languages=options["language"], progress=progress, force=options["force"])

    def _tell(self, failed: Mapping[int, str]) -> None:
        for page_id, reason in list(failed.items())[:MOST_TOLD]:
            self.stderr.write(f"page {page_id}: {reason}")
