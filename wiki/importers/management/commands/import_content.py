"""``manage.py import_content``: a folder of Markdown files becomes pages."""

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wiki.importers.options import ImportOptions, ImportRejected
from wiki.importers.reports import ImportReport
from wiki.importers.services import import_folder

EXAMPLES = gettext_lazy(
    """\
examples:
  manage.py import_content guides/
      Every folder becomes an index below the home page, every file a guide.
  manage.py import_content guides/ --into /communautes/donnees/ --dry-run
      Says what would be made in that community; writes nothing.
  manage.py import_content guides/ --site-url https://old.example.org --report report.json
      Links to the old site become links to the new pages; the report lists what to look at.

Run it again at any time: unchanged files do nothing, changed files make one revision, and
pages edited in the site are left alone unless you say --force.
The format of the files is described in docs/importing.md.

exit code: 0 all files imported, 1 some files failed, 2 wrong usage."""
)


class Command(BaseCommand):
    """Imports a folder and says what happened."""

    help = gettext_lazy("Import a folder of Markdown files as pages.")  # type: ignore[assignment]

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name,
            subcommand,
            epilog=str(EXAMPLES),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            **kwargs,
        )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help=_("the folder to import"))
        parser.add_argument(
            "--into",
            metavar="PATH",
            help=_("address of the community or index that receives the pages; default: home page"),
        )
        parser.add_argument(
            "--dry-run", action="store_true", help=_("say what would be done and write nothing")
        )
        parser.add_argument(
            "--report", type=Path, metavar="FILE.json", help=_("write all details to this file")
        )
        parser.add_argument(
            "--force", action="store_true", help=_("overwrite pages that were edited in the site")
        )
        parser.add_argument(
            "--site-url",
            default="",
            metavar="URL",
            help=_("where the pages were published before: links to it become page links"),
        )
        parser.add_argument(
            "--owner", default="", metavar="EMAIL", help=_("who owns pages whose file names nobody")
        )
        parser.add_argument("--no-progress", action="store_true", help=_("show no progress bar"))

    def handle(self, *args: Any, **options: Any) -> None:
        report_path: Path | None = options["report"]
        if report_path is not None and not report_path.parent.is_dir():
            raise CommandError(
                _("The report cannot be written to %(path)s.") % {"path": report_path}, returncode=2
            )
        try:
            report = import_folder(
                options["folder"],
                into=options["into"],
                options=ImportOptions(
                    dry_run=options["dry_run"],
                    force=options["force"],
                    site_url=options["site_url"],
                    owner=options["owner"],
                    progress=not options["no_progress"] and sys.stderr.isatty(),
                ),
            )
        except ImportRejected as error:
            raise CommandError(str(error), returncode=2) from error
        if report_path is not None:
            report.write(report_path)
        self._say(report, dry_run=options["dry_run"], details=options["verbosity"])
        if report.failed:
            sys.exit(1)

    def _say(self, report: ImportReport, *, dry_run: bool, details: int) -> None:
        if details:
            for warning in report.warnings:
                place = f"{warning.file}:{warning.line}" if warning.line else warning.file
                self.stderr.write(f"{place}: {warning.message} [{warning.code}]")
        counts = _(
            "%(created)d created, %(updated)d updated, %(unchanged)d unchanged, %(failed)d failed"
        ) % {
            "created": report.created,
            "updated": report.updated,
            "unchanged": report.unchanged,
            "failed": report.failed,
        }
        warnings = ngettext("%(n)d warning", "%(n)d warnings", len(report.warnings)) % {
            "n": len(report.warnings)
        }
        self.stdout.write(f"{counts}, {warnings}")
        if dry_run:
            self.stdout.write(_("This was a dry run: nothing was written."))
