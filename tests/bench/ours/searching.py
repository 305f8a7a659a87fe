"""Our index, our results page and what is offered while typing."""

import os
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group
from wagtail.models import PageViewRestriction

from guides.models import GuidePage
from search import service
from search.drain import drain
from search.engines import engine
from search.models import OutboxEntry
from search.params import SearchParams
from tests.bench.client import timed_queries
from tests.bench.memory_use import megabytes as memory_of
from tests.bench.ours.serving import gunicorn
from tests.bench.serving import timed_requests
from tests.bench.timing import Answer, Span, clock

#: Seconds after which nobody waits for a suggestion any more.
TYPING_LIMIT = 15.0


def build_index() -> Span:
    """Seconds of a whole rebuild of the search index; nothing waits for it any more.

    A site in use has a worker, which empties the outbox. Each results page asks again about
    the pages that wait there, such as the communities that this site began with.
    """
    with clock() as span:
        report = service.rebuild()
    if report.failed:
        raise AssertionError(f"{len(report.failed)} pages could not be indexed")
    drain(everything=True)
    if waiting := OutboxEntry.objects.count():
        raise AssertionError(f"{waiting} changes still wait for the index")
    return span


def search(*, questions: list[str], limit: float) -> list[Answer]:
    """One answer for each question: the results page with its facets."""
    return timed_queries([f"/search/?{urlencode({'q': text})}" for text in questions], limit=limit)


def found(*, question: str) -> int:
    """How many pages hold the words or others of their families."""
    return service.search(SearchParams(text=question), AnonymousUser()).total


def suggestions(*, count: int) -> list[Answer]:
    """What is offered for the beginnings of ``count`` titles, without the way there."""
    return timed_queries(_beginnings(count), limit=TYPING_LIMIT)


def suggestions_served(*, count: int) -> list[Answer]:
    """The same from the server of production, over HTTP on loopback.

    Asked twice: the first round is that server's own start.
    """
    addresses = _beginnings(count)
    with gunicorn() as port:
        timed_requests(port, addresses, limit=TYPING_LIMIT)
        return timed_requests(port, addresses, limit=TYPING_LIMIT)


def _beginnings(count: int) -> list[str]:
    """Addresses for the beginnings of ``count`` titles, of one to eight letters."""
    titles = GuidePage.objects.order_by("pk").values_list("title", flat=True)
    every = max(1, titles.count() // count)
    beginnings = [title[: 1 + place % 8] for place, title in enumerate(titles[::every][:count])]
    return [f"/search/suggest/?{urlencode({'q': text})}" for text in beginnings]


def restrict(*, count: int) -> None:
    """Reserve ``count`` guides, each to a group of its own, and tell the index."""
    pages = GuidePage.objects.order_by("pk")
    every = max(1, pages.count() // count)
    for number, page in enumerate(pages[::every][:count]):
        group = Group.objects.create(name=f"bench {number}")
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.GROUPS
        )
        restriction.groups.add(group)
    catch_up()


def unrestrict() -> None:
    """Take these restrictions away again."""
    Group.objects.filter(name__startswith="bench ").delete()
    PageViewRestriction.objects.all().delete()
    catch_up()


def catch_up() -> None:
    """Bring the index of this process's engine up to date with the restrictions."""
    restricted = set(PageViewRestriction.objects.values_list("page_id", flat=True))
    marked = {pk for pk, state in engine().states().items() if state.audience}
    service.sync(restricted | marked)
    drain(everything=True)


def bytes_on_disk() -> int:
    """Bytes of the embedded index."""
    root = Path(settings.SEARCH_INDEX_DIR)
    return sum(file.stat().st_size for file in root.rglob("*") if file.is_file())


def megabytes() -> float:
    """What this process holds."""
    return memory_of(os.getpid()).total
