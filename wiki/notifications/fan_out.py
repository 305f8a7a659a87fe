"""Whom an event concerns, decided from the database when the task runs."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from guides.models import KnowledgePage
from wiki.communities.models import CommunityPage, Membership
from wiki.core.models import Theme
from wiki.feedback.models import Comment
from wiki.notifications.models import Follow, Notice
from wiki.notifications.telling import Event, record

#: What is published again within it is the same piece of news.
SAME_NEWS = timedelta(hours=1)
PAGE_KINDS = ("page_new", "page_updated")


def members(community_id: int | None) -> list[int]:
    """Ids of those who belong to the community."""
    rows = Membership.objects.filter(community=community_id, person__is_active=True)
    return list(rows.order_by("person").values_list("person_id", flat=True))


def of_page(page_id: int, *, new: bool, moment: str, actor: int | None) -> bool:
    """A page was published; whether something should leave by e-mail at once."""
    page = KnowledgePage.objects.filter(pk=page_id, live=True).first()
    if page is None:
        return False
    concerned = _concerned(page, new=new)
    if not concerned:
        return False
    recent = Notice.objects.filter(
        page=page_id, kind__in=PAGE_KINDS, created_at__gte=timezone.now() - SAME_NEWS
    )
    told = set(recent.values_list("recipient_id", flat=True))
    by_case: dict[str, list[int]] = defaultdict(list)
    for person, case in concerned.items():
        if person not in told:
            by_case[case].append(person)
    at_once = False
    for case, people in by_case.items():
        event = Event(
            kind="page_new" if new else "page_updated",
            key=f"page:{page_id}:{moment}",
            page=page_id,
            actor=actor,
            data={"case": case} if case else {},
        )
        at_once = record(event, people) or at_once
    return at_once


def _concerned(page: KnowledgePage, *, new: bool) -> dict[int, str]:
    """Who hears of it, and why (a case of the kind); the nearest reason of each person."""
    reasons = {"community": "", "theme": "theme", "person": "person", "page": "page"}
    found: dict[int, str] = {}
    rows = list(follows_of(page).values_list("follower_id", *reasons))
    for place, case in enumerate(reasons.values(), start=1):
        found.update({row[0]: case for row in rows if row[place] is not None})
    if not new:
        found.update(dict.fromkeys(answering(page), "own"))
    return found


def follows_of(page: KnowledgePage) -> QuerySet[Follow]:
    """Whatever leads to this page: itself, its themes and wider ones, its people, its places."""
    step = page.steplen
    above = [page.path[:end] for end in range(step, len(page.path), step)]
    themes = Theme.objects.filter(
        Q(pages=page) | Q(children__pages=page) | Q(children__children__pages=page)
    )
    wrote = KnowledgePage.co_authors.through.objects.filter(knowledgepage=page)
    people = Q(person__in=wrote.values("user_id"))
    if page.owner_id:
        people |= Q(person=page.owner_id)
    communities = CommunityPage.objects.filter(Q(path__in=above) | Q(tagged_pages=page))
    return Follow.objects.filter(
        Q(page=page)
        | Q(theme__in=themes.order_by().values("pk"))
        | people
        | Q(community__in=communities.order_by().values("pk"))
    ).order_by("pk")


def answering(page: KnowledgePage) -> list[int]:
    """Who answers for a page: its owner and its co-authors (one query)."""
    wrote = KnowledgePage.co_authors.through.objects.filter(knowledgepage=page)
    people = list(wrote.order_by("pk").values_list("user_id", flat=True))
    return [page.owner_id, *people] if page.owner_id else people


def of_comment(comment_id: int) -> bool:
    """Something was said, or said otherwise: each person hears of it once, for the best reason."""
    rows = Comment.objects.select_related("page", "reply_to")
    comment = rows.filter(pk=comment_id, hidden_at=None, deleted_at=None).first()
    if comment is None:
        return False
    named = [row["person"] for row in comment.named if "person" in row]
    at_once = record(_said(comment, "mention"), named)
    if comment.reply_to is not None and comment.reply_to.author_id:
        at_once = record(_said(comment, "reply"), [comment.reply_to.author_id]) or at_once
    following = Follow.objects.filter(page=comment.page_id).values_list("follower_id", flat=True)
    heard = [*answering(comment.page), *following.order_by("pk")]
    at_once = record(_said(comment, "comment"), heard) or at_once
    for community in (row["community"] for row in comment.named if "community" in row):
        at_once = record(_said(comment, "community_mention"), members(community)) or at_once
    return at_once


def _said(comment: Comment, kind: str) -> Event:
    # One key for all kinds: a person who is mentioned and owns the page hears of it once.
    values: dict[str, Any] = {"page": comment.page_id, "comment": comment.pk}
    return Event(kind=kind, key=f"comment:{comment.pk}", actor=comment.author_id, **values)
