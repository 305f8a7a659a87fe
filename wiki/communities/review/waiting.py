"""The pages that wait for a review, with who is asked; for many communities at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from wagtail.models import Page, TaskState

from wiki.communities.models import CommunityPage, ExpertTask, ReviewTaskState
from wiki.communities.places import nearest
from wiki.communities.review.hands import Choice, Step
from wiki.communities.review.people import (
    Case,
    authors_of,
    choices,
    is_last_resort,
    may_decide,
)
from wiki.communities.standing import standing_of
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


def waiting_elsewhere(person: User) -> list[Waiting]:
    """What waits for this person in communities of others, where nobody is left to review.

    No query for anybody who does not keep the site. A screen of the CMS asks many times: the
    answer stays on the person's object, which lives as long as a request.
    """
    if not is_last_resort(person):
        return []
    found: list[Waiting] | None = getattr(person, "waits_elsewhere", None)
    if found is None:
        own = standing_of(person).roles
        found = [
            review
            for review in waiting_reviews(CommunityPage.objects.all())
            if person.pk in review.choice.allowed and review.community.pk not in own
        ]
        person.waits_elsewhere = found  # type: ignore[attr-defined]
    return found


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
