"""What the home page shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, TaskState

from guides.directory import community_rows, directory
from guides.queries import knowledge, latest_by_kind, themes_with_counts
from home.models import HomePage
from home.my_pages import edit_address
from wiki.communities.audience import Viewer
from wiki.communities.cms.policy import known
from wiki.communities.models import ReviewTaskState
from wiki.communities.review.progress import Progress, progress_of
from wiki.communities.waiting import waiting_for
from wiki.core.once import reading_once
from wiki.core.page_context import adds_context
from wiki.people.models import User
from wiki.syndication.visits.marking import last_visit
from wiki.syndication.visits.news import count_news

DRAFTS_SHOWN = 5
AWAITING_SHOWN = 5


@adds_context(HomePage)
def home_context(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    """Themes, what is new, communities; and, for people who write, what they left open."""
    viewer = request.user
    writes = viewer.is_authenticated and viewer.has_perm("wagtailadmin.access_admin")
    with reading_once():
        pages = knowledge(viewer)
        return {
            "themes": themes_with_counts(pages),
            "shelves": latest_by_kind(pages, viewer),
            "communities": directory(community_rows(viewer, pages=pages)).in_use,
            "drafts": drafts_of(viewer) if writes else [],
            "awaiting": awaiting(viewer) if writes else [],
            "waiting": waiting_for(request),
            "news": news_for(viewer),
        }


@dataclass(frozen=True, slots=True)
class News:
    """How many pages are new or have changed, and since when."""

    total: int
    since: datetime


def news_for(viewer: Viewer) -> News | None:
    """What is new since the last visit (two queries); None for whoever has not been here yet."""
    since = last_visit(viewer, now=timezone.now()) if isinstance(viewer, User) else None
    return News(count_news(viewer, since), since) if since else None


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A page on somebody's desk: ``url`` leads to its form in the CMS."""

    title: str
    url: str
    changed: datetime | None
    #: Where it stands, for its author.
    progress: Progress | None = None
    #: Who has taken its review, for those who could.
    taken_by: str = ""


def drafts_of(viewer: Viewer) -> list[OpenPage]:
    """The pages that this person changed last and did not publish, newest first.

    Without those in places from which the person has gone since.
    """
    pages = known(viewer).filter(has_unpublished_changes=True, latest_revision__user=viewer.pk)
    pages = pages.exclude(knowledgepage__is_template=True)
    shown = list(pages.order_by("-latest_revision_created_at")[:DRAFTS_SHOWN])
    progress = progress_of(shown)
    return [
        OpenPage(
            title=page.draft_title or page.title,
            url=edit_address(page),
            changed=page.latest_revision_created_at,
            progress=progress.get(page.pk),
        )
        for page in shown
    ]


def awaiting(viewer: Viewer) -> list[OpenPage]:
    """The pages that wait for this person's review, oldest first."""
    states = TaskState.objects.reviewable_by(viewer).filter(
        revision__base_content_type=ContentType.objects.get_for_model(Page)
    )
    shown = states.select_related("revision").order_by("started_at", "pk")[:AWAITING_SHOWN]
    takers = _takers(shown)
    return [
        OpenPage(
            title=str(state.revision.content.get("title", "")),
            url=reverse("wagtailadmin_pages:edit", args=[state.revision.object_id]),
            changed=state.started_at,
            taken_by=takers.get(state.pk, ""),
        )
        for state in shown
    ]


def _takers(states: Iterable[TaskState]) -> dict[int, str]:
    """The name of whoever is on each of these reviews, by step."""
    rows = ReviewTaskState.objects.filter(pk__in=[state.pk for state in states])
    return {
        row.pk: row.taker.display_name
        for row in rows.select_related("taken_by")
        if row.taker is not None
    }
