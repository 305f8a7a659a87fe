"""``manage.py search_eval``: how good the search is, on sets of judged questions."""

import argparse
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from search.evaluation.comparison import ELASTIC, OURS
from search.evaluation.figures import Figures
from search.evaluation.jobs import RESULT, read_job, write_figures
from search.evaluation.perturb import PERTURBATIONS
from search.evaluation.questions import PLAIN, TITLES
from search.evaluation.report import Report
from search.evaluation.sets import BadSet, RelevanceSet, read_set
from search.evaluation.throwaway import folder
from search.service import SearchUnavailable
from wiki.core.languages import Language
from wiki.importers.evaluation.languages import language_of
from wiki.importers.evaluation.measuring import measure_all
from wiki.importers.evaluation.product import Incomplete, measure
from wiki.importers.evaluation.runs import Plan
from wiki.importers.evaluation.servers import Servers

HELP = """\
Measures the search with questions whose answers are known.

Each DIR holds corpus.jsonl.gz (id, title, text, keywords), queries.jsonl.gz (id, text)
and qrels.tsv (query-id, corpus-id, score). The texts become published guides in a
database and an index of their own, made for the run and removed after it: your site is
neither read nor written. Then every question is asked as a reader without an account
would ask it, and the first ten results are compared with the answers expected."""

EXAMPLES = """\
examples:
  manage.py search_eval sets/faq-fr
      The figures of the engine that the settings choose.
  manage.py search_eval sets/* --engine embedded --engine elastic --json figures.json
      Both engines on the same pages, with the ratio between them.
  manage.py search_eval sets/* --perturb accents --perturb typo
      The questions as they are, then without accents, then with a slip of the keyboard,
      and which share of the quality each change keeps.
  manage.py search_eval sets/* --titles
      Each title typed as it is: the page should come first (P@1 is 1).
  manage.py search_eval sets/* --stock --json figures.json
      Wagtail's own search on the same texts, and how many times better ours is.
  manage.py search_eval sets/* --limit 200
      A quick look: 200 questions of each set, drawn with a fixed seed.

figures (0 is worst and 1 best, except for the last three):
  nDCG@10    how close the order of the first ten results is to the best possible one
  recall@10  share of the expected pages that are among the first ten
  MRR        1 when the first result is right, 1/2 when the second is, 1/3 …
  P@1        share of questions whose first result is right
  empty      share of questions to which nothing was found
  p50, p95   milliseconds that half, and 95 %, of the questions took at most

docs/relevance.md says how to read them and how to make a set of your own.
exit code: 0 measured, 1 something could not be measured, 2 wrong usage or unusable set."""


