"""What readers say below pages, and reviewers beside them in the CMS."""

from dataclasses import asdict
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.text import Truncator
from wagtail.models import Comment as Remark
from wagtail.models import CommentReply, Page

from wiki.feedback.models import Comment
from wiki.feedback.names import folded, people_by_name, typed_names
from wiki.feedback.signals import comment_edited, comment_hidden, commented
from wiki.notifications.lines import QUOTED
from wiki.notifications.tasks import tell_of_comment, tell_people
from wiki.notifications.telling import Event, after_commit
from wiki.people.models import User


@receiver(commented)
@receiver(comment_edited)
def _said(sender: type, *, comment: Comment, **kwargs: Any) -> None:
    after_commit(tell_of_comment, comment.pk)


@receiver(comment_hidden)
def _hidden(sender: type, *, comment: Comment, by: User, **kwargs: Any) -> None:
    if comment.author_id is None:
        return
    event = Event(
        kind="comment_hidden",
        key=f"hidden:{comment.pk}:{comment.hidden_at}",
        page=comment.page_id,
        comment=comment.pk,
        actor=by.pk,
    )
    after_commit(tell_people, asdict(event), [comment.author_id])


@receiver(post_save, sender=Remark)
def _remarked(sender: type, *, instance: Remark, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        _tell_mentioned(f"remark:{instance.pk}", instance.text, instance.page, instance.user)


@receiver(post_save, sender=CommentReply)
def _answered(sender: type, *, instance: CommentReply, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        page = instance.comment.page
        _tell_mentioned(f"remark-reply:{instance.pk}", instance.text, page, instance.user)


def _tell_mentioned(key: str, text: str, page: Page, by: User) -> None:
    """Those who may change the page in the CMS, where the remark stands."""
    typed = list(typed_names(text))
    if not typed:
        return
    by_name = people_by_name()
    found = [
        ids[0]
        for each in typed
        for ids in [next(filter(None, (by_name.get(folded(r[1:])) for r in each.readings)), [])]
        if len(ids) == 1
    ]
    specific = page.specific
    people = User.objects.filter(pk__in=found, is_active=True)
    told = [who.pk for who in people if specific.permissions_for_user(who).can_edit()]
    if told:
        event = Event(
            kind="review_mention",
            key=key,
            page=page.pk,
            actor=by.pk,
            data={"text": Truncator(" ".join(text.split())).chars(QUOTED)},
        )
        after_commit(tell_people, asdict(event), told)
