"""Our importer, with our index."""

from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from wagtail.search.models import IndexEntry

from guides.models import GuidePage
from search.consistency import compare
from tests.bench.progress import say
from tests.bench.timing import Span, clock
from wiki.importers.services import import_folder


def import_files(*, folder: Path, pages: int) -> Span:
    """Seconds to import the files and to bring the search up to date with them."""
    with clock() as span:
        say("ours: import")
        report = import_folder(folder, progress=False)
    live = GuidePage.objects.live().count()
    if report.created != pages or live != pages:
        raise AssertionError(
            f"{report.created} pages created, {live} live instead of {pages}; "
            f"first warnings: {report.warnings[:3]}"
        )
    if drift := compare(quick=True).ids:
        raise AssertionError(f"{len(drift)} pages are not in the index as they should")
    if (known := _known_to_editors()) < pages:
        raise AssertionError(f"the editors' search knows {known} of {pages} pages")
    return span


def _known_to_editors() -> int:
    """Pages in Wagtail's own index, which the import must not leave behind either."""
    kind = ContentType.objects.get_for_model(GuidePage)
    return IndexEntry.objects.filter(content_type=kind).count()
