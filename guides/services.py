"""Writes on the sections of a community."""

from django.db import transaction

from guides.models import (
    CaseStudyIndexPage,
    DigestIndexPage,
    GuideIndexPage,
    IndexPage,
    SeriesIndexPage,
    WatchIndexPage,
)
from wiki.communities.models import CommunityPage
from wiki.people.models import User

#: Type, title and last part of the address of each standard section, in reading order.
SECTIONS: tuple[tuple[type[IndexPage], str, str], ...] = (
    (GuideIndexPage, "Guides", "guides"),
    (CaseStudyIndexPage, "Études de cas", "etudes-de-cas"),
    (WatchIndexPage, "Veille", "veille"),
    (SeriesIndexPage, "Parcours", "parcours"),
    (DigestIndexPage, "Lettres de veille", "lettres"),
)


@transaction.atomic
def open_sections(community: CommunityPage, *, user: User | None = None) -> list[IndexPage]:
    """Gives ``community`` the standard sections that it misses; returns those made.

    A section is missing when no index of its type stands in the community: one that was
    renamed is left alone. They are as live as the community.
    """
    parent = CommunityPage.objects.get(pk=community.pk)  # the tree may have moved meanwhile
    made: list[IndexPage] = []
    for page_type, title, slug in SECTIONS:
        if not page_type.objects.child_of(parent).exists():
            made.append(_open(parent, page_type, title, slug, user=user))
    return made


@transaction.atomic
def open_section(
    community: CommunityPage, page_type: type[IndexPage], *, user: User | None = None
) -> IndexPage:
    """One more standard section of this type, whatever there is."""
    parent = CommunityPage.objects.get(pk=community.pk)
    title, slug = next(row[1:] for row in SECTIONS if row[0] is page_type)
    return _open(parent, page_type, title, slug, user=user)


def _open(
    parent: CommunityPage, page_type: type[IndexPage], title: str, slug: str, *, user: User | None
) -> IndexPage:
    section = page_type(title=title, slug=_free_slug(parent, slug), live=False, owner=user)
    parent.add_child(instance=section)
    revision = section.save_revision(user=user)
    if parent.live:
        revision.publish(user=user, skip_permission_checks=True)
    return section


def _free_slug(parent: CommunityPage, slug: str) -> str:
    """``slug``, numbered when a page of another type has taken it."""
    taken = set(parent.get_children().values_list("slug", flat=True))
    found, number = slug, 2
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    return found
