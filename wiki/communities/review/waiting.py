"""The pages that wait for a review, with who is asked; for many communities at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from wagtail.models import Page, TaskState

from wiki.communities.models import CommunityPage, ExpertTask, ReviewTaskState
from wiki.communities.places import nearest
from wiki.communities.review.hands import Choice, Step
from wiki.communities.review.people import Case, authors_of, choices, may_decide
from wiki.people.models import User


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page at a step; ``page`` is the row of the tree, the words are those under review."""

    page: Page
    community: CommunityPage
    state: ReviewTaskState
    case: Case
    choice: Choice
    title: str
    language: str

    def may_decide(self, person: User) -> bool:
        return may_decide(person, self.choice, authors=self.case.authors)


def waiting_reviews(communities: Iterable[CommunityPage]) -> list[Waiting]:
    """What waits in these communities, oldest first (ten queries at most, however many)."""
    by_path = {community.path: community for community in communities}
    states = states_in_progress() if by_path else []
    pages = Page.objects.in_bulk({page_id(state) for state in states})
    placed = [
        (state, pages[page_id(state)], place)
        for state in states
        if page_id(state) in pages
        and (place := nearest(pages[page_id(state)].path, by_path)) is not None
    ]
    cases = cases_of((state, page) for state, page, _place in placed)
    return [
        Waiting(
            page=page,
            community=place,
            state=state,
            case=case,
            choice=choice,
            title=str(state.revision.content.get("title", "")),
            language=str(state.revision.content.get("language", "")),
        )
        for (state, page, place), case, choice in zip(placed, cases, choices(cases), strict=True)
    ]


def states_in_progress() -> list[ReviewTaskState]:
    """All steps that wait, with what they are about (one query)."""
    rows = ReviewTaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    return list(
        rows.select_related("workflow_state", "revision", "taken_by").order_by("started_at", "pk")
    )


def cases_of(rows: Iterable[tuple[ReviewTaskState, Page]]) -> list[Case]:
    """What decides who reads each of them (one query)."""
    experts = set(ExpertTask.objects.values_list("pk", flat=True))
    return [
        Case(
            page=page,
            step=Step.EXPERT if state.task_id in experts else Step.REVIEW,
            authors=authors_of(page, state.workflow_state),
        )
        for state, page in rows
    ]


def page_id(state: ReviewTaskState) -> int:
    """The page under review."""
    return int(state.workflow_state.object_id)