class Command(BaseCommand):
    """Measures, then says what was found."""

    help = HELP
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name,
            subcommand,
            epilog=EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            **kwargs,
        )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folders", nargs="*", type=Path, metavar="DIR", help="a set to ask")
        parser.add_argument(
            "--engine",
            action="append",
            choices=OURS,
            help="engine to measure; repeat it for both (default: that of the settings)",
        )
        parser.add_argument(
            "--titles",
            action="store_true",
            help="ask the titles instead of the questions (with --perturb: beside them)",
        )
        parser.add_argument(
            "--perturb",
            action="append",
            choices=list(PERTURBATIONS),
            help="ask the questions changed as well; repeat it for several changes",
        )
        parser.add_argument(
            "--limit",
            type=_positive,
            metavar="N",
            help="ask at most N questions of each set, drawn with a fixed seed",
        )
        parser.add_argument(
            "--language",
            choices=Language.values,
            help="language of the texts (default: told from the texts, and said)",
        )
        parser.add_argument(
            "--stock",
            action="store_true",
            help="ask Wagtail's own search too: on SQLite, on PostgreSQL, on Elasticsearch, and "
            "Elasticsearch with its built-in language analyzers",
        )
        parser.add_argument(
            "--postgresql-url",
            metavar="URL",
            help="server for --stock (default: TEST_POSTGRESQL_URL, or the site's own)",
        )
        parser.add_argument(
            "--elasticsearch-url",
            metavar="URL",
            help="server for --stock and --engine elastic (default: TEST_ELASTICSEARCH_URL, or "
            "the site's own)",
        )
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
        parser.add_argument("--job", type=Path, help=argparse.SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["job"]:
            self._work(options["job"])
            return
        sets = self._sets(options)
        report = Report()
        try:
            with folder() as place:
                self._measure(sets, place, report, options)
        except KeyboardInterrupt as error:
            raise CommandError("Stopped. Nothing is left behind.", returncode=130) from error
        self.stdout.write("\n" + report.table())
        if options["json"]:
            report.write(options["json"])
        if report.failed:
            raise CommandError("Something could not be measured; see above.", returncode=1)

    def _sets(self, options: dict[str, Any]) -> list[tuple[RelevanceSet, str]]:
        """The sets with their languages, all read before the first is measured."""
        if not options["folders"]:
            raise CommandError("Name at least one folder; see --help.", returncode=2)
        path: Path | None = options["json"]
        if path is not None and not path.parent.is_dir():
            raise CommandError(f"There is no folder {path.parent}.", returncode=2)
        found = []
        for directory in options["folders"]:
            try:
                collection = read_set(directory)
            except BadSet as error:
                raise CommandError(str(error), returncode=2) from error
            language = options["language"] or language_of(collection)
            found.append((collection, language))
            self._say(collection, language, told=bool(options["language"]))
        return found

    def _say(self, collection: RelevanceSet, language: str, *, told: bool) -> None:
        label = Language(language).name.lower()
        origin = "as told" if told else "as the texts show"
        line = (
            f"{collection.name}: {collection.size:,} texts, "
            f"{len(collection.questions):,} questions; {label}, {origin}"
        )
        if collection.unanswered:
            line += f"; {collection.unanswered:,} questions without an answer are left out"
        if collection.unasked:
            line += f"; {collection.unasked:,} judgements of unknown questions are left out"
        self.stdout.write(line)
        self.stdout.flush()

    def _measure(
        self,
        sets: list[tuple[RelevanceSet, str]],
        place: Path,
        report: Report,
        options: dict[str, Any],
    ) -> None:
        plan = _plan(options)
        if ELASTIC in plan.engines and (reason := plan.servers.why_no_elasticsearch()):
            raise CommandError(f"The engine « {ELASTIC} » cannot be asked: {reason}", returncode=1)

        def found(figures: list[Figures]) -> None:
            report.figures += figures
            for one in figures:
                self.stdout.write(
                    f"  {one.name}, {one.engine}, {one.variant}: {one.ndcg_at_10:.4f}"
                )
            self.stdout.flush()
            if options["json"]:  # a long run that is stopped keeps what it has found
                report.write(options["json"])

        measure_all(sets, plan, place=place, report=report, found=found)

    def _work(self, path: Path) -> None:
        """What the process made for one set and one engine does."""
        try:
            write_figures(path.with_name(RESULT), measure(read_job(path)))
        except (SearchUnavailable, Incomplete) as error:
            raise CommandError(str(error) or type(error).__name__) from error
        except KeyboardInterrupt:
            sys.exit(130)


def _plan(options: dict[str, Any]) -> Plan:
    changes = tuple(dict.fromkeys(options["perturb"] or ()))
    titles = (TITLES,) if options["titles"] else ()
    plain = () if titles and not changes else (PLAIN,)
    return Plan(
        engines=tuple(dict.fromkeys(options["engine"] or (settings.SEARCH_ENGINE,))),
        variants=(*plain, *titles, *changes),
        servers=Servers.of(
            postgresql=options["postgresql_url"], elasticsearch=options["elasticsearch_url"]
        ),
        stock=options["stock"],
        limit=options["limit"],
        progress=options["verbosity"] > 0 and sys.stderr.isatty(),
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number
