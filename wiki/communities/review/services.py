"""What happens to the reviews of a community when the community changes."""

from collections.abc import Iterator

from django.db import transaction
from wagtail.models import Page, WorkflowState

from wiki.communities.models import CommunityPage, CommunityReviewTask, ExpertTask, ReviewTaskState
from wiki.communities.places import communities_of
from wiki.communities.review.versions import version_of
from wiki.communities.signals import review_submitted
from wiki.people.models import User


@transaction.atomic
def close_reviews(community: CommunityPage, *, by: User | None) -> int:
    """The pages that wait here go back to their authors as drafts; how many there were."""
    states = list(open_reviews(community.path))
    for state in states:
        state.cancel(user=by)
    return len(states)


def settle_steps(community: CommunityPage) -> None:
    """The experts' step of pages in review, as the community asks for it now."""
    for state in open_reviews(community.path):
        ExpertTask.settle(state)


@transaction.atomic
def hand_over(path: str) -> None:
    """Pages that came to another community while they waited: its people are told."""
    for state in open_reviews(path):
        ExpertTask.settle(state)
        current = ReviewTaskState.objects.filter(pk=state.current_task_state_id).first()
        if current is None or current.status != ReviewTaskState.STATUS_IN_PROGRESS:
            continue
        page = state.content_object
        task = current.task.specific
        if current.taken_by is not None and not task.may_act(page, current.taken_by):
            current.give_back(current.taken_by)
        tell_submitted(current, by=None)


def tell_submitted(state: ReviewTaskState, *, by: User | None) -> None:
    """Say to whom the page goes at this step."""
    page = state.workflow_state.content_object
    choice = state.task.specific.choice(page)
    people = User.objects.in_bulk(choice.asked)
    review_submitted.send(
        ReviewTaskState,
        state=state,
        page=version_of(state),
        community=communities_of([page]).get(page.pk),
        asked=[people[pk] for pk in choice.asked if pk in people],
        by=by,
    )


def open_reviews(path: str) -> Iterator[WorkflowState]:
    """The reviews of communities that wait, or wait for changes, at this path and below."""
    ours = CommunityReviewTask.objects.values("pk")
    states = list(
        WorkflowState.objects.active()
        .filter(workflow__workflow_tasks__task__in=ours)
        .order_by("pk")
    )
    inside = set(
        Page.objects.filter(
            pk__in={int(state.object_id) for state in states}, path__startswith=path
        ).values_list("pk", flat=True)
    )
    return (state for state in states if int(state.object_id) in inside)
