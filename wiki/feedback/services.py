"""Writes on comments: every right is checked here."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from guides.models import KnowledgePage
from wiki.communities.errors import NotAllowed
from wiki.feedback.errors import NotAnswerable, NothingSaid, TooLong, TooMany
from wiki.feedback.mentions import resolve
from wiki.feedback.models import LONGEST, Comment
from wiki.feedback.rights import powers
from wiki.feedback.signals import comment_edited, comment_hidden, commented
from wiki.people.models import User


@dataclass(frozen=True, slots=True)
class Written:
    """The comment, and what its author should know, in words: who could not be told."""

    comment: Comment
    hints: tuple[str, ...]


@transaction.atomic
def write(
    page: KnowledgePage, author: User, *, text: str, reply_to: Comment | None = None
) -> Written:
    """A comment on a page that the author may read (the caller has seen to it).

    Raises NotAllowed or a CommentRefused.
    """
    if not powers(page, author).comment:
        raise NotAllowed("comment")
    words = _checked(text)
    if reply_to is not None:
        answerable = reply_to.page_id == page.pk and reply_to.is_shown
        if not answerable or reply_to.reply_to_id is not None:
            raise NotAnswerable
    _not_too_many(author)
    resolved = resolve(words, page=page, writer=author)
    comment = Comment.objects.create(
        page=page, author=author, reply_to=reply_to, text=words, named=list(resolved.named)
    )
    commented.send(Comment, comment=comment)
    return Written(comment, resolved.hints)


@transaction.atomic
def edit(comment: Comment, *, by: User, text: str) -> Written:
    """Other words; that they changed is shown. Raises NotAllowed or a CommentRefused."""
    current = _own(comment, by)
    if not powers(current.page, by).comment:
        raise NotAllowed("comment")
    words = _checked(text)
    if words == current.text:
        return Written(current, ())
    resolved = resolve(words, page=current.page, writer=by)
    current.text, current.named, current.edited_at = words, list(resolved.named), timezone.now()
    current.save(update_fields=["text", "named", "edited_at"])
    comment_edited.send(Comment, comment=current)
    return Written(current, resolved.hints)


@transaction.atomic
def delete(comment: Comment, *, by: User) -> None:
    """The author takes the words back; the place stays when others answered. Raises NotAllowed."""
    current = _own(comment, by)
    if not current.replies.exists():
        current.delete()
        return
    current.text, current.named, current.deleted_at = "", [], timezone.now()
    current.save(update_fields=["text", "named", "deleted_at"])


@transaction.atomic
def hide(comment: Comment, *, by: User, reason: str) -> Comment:
    """Nobody reads it any more but its author and those who moderate. Raises NotAllowed."""
    current = _moderated(comment, by)
    if current.is_shown:
        current.hidden_at, current.hidden_by = timezone.now(), by
        current.hidden_reason = reason.strip()[:300]
        current.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
        comment_hidden.send(Comment, comment=current, by=by)
    return current


@transaction.atomic
def restore(comment: Comment, *, by: User) -> Comment:
    """Everybody reads it again. Raises NotAllowed."""
    current = _moderated(comment, by)
    current.hidden_at, current.hidden_by, current.hidden_reason = None, None, ""
    current.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    return current


def _checked(text: str) -> str:
    # A browser counts a line's end as one character and sends two.
    words = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not words:
        raise NothingSaid
    if len(words) > LONGEST:
        raise TooLong
    return words


def _not_too_many(author: User) -> None:
    since = timezone.now() - timedelta(hours=1)
    written = Comment.objects.filter(author=author, written_at__gte=since).count()
    if written >= settings.COMMENTS_PER_HOUR:
        raise TooMany


def _locked(comment: Comment) -> Comment:
    rows = Comment.objects.select_for_update(of=("self",)).select_related("page")
    return rows.get(pk=comment.pk)


def _own(comment: Comment, by: User) -> Comment:
    current = _locked(comment)
    if current.author_id != by.pk or not current.is_shown:
        raise NotAllowed("comment")
    return current


def _moderated(comment: Comment, by: User) -> Comment:
    current = _locked(comment)
    if not powers(current.page, by).moderate:
        raise NotAllowed("moderate")
    return current
