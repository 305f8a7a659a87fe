"""Who is asked to review a page and who may: one decision, from who is there now.

Nothing is stored: somebody who leaves, comes or gets another role counts at once, so no
page waits for people who are gone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from wiki.communities.rights import Act, Role, roles_that


class Step(Enum):
    """The two steps of a review; the second one is the community's choice."""

    REVIEW = "review"
    EXPERT = "expert"


@dataclass(frozen=True, slots=True)
class Hand:
    """A member who could take part: has an account, and a role or a tick that lets review."""

    person_id: int
    role: Role
    reviews: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """People by id: who is told and sees the page on their desk, and who may decide."""

    asked: tuple[int, ...] = ()
    allowed: frozenset[int] = frozenset()


NOBODY = Choice()
_REVIEWING = roles_that(Act.REVIEW)
_DECIDING_LAST = frozenset({Role.EXPERT, Role.FACILITATOR})


def may_review(hand: Hand) -> bool:
    """What the table of rights says, and the tick beside the member."""
    return hand.reviews or hand.role in _REVIEWING


def expert_available(hands: Iterable[Hand], *, authors: frozenset[int]) -> bool:
    """Whether an expert could read what others wrote."""
    return any(hand.role is Role.EXPERT and hand.person_id not in authors for hand in hands)


def choose(step: Step, hands: Sequence[Hand], *, authors: frozenset[int]) -> Choice:
    """Who reviews among these members; NOBODY when the community has no one.

    Authors do not accept their own page unless they are alone. At the experts' step the
    facilitators may decide too: an expert who does not answer must not block a page.
    """
    others = [hand for hand in hands if hand.person_id not in authors and may_review(hand)]
    if step is Step.EXPERT:
        experts = _ids(others, lambda hand: hand.role is Role.EXPERT)
        if experts:
            deciding = _ids(others, lambda hand: hand.role in _DECIDING_LAST)
            return Choice(experts, frozenset(deciding))
    present = others or [hand for hand in hands if may_review(hand)]
    asked = (
        _ids(present, lambda hand: hand.reviews)
        or _ids(present, lambda hand: hand.role is Role.FACILITATOR)
        or _ids(present, may_review)
    )
    return Choice(asked, frozenset(_ids(present, may_review)))


def _ids(hands: Iterable[Hand], test: Callable[[Hand], bool]) -> tuple[int, ...]:
    return tuple(hand.person_id for hand in hands if test(hand))
