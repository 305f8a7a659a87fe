"""Pages that a community shows first."""

from django.db import transaction
from django.db.models import Max
from wagtail.models import Page

from wiki.communities.audience import readable
from wiki.communities.errors import CommunityRefusal
from wiki.communities.models import CommunityPage, PinnedPage
from wiki.communities.readers import readers_of_place
from wiki.communities.rights import Act
from wiki.communities.standing import standing_of
from wiki.people.models import User

#: A shelf that one sees at a glance.
MOST_PINS = 6


class TooManyPins(CommunityRefusal):
    """One must go before another comes."""


class NothingToPin(CommunityRefusal):
    """There is no such page for this person."""


@transaction.atomic
def pin(community: CommunityPage, page: Page, *, by: User) -> PinnedPage:
    """``page`` after the others; twice is once.

    Raises NotAllowed, NothingToPin (not published, or closed to the person), TooManyPins.
    """
    standing_of(by).need(Act.CONFIGURE, community)
    if not readable(Page.objects.live().filter(depth__gt=2, pk=page.pk), by).exists():
        raise NothingToPin(page.pk)
    CommunityPage.objects.select_for_update().filter(pk=community.pk).values_list("pk").first()
    present = PinnedPage.objects.filter(community=community)
    found = present.filter(page=page).first()
    if found is not None:
        return found
    if present.count() >= MOST_PINS:
        raise TooManyPins(MOST_PINS)
    last = present.aggregate(last=Max("position"))["last"] or 0
    return PinnedPage.objects.create(
        community=community, page_id=page.pk, pinned_by=by, position=last + 1
    )


@transaction.atomic
def unpin(community: CommunityPage, page: Page, *, by: User) -> None:
    """``page`` is shown like any other again. Raises NotAllowed."""
    standing_of(by).need(Act.CONFIGURE, community)
    PinnedPage.objects.filter(community=community, page=page.pk).delete()


@transaction.atomic
def shift(community: CommunityPage, page: Page, *, up: bool, by: User) -> None:
    """``page`` one place up or down; at the end it stays. Raises NotAllowed."""
    standing_of(by).need(Act.CONFIGURE, community)
    pins = list(PinnedPage.objects.select_for_update().filter(community=community))
    place = next((n for n, row in enumerate(pins) if row.page_id == page.pk), None)
    if place is None:
        return
    other = place - 1 if up else place + 1
    if not 0 <= other < len(pins):
        return
    pins[place], pins[other] = pins[other], pins[place]
    for position, row in enumerate(pins, start=1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])


def is_for_all_readers(community: CommunityPage, page: Page) -> bool:
    """Whether everybody who reads the community reads the page too."""
    return readers_of_place(page).includes(readers_of_place(community))
