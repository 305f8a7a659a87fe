"""``python -m tests.bench``: speed and memory beside stock Wagtail."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench.measures import (
    clipping,
    communities,
    digests,
    engines,
    feeds,
    guide,
    importing,
    memory,
    search,
)
from tests.bench.progress import say
from tests.bench.report import svg, table
from tests.bench.results import Line, Results
from tests.bench.sides import CannotMeasureError, Workspace
from tests.bench.timing import clock

Measure = Callable[..., list[Line]]
MEASURES: dict[str, Measure] = {
    "guide": guide.run,
    "import": importing.run,
    "search": search.run,
    "communities": communities.run,
    "clip": clipping.run,
    "feeds": feeds.run,
    "digests": digests.run,
    "memory": memory.run,
}
#: Run only when named: it needs both servers and takes about an hour.
ON_REQUEST: dict[str, Measure] = {"engines": engines.run}
ALL = MEASURES | ON_REQUEST

DESCRIPTION = """\
Measures this site beside a stock Wagtail site, in the same run on the same machine,
each in its own process with its own throwaway database. Only the ratios mean
something on another machine; the table shows them with their targets.

  guide    an anonymous reader opens a guide (stock: the same text, 12 queries)
  import   1,000 Markdown files become published, searchable pages (stock: create, publish)
  search   the results page with facets over 10,000 pages (stock: Wagtail's on SQLite)
  communities  lists, publishing and the home page with 40 communities, 2,000 people, 10,000 pages
           and 40 restrictions (stock: the same pages in one place, an editor of all)
  clip     a link is noted: from the form to the note that colleagues read
  feeds    200 feeds of 50 items are read and put into an inbox (stock: feedparser alone)
  digests  20 items to 10,000 subscribers with 40 different rights, beside a plain loop of
           Django's send_mail to the same server; memory; killed and run again
  memory   what the demo's server holds after 200 pages and searches
  engines  only when named: both search engines at 10,000 and 100,000 pages beside stock on
           PostgreSQL and on Elasticsearch: results, suggestions (also over HTTP), restrictions,
           rebuilds, bytes and memory, once every side has been asked for up to 40 s. Start the
           servers first:
           eval "$(.ci/postgresql)" "$(.ci/elasticsearch)"
"""
EPILOG = """\
examples:
  python -m tests.bench                         everything, about ten minutes on two cores
  python -m tests.bench guide memory            two of the eight
  python -m tests.bench --pages 200             a quick look; its ratios are not the real ones
  python -m tests.bench --json r.json --svg r.svg

Ends with 1 when a target is missed or a measure fails, with 0 otherwise.
"""


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "measures", nargs="*", metavar="measure", help=f"any of: {' '.join(ALL)} (all but engines)"
    )
    parser.add_argument(
        "--pages",
        type=int,
        metavar="N",
        help="pages of each measure, instead of 500 (guide), 1,000 (import), 10,000 (search, "
        "communities; engines, which then has this size only), 300 notes (clip), 200 feeds, "
        "10,000 people (digests) and 200 requests (memory)",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results as JSON")
    parser.add_argument("--svg", type=Path, metavar="FILE", help="write the results as bars")
    chosen = parser.parse_args(argv)
    unknown = sorted(set(chosen.measures) - set(ALL))
    if unknown:
        parser.error(f"no measure is called {', '.join(unknown)}; there are {', '.join(ALL)}")
    if chosen.pages is not None and chosen.pages < 1:
        parser.error("--pages must be 1 or more")
    return chosen


def measure(names: list[str], *, pages: int | None) -> Results:
    """Run these measures one after the other; one that fails does not stop the others."""
    results = Results()
    with tempfile.TemporaryDirectory(prefix="recueil-bench-") as folder, clock() as span:
        workspace = Workspace(Path(folder))
        for name in names:
            say(f"── {name} ──")
            try:
                results.lines += ALL[name](workspace, pages=pages)
            except CannotMeasureError as error:
                results.failures[name] = str(error)
    results.seconds = span.seconds
    return results


def main(argv: list[str] | None = None) -> int:
    """The exit code."""
    chosen = arguments(argv)
    names = [name for name in ALL if name in (chosen.measures or MEASURES)]
    results = measure(names, pages=chosen.pages)
    sys.stdout.write(table(results) + "\n")
    if chosen.json:
        chosen.json.write_text(json.dumps(results.as_dict(), ensure_ascii=False, indent=2) + "\n")
    if chosen.svg:
        chosen.svg.write_text(svg(results))
    return 0 if results.met else 1


if __name__ == "__main__":
    sys.exit(main())
