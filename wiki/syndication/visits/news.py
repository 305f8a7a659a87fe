"""What is new since a moment, for one person."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Count, IntegerField, Q, QuerySet, When
from django.db.models.functions import Left
from django.utils.functional import Promise
from wagtail.models import Page

from guides.models import KnowledgePage
from guides.queries import KINDS, below, knowledge, of_kind
from wiki.communities.audience import Viewer
from wiki.communities.models import CommunityPage
from wiki.communities.places import communities_of
from wiki.feedback.models import Comment
from wiki.feedback.queries import readable_comments
from wiki.notifications.models import Follow
from wiki.people.models import User

#: Characters of the tree path of a community: it stands below the home page.
COMMUNITY_PATH = 3 * Page.steplen
COMMENTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class NewsRow:
    """One page that is new, or has a new text."""

    title: str
    url: str
    language: str
    summary: str
    kind: str
    kind_label: str | Promise
    kind_icon: str
    at: datetime | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class NewsPlace:
    """A community with its rows, those of one type together; "" outside of communities."""

    title: str
    url: str
    rows: tuple[NewsRow, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many pages there are of one sort; ``key`` narrows the list to them."""

    key: str
    label: str | Promise
    icon: str
    total: int


@dataclass(frozen=True, slots=True)
class Tallies:
    """All the news counted, before any narrowing."""

    total: int
    communities: tuple[Tally, ...]
    kinds: tuple[Tally, ...]


def news(viewer: Viewer, since: datetime) -> QuerySet[KnowledgePage]:
    """Pages that were published or changed since, by community, by type, the newest first."""
    types = ContentType.objects.get_for_models(*KINDS)
    ranks = [When(content_type=types[kind], then=rank) for rank, kind in enumerate(KINDS)]
    return (
        knowledge(viewer)
        .filter(last_published_at__gt=since)
        .annotate(
            place=Left("path", COMMUNITY_PATH),
            rank=Case(*ranks, default=len(ranks), output_field=IntegerField()),
        )
        .order_by("place", "rank", "-last_published_at", "-pk")
    )


def narrowed(
    pages: QuerySet[KnowledgePage], *, community: str, kind: str
) -> QuerySet[KnowledgePage]:
    """Those of one community (its slug) and of one type; "" for all."""
    if community:
        place = CommunityPage.objects.filter(slug=community).first()
        pages = below(pages, place) if place else pages.none()
    if kind:
        found = next((each for each in KINDS if each.search_kind == kind), None)
        pages = of_kind(pages, found) if found else pages.none()
    return pages


def tallies(pages: QuerySet[KnowledgePage]) -> Tallies:
    """Counts by community and by type (two queries)."""
    counted = list(
        pages.order_by().values_list("place", "content_type").annotate(total=Count("pk"))
    )
    by_place, by_type = Counter[str](), Counter[int]()
    for place, content_type, total in counted:
        by_place[place] += total
        by_type[content_type] += total
    places = CommunityPage.objects.filter(path__in=list(by_place)).order_by("title", "pk")
    types = ContentType.objects.get_for_models(*KINDS)
    return Tallies(
        total=sum(by_place.values()),
        communities=tuple(
            Tally(each.slug, each.title, "users", by_place[each.path]) for each in places
        ),
        kinds=tuple(
            Tally(kind.search_kind, kind.kind_label_plural, kind.kind_icon, by_type[types[kind].pk])
            for kind in KINDS
            if by_type[types[kind].pk]
        ),
    )


def places_of(pages: Sequence[KnowledgePage], since: datetime) -> list[NewsPlace]:
    """These rows under their communities, in their order (one query)."""
    communities = communities_of(pages)
    found = []
    for place, rows in groupby(pages, key=lambda page: page.path[:COMMUNITY_PATH]):
        same = list(rows)
        community = communities.get(same[0].pk)
        found.append(
            NewsPlace(
                community.title if community and community.path == place else "",
                (community.url or "") if community else "",
                tuple(_row(page, since) for page in same),
            )
        )
    return found


def _row(page: KnowledgePage, since: datetime) -> NewsRow:
    kind: type[KnowledgePage] = page.specific_class or KnowledgePage
    return NewsRow(
        title=page.title,
        url=page.url or "",
        language=page.language,
        summary=page.summary,
        kind=kind.search_kind,
        kind_label=kind.kind_label,
        kind_icon=kind.kind_icon,
        at=page.last_published_at,
        is_new=page.first_published_at is not None and page.first_published_at > since,
    )


def comments_for(person: User, since: datetime) -> QuerySet[Comment]:
    """What others said since on pages that the person follows or answers for, newest first."""
    followed = Follow.objects.filter(follower=person, page__isnull=False).values("page")
    wrote = KnowledgePage.co_authors.through.objects.filter(user=person).values("knowledgepage")
    theirs = Q(page__in=followed) | Q(page__owner=person) | Q(page__in=wrote)
    rows = readable_comments(person).filter(
        theirs, written_at__gt=since, hidden_at=None, deleted_at=None
    )
    return rows.exclude(author=person).order_by("-written_at", "-pk")


def count_news(viewer: Viewer, since: datetime) -> int:
    """How many pages there are to look at (one query more than the restrictions')."""
    return knowledge(viewer).filter(last_published_at__gt=since).order_by().count()
