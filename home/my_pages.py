"""What a person wrote, and where each page stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from guides.models import KnowledgePage
from wiki.communities.audience import readable
from wiki.communities.places import communities_of
from wiki.communities.review.progress import Progress, progress_of
from wiki.people.models import User


class Stage(Enum):
    """Where a page stands, in the order in which its author should look at them."""

    CHANGES = "changes"
    REVIEW = "review"
    DRAFT = "draft"
    PUBLISHED = "published"


#: Heading and icon of each stage.
STAGES: dict[Stage, tuple[str | Promise, str]] = {
    Stage.CHANGES: (_("Changes asked for"), "message-square"),
    Stage.REVIEW: (_("In review"), "hourglass"),
    Stage.DRAFT: (_("Drafts"), "pencil"),
    Stage.PUBLISHED: (_("Published pages"), "circle-check"),
}


@dataclass(frozen=True, slots=True)
class MyPage:
    """One page of the list; ``url`` leads to the editor, to the page itself, or nowhere ("")."""

    title: str
    url: str
    language: str
    community: str
    community_url: str
    changed: datetime | None
    #: Readers see it, or an older version of it.
    live: bool
    stage: Stage
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class StageGroup:
    """The pages of one stage, under its heading."""

    stage: str
    label: str | Promise
    icon: str
    pages: list[MyPage]


def written_by(person: User) -> QuerySet[KnowledgePage]:
    """The pages that this person owns or signs with others, and may still read.

    Those with something to publish first, then the newest.
    """
    pages = readable(KnowledgePage.objects.all(), person)
    mine = Q(owner=person) | Q(co_authors=person)
    order = ("-has_unpublished_changes", "-latest_revision_created_at", "-pk")
    return pages.filter(mine).order_by(*order).distinct()


def by_stage(pages: Iterable[MyPage]) -> list[StageGroup]:
    """The same pages under the headings that are needed."""
    rows = list(pages)
    return [
        StageGroup(stage.value, label, icon, [page for page in rows if page.stage is stage])
        for stage, (label, icon) in STAGES.items()
        if any(page.stage is stage for page in rows)
    ]


def my_pages(pages: Sequence[Page], person: User) -> list[MyPage]:
    """These pages with where they stand (a number of queries that does not grow with them)."""
    places = communities_of(pages)
    progress = progress_of(pages)
    open_to = editable(pages, person)
    return [
        MyPage(
            title=page.draft_title or page.title,
            url=edit_address(page) if page.pk in open_to else (page.live and page.url) or "",
            language=getattr(page, "language", ""),
            community=places[page.pk].title if page.pk in places else "",
            community_url=places[page.pk].url or "" if page.pk in places else "",
            changed=page.latest_revision_created_at,
            live=page.live,
            stage=_stage(page, progress.get(page.pk)),
            progress=progress.get(page.pk),
        )
        for page in pages
    ]


def _stage(page: Page, progress: Progress | None) -> Stage:
    if progress is not None:
        return Stage.CHANGES if progress.wants_changes else Stage.REVIEW
    return Stage.PUBLISHED if page.live and not page.has_unpublished_changes else Stage.DRAFT


def editable(pages: Sequence[Page], person: User) -> set[int]:
    """Those of these pages that the CMS lets this person change (two queries)."""
    policy = policy_registry.get_by_type(Page)
    able = policy.instances_user_has_permission_for(person, "change")
    return set(able.filter(pk__in=[page.pk for page in pages]).values_list("pk", flat=True))


def edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
