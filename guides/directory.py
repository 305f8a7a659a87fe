"""The directory of communities: those of which somebody may know, with what they find there."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from guides.models import KnowledgePage
from wiki.communities.audience import Viewer, page_audiences, viewer_tokens
from wiki.communities.doors import door_url
from wiki.communities.models import CommunityPage
from wiki.communities.queries import facilitators, listed
from wiki.communities.standing import standing_of
from wiki.core.text import unaccented


@dataclass(frozen=True, slots=True)
class CommunityRow:
    """A community in a list."""

    title: str
    #: The community's page, or its door for whoever may not read it.
    url: str
    summary: str
    #: Their names, as one text; "" when nobody facilitates it.
    facilitators: str
    #: How many pages the reader finds in it; None for whoever may not read it.
    total: int | None
    #: How one joins it.
    joining: str
    #: The reader's role in it, in words; "" for no member.
    role: str
    archived: bool


@dataclass(frozen=True, slots=True)
class Directory:
    """The same rows, in the order in which the reader wants them."""

    mine: list[CommunityRow]
    others: list[CommunityRow]
    archived: list[CommunityRow]

    @property
    def in_use(self) -> list[CommunityRow]:
        """Those where something goes on, the reader's own first."""
        return [*self.mine, *self.others]


def directory(rows: Iterable[CommunityRow]) -> Directory:
    """My communities, the others, and at the end those that are archived."""
    found = Directory([], [], [])
    for row in rows:
        (found.archived if row.archived else found.mine if row.role else found.others).append(row)
    return found


def community_rows(viewer: Viewer, *, pages: QuerySet[KnowledgePage]) -> list[CommunityRow]:
    """The communities of which the viewer may know, by name, with those of ``pages`` in each."""
    standing = standing_of(viewer)
    # Databases put « Écoute » after « Veille » where they know no French order.
    found = sorted(listed(viewer, standing=standing), key=lambda row: unaccented(row.title))
    totals = _totals(found, viewer, pages=pages)
    animating = facilitators(row.pk for row in found)
    return [
        CommunityRow(
            title=row.title,
            url=(row.url or "") if row.pk in totals else door_url(row),
            summary=row.summary,
            facilitators=", ".join(person.display_name for person in animating[row.pk]),
            total=totals.get(row.pk),
            joining=row.joining,
            role=str(standing.roles[row.pk].label) if row.pk in standing.roles else "",
            archived=row.is_archived,
        )
        for row in found
    ]


def _totals(
    communities: list[CommunityPage], viewer: Viewer, *, pages: QuerySet[KnowledgePage]
) -> dict[int, int]:
    """How many of ``pages`` each community holds that the viewer may read, by its id."""
    tokens = viewer_tokens(viewer)
    audiences = page_audiences(communities)
    open_ones = [row for row in communities if audiences[row.pk].admits(tokens)]
    counts = {f"c{row.pk}": Count("pk", filter=Q(path__startswith=row.path)) for row in open_ones}
    totals = pages.order_by().aggregate(**counts) if counts else {}
    return {row.pk: totals[f"c{row.pk}"] for row in open_ones}
