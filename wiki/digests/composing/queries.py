"""Reads of digests in the making and sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from guides.digest_items import ShownItem, live_items, shown
from guides.models import DigestItem, DigestPage, KnowledgePage
from wiki.communities.audience import Viewer, readable
from wiki.communities.models import CommunityPage
from wiki.core.row_numbers import row_number
from wiki.digests.delivery.tellings import messages_about
from wiki.digests.models import Delivery, Edition, Mailing

State = Delivery.State
#: Digests shown on the desk: two years of one a fortnight.
SHOWN = 50


def digests_of(community: CommunityPage) -> QuerySet[DigestPage]:
    """Digests of the community, the latest first, with what is known of their making."""
    return (
        DigestPage.objects.descendant_of(community)
        .filter(alias_of=None, is_template=False)
        .select_related("edition")
        .annotate(
            items_total=Count("items", distinct=True),
        )
        .order_by("-latest_revision_created_at", "-pk")[:SHOWN]
    )


def readable_items(digest: DigestPage, viewer: Viewer) -> list[DigestItem]:
    """The items of a digest in the making that this person may read, in order."""
    rows = digest.items.filter(Q(page=None) | Q(page__live=True)).order_by("position", "pk")
    return list(readable(rows, viewer, prefix="page__"))


def faces(items: Iterable[DigestItem], *, language: str) -> dict[int, ShownItem]:
    """How these items look, by their id; those whose page is not published are left out."""
    ids = [item.pk for item in items]
    digests = {item.digest_id for item in items}
    rows = live_items(digests).filter(pk__in=ids)
    return {row.pk: shown(row, language=language) for row in rows}


def page_at(address: str, viewer: Viewer) -> int | None:
    """The page of knowledge at this address of the site, if the person may read it."""
    parts = urlsplit(address.strip())
    own = urlsplit(settings.SITE_URL)
    if parts.netloc and parts.netloc != own.netloc:
        return None
    pages = readable(KnowledgePage.objects.live(), viewer)
    path = unquote(parts.path)
    if "\0" in path or not path.startswith("/"):
        return None
    number = row_number(path.removeprefix("/go/").rstrip("/"))
    if path.startswith("/go/") and number is not None:
        return pages.filter(pk=number).values_list("pk", flat=True).first()
    last = [part for part in path.split("/") if part][-1:]
    # Several pages may end alike; of those, the one whose whole address it is.
    for page in pages.filter(slug=last[0]) if last else ():
        if (page.url or "").rstrip("/") == path.rstrip("/"):
            return page.pk
    return None


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the messages of one mailing, as far as they held one digest."""

    mailing: Mailing
    total: int
    sent: int
    waiting: int
    refused: int
    empty: int
    unknown: int

    @property
    def done(self) -> int:
        """Those of which something came."""
        return self.total - self.waiting

    @property
    def is_over(self) -> bool:
        """Whether nothing of it waits any more."""
        return self.mailing.gathered_at is not None and not self.waiting


def progress_of(mailing: Mailing, digest: DigestPage) -> Sent:
    """Counted now (two queries at most)."""
    messages = messages_about(mailing, digest).order_by()
    states = dict(messages.values_list("state").annotate(Count("pk")))
    held = (State.WAITING, State.CLAIMED, State.LEAVING)
    return Sent(
        mailing=mailing,
        total=sum(states.values()),
        sent=states.get(State.SENT, 0),
        waiting=sum(states.get(state, 0) for state in held),
        refused=states.get(State.REFUSED, 0) + states.get(State.GIVEN_UP, 0),
        empty=states.get(State.EMPTY, 0),
        unknown=states.get(State.UNKNOWN, 0),
    )


def not_arrived(mailing: Mailing, digest: DigestPage) -> QuerySet[Delivery]:
    """Messages refused, given up or of unknown outcome, with whose they are."""
    states = [State.UNKNOWN, State.REFUSED, State.GIVEN_UP]
    rows = messages_about(mailing, digest).filter(state__in=states)
    return rows.select_related("person", "address").order_by("state", "pk")


def latest_sent(community: CommunityPage) -> QuerySet[DigestPage]:
    """The digests of the community that readers find, the newest first."""
    return (
        DigestPage.objects.live()
        .descendant_of(community)
        .filter(Q(edition=None) | Q(edition__stage=Edition.Stage.SENT))
        .order_by("-first_published_at", "-pk")
    )
