"""From Wagtail's signals to ours; and what changes for pages that wait when something moves."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.admin.mail import (
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
    WorkflowStateSubmissionEmailNotifier,
)
from wagtail.models import Page, WorkflowState
from wagtail.signals import (
    page_published,
    post_page_move,
    task_approved,
    task_rejected,
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

from wiki.communities.models import CommunityPage, Membership, ReviewTaskState
from wiki.communities.places import communities_of
from wiki.communities.review.services import (
    Asked,
    asked_in,
    close_reviews,
    hand_over,
    settle_steps,
    tell_newcomers,
    tell_submitted,
)
from wiki.communities.review.versions import version_of
from wiki.communities.signals import (
    archive_changed,
    changes_asked,
    page_accepted,
    review_cancelled,
    review_step_done,
)
from wiki.people.models import User


@receiver(task_submitted, sender=ReviewTaskState)
def _submitted(sender: type, *, instance: ReviewTaskState, user: User | None, **kw: Any) -> None:
    tell_submitted(instance, by=user)


@receiver(task_approved, sender=ReviewTaskState)
def _step_done(sender: type, *, instance: ReviewTaskState, user: User | None, **kw: Any) -> None:
    state = WorkflowState.objects.get(pk=instance.workflow_state_id)
    review_step_done.send(
        sender,
        last=state.status == WorkflowState.STATUS_APPROVED,
        comment=instance.comment,
        **_about(instance, by=user),
    )


@receiver(task_rejected, sender=ReviewTaskState)
def _sent_back(sender: type, *, instance: ReviewTaskState, user: User | None, **kw: Any) -> None:
    changes_asked.send(sender, comment=instance.comment, **_about(instance, by=user))


def _about(state: ReviewTaskState, *, by: User | None) -> dict[str, Any]:
    page = version_of(state)
    return {
        "state": state,
        "page": page,
        "community": communities_of([page]).get(page.pk),
        "by": by,
    }


@receiver(workflow_approved, sender=WorkflowState)
def _accepted(sender: type, *, instance: WorkflowState, user: User | None, **kw: Any) -> None:
    if _last_state(instance) is not None:
        _tell_accepted(instance, by=user)


@receiver(workflow_cancelled, sender=WorkflowState)
def _cancelled(sender: type, *, instance: WorkflowState, user: User | None, **kw: Any) -> None:
    """Wagtail also cancels when somebody publishes without waiting: that is good news."""
    state = _last_state(instance)
    if state is None:
        return
    page = Page.objects.filter(pk=instance.object_id).first()
    if page is not None and page.live and not page.has_unpublished_changes:
        _tell_accepted(instance, by=user)
        return
    about = _about(state, by=user)
    del about["state"]
    review_cancelled.send(WorkflowState, workflow_state=instance, taker=state.taker, **about)


def _tell_accepted(instance: WorkflowState, *, by: User | None) -> None:
    page = Page.objects.get(pk=instance.object_id).specific
    page_accepted.send(
        WorkflowState,
        workflow_state=instance,
        page=page,
        community=communities_of([page]).get(page.pk),
        by=by,
        live=page.live,
    )


def _last_state(instance: WorkflowState) -> ReviewTaskState | None:
    """The step at which one of our reviews stands; None for other workflows."""
    return ReviewTaskState.objects.filter(pk=instance.current_task_state_id).first()


@receiver(archive_changed)
def _archived(sender: type, *, community: CommunityPage, by: User | None, **kw: Any) -> None:
    if community.is_archived:
        close_reviews(community, by=by)


@receiver(pre_save, sender=CommunityPage)
def _settings_will_change(sender: type, *, instance: Any, raw: bool = False, **kw: Any) -> None:
    """Without the experts' step, what waits for an expert goes back to the reviewers."""
    here = CommunityPage.objects.filter(pk=instance.pk)
    if not raw and here.exclude(expert_step=instance.expert_step).exists():
        instance.asked_before = asked_in(instance)


@receiver(page_published, sender=CommunityPage)
def _settings_changed(sender: type, *, instance: Any, **kw: Any) -> None:
    settle_steps(instance)
    _tell_newcomers(instance, instance.__dict__.pop("asked_before", {}))


@receiver([pre_save, pre_delete], sender=Membership)
def _people_will_change(
    sender: type, *, instance: Any, raw: bool = False, origin: object = None, **kw: Any
) -> None:
    """Not when the community itself goes, with its pages."""
    started = origin.model if isinstance(origin, QuerySet) else type(origin)
    if not raw and not issubclass(started, Page):
        instance.asked_before = asked_in(instance.community)


@receiver([post_save, post_delete], sender=Membership)
def _people_changed(sender: type, *, instance: Any, raw: bool = False, **kw: Any) -> None:
    """After ``wiki.communities.receivers``, which lets newcomers read what is closed."""
    community = CommunityPage.objects.filter(pk=instance.community_id).first()
    if community is not None and not raw:
        settle_steps(community)
        _tell_newcomers(community, instance.__dict__.pop("asked_before", {}))


@receiver(pre_save, sender=User)
def _account_will_change(
    sender: type,
    *,
    instance: Any,
    raw: bool = False,
    update_fields: Collection[str] | None = None,
    **kw: Any,
) -> None:
    """Closing an account takes its person from every review; nothing else is asked about."""
    if raw or instance.pk is None or (update_fields and "is_active" not in update_fields):
        return
    if User.objects.filter(pk=instance.pk).exclude(is_active=instance.is_active).exists():
        places = CommunityPage.objects.filter(memberships__person=instance.pk)
        instance.asked_before = [(place, asked_in(place)) for place in places]


@receiver(post_save, sender=User)
def _account_changed(sender: type, *, instance: Any, **kw: Any) -> None:
    for place, before in instance.__dict__.pop("asked_before", []):
        settle_steps(place)
        _tell_newcomers(place, before)


def _tell_newcomers(community: CommunityPage, before: Asked) -> None:
    if before:  # something waited
        tell_newcomers(community, before=before)


@receiver(post_page_move)
def _moved(sender: type, *, instance: Page, url_path_before: str, **kw: Any) -> None:
    before, after = kw["parent_page_before"], kw["parent_page_after"]
    places = communities_of([before, after])
    if places.get(before.pk) != places.get(after.pk):
        hand_over(Page.objects.values_list("path", flat=True).get(pk=instance.pk))


class _Elsewhere:
    """Wagtail's own e-mail, but for reviews of communities, which have theirs."""

    def can_handle(self, instance: WorkflowState, **kwargs: Any) -> bool:
        return super().can_handle(instance, **kwargs) and _last_state(instance) is None  # type: ignore[misc]


class _SubmissionMail(_Elsewhere, WorkflowStateSubmissionEmailNotifier):
    pass


class _ApprovalMail(_Elsewhere, WorkflowStateApprovalEmailNotifier):
    pass


class _RejectionMail(_Elsewhere, WorkflowStateRejectionEmailNotifier):
    pass


_MAILS = {
    "workflow_state_submitted_email_notification": (workflow_submitted, _SubmissionMail()),
    "workflow_state_approved_email_notification": (workflow_approved, _ApprovalMail()),
    "workflow_state_rejected_email_notification": (workflow_rejected, _RejectionMail()),
}


def replace_wagtails_mails() -> None:
    """Take the places of Wagtail's receivers, whichever app is ready first.

    The names are those of ``wagtail.admin.signal_handlers``; a name is connected only once.
    """
    for name, (signal, mail) in _MAILS.items():
        signal.disconnect(sender=WorkflowState, dispatch_uid=name)
        signal.connect(mail, sender=WorkflowState, dispatch_uid=name)
