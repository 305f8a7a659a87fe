"""What happens to the reviews of a community when the community changes."""

from collections.abc import Iterator, Mapping

from django.db import transaction
from wagtail.models import Page, WorkflowState

from wiki.communities.models import CommunityPage, CommunityReviewTask, ExpertTask, ReviewTaskState
from wiki.communities.places import communities_of
from wiki.communities.review.versions import version_of
from wiki.communities.review.waiting import waiting_reviews
from wiki.communities.signals import review_submitted
from wiki.people.models import User

#: Ids of the people asked, by the id of the step.
Asked = Mapping[int, frozenset[int]]


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


def asked_in(community: CommunityPage) -> Asked:
    """Who is asked now, by the id of each step that waits here (one query when none does)."""
    return {each.state.pk: frozenset(each.choice.asked) for each in waiting_reviews([community])}


def tell_newcomers(community: CommunityPage, *, before: Asked) -> None:
    """Pages that wait go to other people now than before: those who are new are told."""
    for each in waiting_reviews([community]):
        new = frozenset(each.choice.asked) - before.get(each.state.pk, frozenset(each.choice.asked))
        if new:
            tell_submitted(each.state, by=None, only=new)


def tell_submitted(
    state: ReviewTaskState, *, by: User | None, only: frozenset[int] | None = None
) -> None:
    """Say to whom the page goes at this step; ``only`` to these when the others know."""
    page = state.workflow_state.content_object
    choice = state.task.specific.choice(page)
    told = [pk for pk in choice.asked if only is None or pk in only]
    people = User.objects.in_bulk(told)
    review_submitted.send(
        ReviewTaskState,
        state=state,
        page=version_of(state),
        community=communities_of([page]).get(page.pk),
        asked=[people[pk] for pk in told if pk in people],
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
