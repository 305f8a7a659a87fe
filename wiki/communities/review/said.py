"""What the editor says to whoever acted on a review."""

from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from wiki.communities.models import ReviewTaskState
from wiki.people.models import User


def said(page: Page, user: User, action: str) -> str:
    """What ``action`` came to, as it is kept; "" for an act that this person did not do."""
    workflow = WorkflowState.objects.for_instance(page).order_by("created_at", "pk").last()
    if workflow is None:
        return ""
    steps = ReviewTaskState.objects.filter(workflow_state=workflow)
    if action in ("approve", "reject"):
        step = steps.filter(finished_by=user).order_by("finished_at", "pk").last()
        return _decided(step, workflow) if step is not None else ""
    step = steps.filter(pk=workflow.current_task_state_id).first()
    if action == "take" and step is not None and step.taken_by_id == user.pk:
        return _("You have taken this review: the others see that you are on it.")
    if action == "give_back" and step is not None and step.taken_by_id is None:
        return _("You have given this review back: somebody else may take it.")
    return ""


def _decided(step: ReviewTaskState, workflow: WorkflowState) -> str:
    if step.status == TaskState.STATUS_REJECTED:
        return _("You have asked for changes: the page is with its authors again.")
    if workflow.status == WorkflowState.STATUS_APPROVED:
        return _("You have accepted the page: it is published.")
    return _("You have accepted the page: it goes to the next step of its review.")
