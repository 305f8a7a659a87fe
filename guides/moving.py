"""Pages that go from one community to another: who gains, who loses, and the move itself."""

from dataclasses import dataclass

from django.db import transaction
from wagtail.actions.move_page import MovePageAction
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.signals import page_slug_changed

from guides.files_along import bring_files_along
from guides.models import IndexPage, KnowledgePage
from guides.revisions import change_open_versions, with_slug
from guides.tagging import retag
from wiki.communities.audience import readable
from wiki.communities.errors import CommunityRefusal, NotAllowed
from wiki.communities.models import CommunityPage
from wiki.communities.queries import community_of
from wiki.communities.readers import AccessChange, compare, readers_after_move, readers_of_place
from wiki.communities.rights import Visibility
from wiki.communities.signals import page_moved
from wiki.people.models import User


class NoPlaceThere(CommunityRefusal):
    """The place takes no page of this type, or the page is there already."""


@dataclass(frozen=True, slots=True)
class Move:
    """A page that would go elsewhere, and what that does to its readers."""

    page: Page
    destination: Page
    before: CommunityPage | None
    after: CommunityPage | None
    access: AccessChange
    #: How many published pages go, those below included.
    pages: int

    @property
    def crosses(self) -> bool:
        """Whether another community answers for the page afterwards."""
        return self.before != self.after


def move_of(page: Page, destination: Page) -> Move:
    """What it would mean to have ``page`` below ``destination``."""
    return Move(
        page=page,
        destination=destination,
        before=community_of(page.get_parent()),
        after=community_of(destination),
        access=compare(readers_of_place(page), readers_after_move(page, destination)),
        pages=page.get_descendants(inclusive=True).live().count(),
    )


def crosses(page: Page, destination: Page) -> bool:
    """Whether another community would answer for the page."""
    return community_of(page.get_parent()) != community_of(destination)


def destinations(page: KnowledgePage, person: User) -> list[IndexPage]:
    """The sections of other communities to which this person may move the page."""
    own = community_of(page)
    kinds = [kind for kind in IndexPage.__subclasses__() if kind.listed_type is page.specific_class]
    sections = IndexPage.objects.live().type(*kinds).order_by("path")
    if own is not None:
        sections = sections.exclude(path__startswith=own.path)
    found = []
    for section in readable(sections, person).specific():  # type: ignore[attr-defined]
        place = community_of(section)
        if place is None or place.is_archived or not place.live:
            continue
        if page.permissions_for_user(person).can_move_to(section):
            found.append(section)
    return found


@transaction.atomic
def move_page(page: Page, destination: Page, *, by: User, keep_tag: bool = False) -> Page:
    """``page`` and what is below it, below ``destination``; old addresses lead on.

    With ``keep_tag`` the community it leaves goes on finding it. Raises NotAllowed (as
    Wagtail decides, and when the other community is archived), NoPlaceThere.
    """
    page, destination = Page.objects.get(pk=page.pk), Page.objects.get(pk=destination.pk)
    if page.is_child_of(destination) or not page.specific.can_move_to(destination):
        raise NoPlaceThere(destination.pk)
    if not page.permissions_for_user(by).can_move_to(destination):
        raise NotAllowed("move")
    before, after = community_of(page.get_parent()), community_of(destination)
    if after is not None and after != before and after.is_archived:
        raise NotAllowed("archived")
    moved = relocate(page, destination, by=by)
    if before == after:
        return moved
    inside = KnowledgePage.objects.filter(path__startswith=moved.path)
    retag(inside, add=before if keep_tag else None, drop=after)
    bring_files_along(inside, before=before, after=after)
    _tell(moved, before, after, by=by)
    return moved


def relocate(page: Page, destination: Page, *, by: User) -> Page:
    """``page`` last below ``destination``, with another address when its own is taken there.

    Whoever calls has asked for the right, and stands in a transaction.
    """
    page = fit_address(page, destination)
    MovePageAction(page, destination, pos="last-child", user=by).execute(
        skip_permission_checks=True
    )
    return Page.objects.get(pk=page.pk)


def fit_address(page: Page, destination: Page) -> Page:
    """``page``, which may move below ``destination``, with an address that is free there too."""
    slug = _slug_free_in_both(page, destination)
    if slug == page.slug:
        return page
    _readdress(page, slug)
    return Page.objects.get(pk=page.pk)


def _slug_free_in_both(page: Page, destination: Page) -> str:
    there = set(destination.get_children().exclude(pk=page.pk).values_list("slug", flat=True))
    if page.slug not in there:
        return page.slug
    taken = there | set(page.get_siblings().values_list("slug", flat=True))
    number = 2
    while f"{page.slug}-{number}" in taken:
        number += 1
    return f"{page.slug}-{number}"


def _readdress(page: Page, slug: str) -> None:
    """Another last part of the address; as when it is published, the old one leads on."""
    before = page.specific
    after = Page.objects.get(pk=page.pk).specific
    after.slug = slug
    after.save(clean=False)
    change_open_versions(after, with_slug(slug))
    page_slug_changed.send(sender=type(after), instance=after, instance_before=before)


def _tell(
    page: Page, before: CommunityPage | None, after: CommunityPage | None, *, by: User
) -> None:
    data = {"before": _named(before), "after": _named(after)}
    log(instance=page.specific, action="recueil.moved", user=by, data=data)
    if before is not None and after is not None:
        page_moved.send(Page, page=page.specific, before=before, after=after, by=by)


def _named(community: CommunityPage | None) -> dict[str, object]:
    """For the journal, which looks names up anew for each reader."""
    if community is None:
        return {}
    hidden = community.visibility == Visibility.HIDDEN
    return {"id": community.pk, "title": "" if hidden else community.title}
