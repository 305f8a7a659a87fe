"""The steps of a review.

The signals stand in ``wiki.communities.signals``; ``STEPS`` says which of them tells whom.
To tell of one more, add a row here and a kind in ``wiki.notifications.kinds``.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.dispatch import Signal
from django.utils import timezone
from django.utils.text import Truncator
from wagtail.models import Page

from guides.models import KnowledgePage
from wiki.communities import signals
from wiki.notifications.fan_out import answering
from wiki.notifications.lines import QUOTED
from wiki.notifications.tasks import tell_people
from wiki.notifications.telling import Event, after_commit
from wiki.people.models import User

#: Ids of the people concerned, from what the signal carries.
Whom = Callable[..., Iterable[int]]


def asked(*, asked: Iterable[User], **kwargs: Any) -> list[int]:
    """Those of whom the review is asked."""
    return [person.pk for person in asked]


def writers(*, page: Page, state: Any = None, workflow_state: Any = None, **kw: Any) -> list[int]:
    """Those who wrote the page, and the one who submitted it."""
    review = workflow_state or getattr(state, "workflow_state", None)
    submitted_by = getattr(review, "requested_by_id", None)
    row = KnowledgePage.objects.filter(pk=page.pk).first()
    people = answering(row) if row else [page.owner_id]
    return [pk for pk in dict.fromkeys([*people, submitted_by]) if pk]


def writers_before_the_end(*, last: bool, **carried: Any) -> list[int]:
    """Those who wrote the page, unless the step was the last: then it is accepted."""
    return [] if last else writers(**carried)


def writers_and_taker(*, taker: User | None, **carried: Any) -> list[int]:
    """Those who wrote the page, and who was on its review."""
    return [*writers(**carried), *([taker.pk] if taker else [])]


@dataclass(frozen=True, slots=True)
class Step:
    """One signal: the kind of its notices and whom they are for."""

    signal: str
    kind: str
    whom: Whom


STEPS = (
    Step("review_submitted", "review_waiting", asked),
    Step("review_taken", "review_taken", writers),
    Step("review_step_done", "review_step", writers_before_the_end),
    Step("review_cancelled", "review_cancelled", writers_and_taker),
    Step("changes_asked", "review_changes", writers),
    Step("page_accepted", "review_accepted", writers),
)


def tell_of_step(step: Step, **carried: Any) -> None:
    """Tell the people concerned; ``carried`` is what the signal carries.

    At least ``by``, and ``page`` or the ``state`` that leads to it. ``comment`` is what was
    asked. Who gives a review back tells nobody.
    """
    if step.signal == "review_taken" and carried["taker"] is None:
        return
    page = carried.pop("page", None) or carried["state"].revision.content_object
    text = str(carried.get("comment") or "")
    by: User | None = carried.get("by")
    moment = timezone.now().isoformat()
    event = Event(
        kind=step.kind,
        key=f"{step.kind}:{page.pk}:{moment}",
        page=page.pk,
        actor=by.pk if by else None,
        data={"text": Truncator(" ".join(text.split())).chars(QUOTED)} if text else {},
    )
    after_commit(tell_people, asdict(event), sorted(set(step.whom(page=page, **carried))))


def connect(step: Step, signal: Signal) -> None:
    """From now on people hear of the step."""

    def told(sender: object, **kwargs: Any) -> None:
        kwargs.pop("signal", None)
        tell_of_step(step, **kwargs)

    signal.connect(told, weak=False, dispatch_uid=f"notices.{step.signal}")


for _step in STEPS:
    _signal = getattr(signals, _step.signal, None)
    if isinstance(_signal, Signal):
        connect(_step, _signal)
