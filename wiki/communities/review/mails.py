"""E-mails of reviews: one task per person, after the commit."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import task
from wagtail.models import Page, WorkflowState
from wagtail.users.models import UserProfile

from wiki.communities.audience import page_audiences, tokens_of
from wiki.communities.models import ReviewTaskState
from wiki.communities.review.messages import Kind, message
from wiki.communities.review.versions import version_of, writers_of
from wiki.communities.signals import (
    changes_asked,
    page_accepted,
    review_cancelled,
    review_step_done,
    review_submitted,
    review_taken,
)
from wiki.people.models import User


def listen() -> None:
    """From now on people hear of reviews by e-mail."""
    review_submitted.connect(_submitted, dispatch_uid="review_mail_submitted")
    review_taken.connect(_taken, dispatch_uid="review_mail_taken")
    review_step_done.connect(_step_done, dispatch_uid="review_mail_step_done")
    changes_asked.connect(_changes_asked, dispatch_uid="review_mail_changes")
    page_accepted.connect(_accepted, dispatch_uid="review_mail_accepted")
    review_cancelled.connect(_cancelled, dispatch_uid="review_mail_cancelled")


def _submitted(
    sender: type, *, state: ReviewTaskState, asked: list[User], by: User | None, **kw: Any
) -> None:
    # Somebody else may have brought the page here: the one who accepted the first step.
    author = state.workflow_state.requested_by or by
    _queue(Kind.SUBMITTED, state, [person for person in asked if person != by], by=author)


def _taken(
    sender: type, *, state: ReviewTaskState, taker: User | None, by: User | None, **kw: Any
) -> None:
    if taker is not None:
        _queue(Kind.TAKEN, state, _writers(state, but=by), by=taker)


def _step_done(
    sender: type, *, state: ReviewTaskState, by: User | None, last: bool, **kw: Any
) -> None:
    if not last:
        _queue(Kind.STEP_DONE, state, _writers(state, but=by), by=by)


def _changes_asked(sender: type, *, state: ReviewTaskState, by: User | None, **kw: Any) -> None:
    _queue(Kind.CHANGES, state, _writers(state, but=by), by=by)


def _accepted(
    sender: type, *, workflow_state: WorkflowState, by: User | None, live: bool, **kw: Any
) -> None:
    state = _deciding_state(workflow_state)
    if state is not None:
        kind = Kind.PUBLISHED if live else Kind.SCHEDULED
        _queue(kind, state, _writers(state, but=by), by=by)


def _cancelled(
    sender: type,
    *,
    workflow_state: WorkflowState,
    by: User | None,
    taker: User | None,
    **kw: Any,
) -> None:
    state = _deciding_state(workflow_state)
    if state is None:
        return
    people = [*_writers(state, but=by), *([taker] if taker is not None and taker != by else [])]
    _queue(Kind.CANCELLED, state, people, by=by)


def _deciding_state(workflow_state: WorkflowState) -> ReviewTaskState | None:
    """The last step that somebody looked at."""
    rows = ReviewTaskState.objects.filter(workflow_state=workflow_state)
    return rows.exclude(status=ReviewTaskState.STATUS_SKIPPED).order_by("pk").last()


def _writers(state: ReviewTaskState, *, but: User | None) -> list[User]:
    submitted_by = state.workflow_state.requested_by
    people = writers_of(version_of(state), submitted_by=submitted_by)
    return [person for person in people if person != but]


def _queue(kind: Kind, state: ReviewTaskState, people: Iterable[User], *, by: User | None) -> None:
    for pk in dict.fromkeys(person.pk for person in people):
        transaction.on_commit(
            partial(send_review_mail.enqueue, kind.value, state.pk, pk, by.pk if by else None)
        )


@task()
def send_review_mail(kind: str, state_id: int, person_id: int, by_id: int | None) -> bool:
    """One e-mail to one person who, at this moment, may read the page; whether it was sent."""
    state = ReviewTaskState.objects.filter(pk=state_id).first()
    person = User.objects.filter(pk=person_id, is_active=True).exclude(email="").first()
    if state is None or person is None:
        return False
    row = Page.objects.filter(pk=state.revision.object_id).first()
    if row is None or not page_audiences([row])[row.pk].admits(tokens_of([person.pk])[person.pk]):
        return False
    by = User.objects.filter(pk=by_id).first() if by_id else None
    with translation.override(_language(person)):
        told = message(Kind(kind), state, version_of(state), to=person, by=by)
        context = {"told": told, "site_name": settings.SITE_NAME}
        mail = EmailMultiAlternatives(
            subject=f"[{settings.SITE_NAME}] {' '.join(told.subject.split())}",
            body=render_to_string("communities/mails/review.txt", context),
            to=[person.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        html = render_to_string("communities/mails/review.html", context)
        mail.attach_alternative(html, "text/html")
    mail.send()
    return True


def _language(person: User) -> str:
    chosen = UserProfile.objects.filter(user=person).values_list("preferred_language", flat=True)
    return chosen.first() or str(settings.LANGUAGE_CODE)
