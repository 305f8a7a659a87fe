"""Two communities become one: pages, people, tags and addresses go over."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page

from guides.files_along import all_files
from guides.models import IndexPage, KnowledgePage
from guides.moving import relocate
from guides.services import open_sections
from guides.tagging import retag
from wiki.communities.errors import CommunityRefusal
from wiki.communities.keeping import keep_in_step
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.queries import facilitators
from wiki.communities.readers import AccessChange, compare, readers_of_place
from wiki.communities.rights import Act, Visibility
from wiki.communities.services.merging import join_members, take_over_life
from wiki.communities.signals import merged
from wiki.communities.standing import standing_of
from wiki.core.redirects import can_lead_on
from wiki.people.models import User


class CannotMerge(CommunityRefusal):
    """A community does not go into itself, nor into one that is archived."""


class WouldOpen(CommunityRefusal):
    """Pages would be read by people who could not read them; somebody must want that."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A community that would go into another one, and what that does."""

    community: CommunityPage
    into: CommunityPage
    #: For the pages that go over: those of ``into`` keep their readers, but for the newcomers.
    access: AccessChange
    pages: int
    #: How many become members of ``into``.
    newcomers: int
    facilitators: tuple[User, ...]


def merge_of(community: CommunityPage, into: CommunityPage) -> Merge:
    """What it would mean to merge ``community`` into ``into``."""
    known = Membership.objects.filter(community=into).values("person")
    newcomers = Membership.objects.filter(community=community).exclude(person__in=known)
    before, after = readers_of_place(community), readers_of_place(into)
    # Members come along: where only members read, they go on reading.
    people = after.people | frozenset(newcomers.values_list("person_id", flat=True)) & before.people
    return Merge(
        community=community,
        into=into,
        access=compare(before, type(after)(after.anyone, people)),
        pages=KnowledgePage.objects.live().filter(path__startswith=community.path).count(),
        newcomers=newcomers.count(),
        facilitators=tuple(facilitators([community.pk])[community.pk]),
    )


@transaction.atomic
def merge(
    community: CommunityPage,
    into: CommunityPage,
    *,
    by: User,
    still_facilitate: Collection[int] = (),
    may_open: bool = False,
) -> CommunityPage:
    """``into``, with all that ``community`` had. Once done, doing it again changes nothing.

    People come as members; the facilitators with these ids go on facilitating. Raises
    NotAllowed, CannotMerge, and WouldOpen unless ``may_open``.
    """
    standing = standing_of(by)
    standing.need(Act.CONFIGURE, community)
    standing.need(Act.CONFIGURE, into)
    community, into = _locked(community), _locked(into)
    if community.merged_into_id == into.pk:
        return into
    if community == into or into.is_archived or community.merged_into_id is not None:
        raise CannotMerge(into.pk)
    if merge_of(community, into).access.widens and not may_open:
        raise WouldOpen(into.pk)
    addresses = dict(_addresses(community, into, user=by))
    join_members(community, into, still_facilitate=still_facilitate)
    keep_in_step(into)
    all_files(before=community, after=into)
    _move_pages(community, into, by=by)
    _close(community, into, by=by)
    # After that: leaving the site makes the index look at every page that is tagged with it.
    _move_tags(community, into)
    _lead_on(addresses, community, into)
    take_over_life(community, into, at=timezone.now())
    keep_in_step(community)
    hidden = into.visibility == Visibility.HIDDEN
    place = {"id": into.pk, "title": "" if hidden else into.title}
    log(instance=community, action="recueil.merge", user=by, data={"after": place})
    merged.send(CommunityPage, community=community, into=into, by=by)
    return CommunityPage.objects.get(pk=into.pk)


def _locked(community: CommunityPage) -> CommunityPage:
    return CommunityPage.objects.select_for_update().get(pk=community.pk)


def _sections(community: CommunityPage) -> Iterator[tuple[IndexPage, bool]]:
    """Its sections; those that are the first of their type are the standard ones."""
    seen: set[type] = set()
    for section in IndexPage.objects.child_of(community).specific().order_by("path"):
        yield section, type(section) not in seen
        seen.add(type(section))


def _counterpart(section: IndexPage, into: CommunityPage) -> IndexPage:
    """The section of the same type in the other community."""
    return type(section).objects.child_of(into).order_by("path")[0]


def _addresses(
    community: CommunityPage, into: CommunityPage, *, user: User
) -> Iterator[tuple[str, Page]]:
    """Addresses of places that will be empty, and where each leads from then on."""
    open_sections(into, user=user)
    into = CommunityPage.objects.get(pk=into.pk)
    if community.url:
        yield community.url, into
    for section, is_standard in _sections(community):
        if is_standard and section.url:
            yield section.url, _counterpart(section, into)


def _move_pages(community: CommunityPage, into: CommunityPage, *, by: User) -> None:
    """What stands in a section goes into its counterpart; a second one goes as a folder."""
    for section, is_standard in list(_sections(community)):
        target = _counterpart(section, into)
        for page in list(section.get_children()) if is_standard else [section]:
            here = Page.objects.get(pk=page.pk)
            relocate(here, Page.objects.get(pk=target.pk), by=by)


def _close(community: CommunityPage, into: CommunityPage, *, by: User) -> None:
    """Nothing is left but addresses that lead on."""
    CommunityPage.objects.filter(pk=community.pk).update(
        archived_at=community.archived_at or timezone.now(), merged_into=into
    )
    CommunityPage.objects.filter(merged_into=community).update(merged_into=into)
    shell = CommunityPage.objects.get(pk=community.pk)
    for place in [*IndexPage.objects.child_of(shell).specific(), shell]:
        if place.live:
            place.unpublish(user=by)


def _move_tags(community: CommunityPage, into: CommunityPage) -> None:
    """Pages tagged with the one are tagged with the other; those that live there need not."""
    tagged = KnowledgePage.objects.filter(communities=community)
    retag(tagged.exclude(path__startswith=into.path), add=into, drop=community)
    inside = KnowledgePage.objects.filter(path__startswith=into.path)
    retag(inside.filter(communities__in=[community, into]).distinct(), drop=community)
    retag(inside.filter(communities=into), drop=into)


def _lead_on(addresses: dict[str, Page], community: CommunityPage, into: CommunityPage) -> None:
    """Old addresses, also those that led to the community before, lead to the other one."""
    Redirect.objects.filter(redirect_page=community).update(redirect_page=into)
    for address, page in addresses.items():
        old_path = Redirect.normalise_path(address)
        if not can_lead_on(old_path):
            continue
        Redirect.objects.update_or_create(
            old_path=old_path,
            site=None,
            defaults={"redirect_page": page, "redirect_link": "", "automatically_created": True},
        )
