"""Reads of comments. That the viewer may read the page is settled before."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from wagtail.models import Page

from wiki.communities.audience import Viewer, readable
from wiki.feedback.models import Comment
from wiki.feedback.rendering import comment_html
from wiki.feedback.rights import Powers

#: Conversations shown at first, the newest; the address ``?comments=all`` shows all.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment as one person sees it; ``html`` is empty when only its place is left."""

    pk: int
    #: Name of the author; "" for somebody who has no account any more.
    author: str
    html: SafeString
    written_at: datetime
    edited: bool
    deleted: bool
    hidden: bool
    #: Why it is hidden, for those who may know.
    reason: str
    may_edit: bool
    may_moderate: bool
    replies: tuple["ShownComment", ...]

    @property
    def anchor(self) -> str:
        """The id as text."""
        return str(self.pk)


@dataclass(frozen=True, slots=True)
class Discussion:
    """The comments of a page as one person sees them, the oldest first."""

    page_id: int
    comments: tuple[ShownComment, ...]
    #: Whether there are older ones than those shown.
    more: bool
    powers: Powers
    signed_in: bool

    @property
    def total(self) -> int:
        """Comments that can be read here, answers included."""
        rows = [reply for each in self.comments for reply in (each, *each.replies)]
        return sum(bool(row.html) for row in rows)


def readable_comments(viewer: Viewer) -> QuerySet[Comment]:
    """Comments on published pages that the viewer may read; hidden ones too."""
    return readable(
        Comment.objects.filter(page__live=True).select_related("page", "author"),
        viewer,
        prefix="page__",
    )


def discussion(page: Page, viewer: Viewer, *, powers: Powers, whole: bool = False) -> Discussion:
    """What the viewer sees below the page (one query)."""
    rows = Comment.objects.filter(page=page.pk)
    if not whole:
        newest = rows.filter(reply_to=None).order_by("-written_at", "-pk").values("pk")
        newest = newest[: SHOWN + 1]  # one more, to know whether there are older ones
        rows = rows.filter(Q(pk__in=newest) | Q(reply_to__in=newest))
    replies: dict[int, list[Comment]] = defaultdict(list)
    tops: list[Comment] = []
    for row in rows.select_related("author").order_by("written_at", "pk"):
        if row.reply_to_id is None:
            tops.append(row)
        else:
            replies[row.reply_to_id].append(row)
    more = not whole and len(tops) > SHOWN
    shown = _shown(tops[1:] if more else tops, replies, viewer=viewer, powers=powers)
    return Discussion(
        page_id=page.pk,
        comments=shown,
        more=more,
        powers=powers,
        signed_in=viewer.is_authenticated,
    )


def _shown(
    rows: Iterable[Comment],
    replies: dict[int, list[Comment]],
    *,
    viewer: Viewer,
    powers: Powers,
) -> tuple[ShownComment, ...]:
    made = (
        _one(row, _shown(replies[row.pk], {}, viewer=viewer, powers=powers)
             if replies.get(row.pk) else (), viewer=viewer, powers=powers)
        for row in rows
    )  # fmt: skip
    # The place of a comment that is gone is worth showing only for its answers.
    return tuple(comment for comment in made if comment.html or comment.replies)


def _one(
    row: Comment, answers: tuple[ShownComment, ...], *, viewer: Viewer, powers: Powers
) -> ShownComment:
    own = viewer.is_authenticated and row.author_id == viewer.pk
    seen = row.deleted_at is None and (row.hidden_at is None or own or powers.moderate)
    names = [str(each["text"]) for each in row.named]
    known = row.author is not None and row.author.is_active and row.deleted_at is None
    return ShownComment(
        pk=row.pk,
        author=row.author.display_name if known and row.author and seen else "",
        html=comment_html(row.text, names) if seen else SafeString(""),
        written_at=row.written_at,
        edited=row.edited_at is not None,
        deleted=row.deleted_at is not None,
        hidden=row.hidden_at is not None,
        reason=row.hidden_reason if own or powers.moderate else "",
        may_edit=own and row.is_shown and powers.comment,
        may_moderate=powers.moderate and row.deleted_at is None,
        replies=answers,
    )
