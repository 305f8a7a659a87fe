"""Where pages stand on their way to publication, for those who wrote them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, TaskState, WorkflowState, WorkflowTask

from wiki.communities.models import ReviewTaskState
from wiki.communities.review.people import choices
from wiki.communities.review.waiting import cases_of
from wiki.people.models import User


@dataclass(frozen=True, slots=True)
class Progress:
    """One page in review: ``step`` of ``steps``, left-out ones not counted.

    ``names`` are those of whoever is asked, or of the one who has taken it when ``taken``.
    """

    #: Sent back to its author; otherwise it waits for reviewers.
    wants_changes: bool
    since: datetime
    step: int
    steps: int
    names: tuple[str, ...] = ()
    taken: bool = False
    #: What was asked, and by whom.
    comment: str = ""
    by: str = ""


def progress_of(pages: Sequence[Page]) -> dict[int, Progress]:
    """The pages among these that are in review, by id (thirteen queries at most)."""
    rows = _open_states(pages)
    if not rows:
        return {}
    by_id = {page.pk: page for page in pages}
    ours = _our_states(rows)
    asked = _asked([(state, by_id[int(state.workflow_state.object_id)]) for state in ours.values()])
    counted = _counted(rows)
    return {
        int(row.object_id): _progress(row, ours.get(row.pk), asked, *counted[row.pk])
        for row in rows
    }


def _open_states(pages: Iterable[Page]) -> list[WorkflowState]:
    """With their current step and who ended it; a state without a step says nothing."""
    rows = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(page.pk) for page in pages],
        current_task_state__isnull=False,
    )
    return list(rows.select_related("current_task_state__finished_by"))


def _our_states(rows: Iterable[WorkflowState]) -> dict[int, ReviewTaskState]:
    """The current steps that are ours, by workflow state."""
    current = [row.current_task_state_id for row in rows]
    found = ReviewTaskState.objects.filter(pk__in=current)
    return {
        state.workflow_state_id: state
        for state in found.select_related("workflow_state", "taken_by")
    }


def _asked(rows: Sequence[tuple[ReviewTaskState, Page]]) -> Mapping[int, list[str]]:
    """The names of those who are asked at each step that waits, by step."""
    waiting = [row for row in rows if row[0].status == TaskState.STATUS_IN_PROGRESS]
    found = choices(cases_of(waiting)) if waiting else []
    people = User.objects.in_bulk({pk for choice in found for pk in choice.asked}) if found else {}
    return {
        state.pk: [people[pk].display_name for pk in choice.asked if pk in people]
        for (state, _page), choice in zip(waiting, found, strict=True)
    }


def _counted(rows: Sequence[WorkflowState]) -> dict[int, tuple[int, int]]:
    """For each state: the number of its current step, and how many steps there are."""
    order: dict[int, list[int]] = defaultdict(list)
    workflows = {row.workflow_id for row in rows}
    steps = WorkflowTask.objects.filter(workflow__in=workflows).order_by("sort_order", "pk")
    for workflow, task in steps.values_list("workflow_id", "task_id"):
        order[workflow].append(task)
    left_out: dict[int, set[int]] = defaultdict(set)
    skipped = TaskState.objects.filter(workflow_state__in=rows, status=TaskState.STATUS_SKIPPED)
    for state, task in skipped.values_list("workflow_state_id", "task_id"):
        left_out[state].add(task)
    found = {}
    for row in rows:
        tasks = [task for task in order[row.workflow_id] if task not in left_out[row.pk]]
        current = row.current_task_state.task_id
        found[row.pk] = (tasks.index(current) + 1 if current in tasks else 1, len(tasks) or 1)
    return found


def _progress(
    row: WorkflowState,
    state: ReviewTaskState | None,
    asked: Mapping[int, list[str]],
    step: int,
    steps: int,
) -> Progress:
    current = row.current_task_state
    if row.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return Progress(
            wants_changes=True,
            since=current.finished_at or current.started_at,
            step=step,
            steps=steps,
            comment=current.comment,
            by=current.finished_by.display_name if current.finished_by else "",
        )
    taker = state.taker if state else None
    names = (taker.display_name,) if taker else tuple(asked.get(current.pk, ()))
    return Progress(
        wants_changes=False,
        since=current.started_at,
        step=step,
        steps=steps,
        names=names,
        taken=taker is not None,
    )
