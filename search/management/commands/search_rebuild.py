"""``manage.py search_rebuild``: the whole index anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from search import outbox_upkeep
from search.service import SearchUnavailable, rebuild
from wiki.core.languages import Language


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

    def handle(self, *args: Any, **options: Any) -> None:
        quiet = options["verbosity"] == 0
        seen = outbox_upkeep.last_row()
        with tqdm(unit=" pages", disable=quiet, desc="search", file=self.stderr) as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            try:
                report = rebuild(languages=options["language"], progress=progress)
            except SearchUnavailable as error:
                raise CommandError(f"The index was not rebuilt: {error}") from error
        if not options["language"]:
            outbox_upkeep.after_rebuild(seen, report.failed)
        speed = round(report.written / report.seconds) if report.seconds else report.written
        if not quiet:
            self.stdout.write(
                f"{report.written} pages in the index, {report.seconds:.1f} s, {speed} per second."
            )
        for page_id, reason in report.failed.items():
            self.stderr.write(f"page {page_id}: {reason}")
        if report.failed:
            raise CommandError(f"{len(report.failed)} pages could not be read.")
