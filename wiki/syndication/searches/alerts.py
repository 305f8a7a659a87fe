"""What is new for a kept search, told once.

News is a page that matches, was first published after the search was kept, and of which
this search has told nothing yet. The notices themselves are what was told: the index may
lag, rights may be given and a crash may come in between, and yet no page is missed and
none is told twice. It is looked for under the person's rights of the moment.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.utils import timezone, translation

from guides.models import KnowledgePage
from guides.queries import knowledge
from search import service
from search.params import SearchParams, Sort
from search.service import SearchUnavailable
from wiki.notifications.kinds import Channel
from wiki.notifications.models import Notice
from wiki.notifications.telling import Event, record
from wiki.syndication.models import Rhythm, SavedSearch

logger = logging.getLogger(__name__)

KIND = "saved_search"
#: Older pages are no news, even to whoever has only just been let in.
NEWS = timedelta(days=30)
#: How exactly the index knows when a page was published.
A_SECOND = timedelta(seconds=1)
#: How often whoever wants to hear at once is looked after.
SOON = timedelta(minutes=5)
#: How long the index may need for a page (its own repair runs each hour).
INDEX_LAG = timedelta(hours=2)
#: Searches of one run; the others come first in the next.
MOST_LOOKS = 200
#: Hits looked through for one search, a page at a time, and pages told of in one go.
AT_ONCE, MOST_PAGES, MOST_TOLD = 50, 4, 25
#: More new pages than this do not each send an e-mail: they come in that of the day.
MOST_E_MAILS = 3


def look_at_due(*, now: datetime | None = None, most: int = MOST_LOOKS) -> int:
    """Look at the searches whose turn has come; how many pages were told of."""
    moment = now or timezone.now()
    told = 0
    rows = list(due(moment).select_related("person").order_by("looked_at", "pk")[:most])
    for search in rows:
        mine = SavedSearch.objects.filter(pk=search.pk, looked_at=search.looked_at)
        # One update: of two workers, one looks.
        if not mine.update(looked_at=moment):
            continue
        try:
            told += tell_news(search, now=moment)
        except SearchUnavailable:
            # Its turn comes again as soon as something answers.
            SavedSearch.objects.filter(pk=search.pk).update(looked_at=search.looked_at)
            logger.warning("saved_search.unavailable")
            break
    if told:
        logger.info("saved_search.told", extra={"searches": len(rows), "pages": told})
    return told


def due(now: datetime) -> QuerySet[SavedSearch]:
    """The searches whose turn it is (one query more).

    Those of every day and every week come an hour before the e-mail of the day leaves.
    """
    last = KnowledgePage.objects.filter(live=True).aggregate(at=Max("last_published_at"))["at"]
    if last is None:
        return SavedSearch.objects.none()
    here = timezone.localtime(now)
    turn = here.replace(
        hour=(settings.NOTICES_DAILY_HOUR - 1) % 24, minute=0, second=0, microsecond=0
    )
    if turn > here:
        turn -= timedelta(days=1)
    # Nothing was published since: there is nothing to find.
    at_once = Q(looked_at__lte=min(now - SOON, last + INDEX_LAG))
    by_rhythm = (
        Q(at_once, rhythm=Rhythm.NOW)
        | Q(rhythm=Rhythm.DAILY, looked_at__lt=turn)
        | Q(rhythm=Rhythm.WEEKLY, looked_at__lt=turn - timedelta(days=6))
    )
    return SavedSearch.objects.filter(by_rhythm, person__is_active=True)


def tell_news(search: SavedSearch, *, now: datetime) -> int:
    """Write a notice for each new page; how many. May raise SearchUnavailable."""
    pages = news_of(search, now=now)[:MOST_TOLD]
    at_once = search.rhythm == Rhythm.NOW and len(pages) <= MOST_E_MAILS
    for page_id in pages:
        event = Event(
            kind=KIND, key=_key(search, page_id), page=page_id, data={"text": search.name}
        )
        record(event, [search.person_id], at_most=Channel.NOW if at_once else Channel.DAILY)
    return len(pages)


def news_of(search: SavedSearch, *, now: datetime) -> list[int]:
    """Ids of the pages to tell of, the newest first."""
    since = max(search.made_at, now - NEWS)
    found: list[int] = []
    for ids in _matching(search):
        pages = knowledge(search.person).filter(pk__in=ids, first_published_at__gt=since - A_SECOND)
        moments = dict(pages.order_by().values_list("pk", "first_published_at"))
        if not moments:
            break  # sorted by date: what follows is older
        found += [pk for pk in ids if pk in moments and moments[pk] > since]
    keys = {_key(search, pk): pk for pk in found}
    rows = Notice.objects.filter(recipient=search.person_id, event__in=list(keys))
    told = set(rows.values_list("event", flat=True))
    return [pk for key, pk in keys.items() if key not in told]


def _matching(search: SavedSearch) -> Iterator[list[int]]:
    """What matches, the newest first, some at a time; near matches are none."""
    asked = search.params
    params = SearchParams(
        text=asked.text, filters=asked.filters, sort=Sort.NEWEST, page_size=AT_ONCE
    )
    for number in range(1, MOST_PAGES + 1):
        with translation.override(settings.LANGUAGE_CODE):
            page = service.search(params.on_page(number), search.person)
        if page.near or not page.hits:
            return
        yield [hit.page_id for hit in page.hits]
        if number * AT_ONCE >= page.total:
            return


def _key(search: SavedSearch, page_id: int) -> str:
    return f"search:{search.pk}:{page_id}"
