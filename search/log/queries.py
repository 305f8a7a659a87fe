"""What the log tells: questions, never fewer than three searches together.

Each function takes the rows of a period and gives frozen rows, the weightiest first.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from search.kinds import kinds
from search.models import LoggedSearch
from search.presentation import FACET_LABELS

#: Nothing that fewer searches than this have in common is shown, counted or exported.
THRESHOLD = 3
#: « Nothing opened » bears one opening in so many searches: a stray click is no answer.
STRAY = 20


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and what became of it; ``rank`` is the mean of the best ranks opened."""

    words: str
    question: str
    asked: int
    missed: int = 0
    clicked: int = 0
    rank_sum: int = 0
    #: Found something and opened nothing.
    ignored: int = 0
    #: Pages found when it was answered worst.
    found: int = 0
    #: The question asked just before, in other words.
    before: str = ""
    earlier: str = ""
    filters: str = ""

    @property
    def then(self) -> str:
        """The question, where it is the second of two."""
        return self.question

    @property
    def missed_shown(self) -> str:
        return _shown(self.missed)

    @property
    def clicked_shown(self) -> str:
        return _shown(self.clicked)

    @property
    def ignored_shown(self) -> str:
        return _shown(self.ignored)

    @property
    def rank_shown(self) -> str:
        """The mean rank to one decimal; nothing when too few searches opened something."""
        if self.clicked < THRESHOLD:
            return ""
        return number_format(self.rank_sum / self.clicked, decimal_pos=1)


def most_asked(rows: QuerySet[LoggedSearch]) -> list[Question]:
    """All questions, with the filters that people set for them."""
    filters = _filters(rows)
    found = _questions(rows).order_by("-asked", "words")
    return [Question(**row, filters=filters.get(row["words"], "")) for row in found]


def nothing_found(rows: QuerySet[LoggedSearch]) -> list[Question]:
    """Questions of which no page holds the words."""
    found = _questions(rows.filter(unanswered__gt=0))
    return [Question(**row) for row in found.order_by("-missed", "words")]


def nothing_opened(rows: QuerySet[LoggedSearch]) -> list[Question]:
    """Questions that find pages which nobody opens."""
    found = _questions(rows.filter(unanswered=0)).filter(
        ignored__gte=THRESHOLD, clicked__lte=F("asked") / STRAY
    )
    return [Question(**row) for row in found.order_by("-ignored", "words")]


def asked_again(rows: QuerySet[LoggedSearch]) -> list[Question]:
    """Pairs: a question that opened nothing, then at once another one from the same page."""
    found = _questions(rows.exclude(before=""), "before").annotate(earlier=Max("before_shown"))
    return [Question(**row) for row in found.order_by("-asked", "before", "words")]


def _questions(rows: QuerySet[LoggedSearch], *also: str) -> QuerySet:
    """Sums by question, for those asked often enough."""
    return (
        rows.order_by()
        .values("words", *also)
        .annotate(
            # Accents sort after plain letters: of two spellings, this is the careful one.
            question=Max("shown"),
            asked=Sum("times"),
            missed=Sum("unanswered"),
            clicked=Sum("opened"),
            rank_sum=Sum("ranks"),
            ignored=Coalesce(Sum(F("times") - F("opened"), filter=Q(unanswered=0)), 0),
            found=Min("results"),
        )
        .filter(asked__gte=THRESHOLD)
    )


def _filters(rows: QuerySet[LoggedSearch]) -> dict[str, str]:
    """By question, the filters set for it: « Type : guide (5) », the most frequent first."""
    used: dict[str, list[str]] = defaultdict(list)
    sums = (
        rows.exclude(filters="").order_by().values("words", "filters").annotate(asked=Sum("times"))
    )
    for row in sums.filter(asked__gte=THRESHOLD).order_by("-asked", "filters"):
        label = ", ".join(_label(part) for part in row["filters"].split())
        used[row["words"]].append(f"{label} ({row['asked']})")
    return {words: " · ".join(labels) for words, labels in used.items()}


def _label(part: str) -> str:
    facet, _equals, value = part.partition("=")
    label = str(FACET_LABELS.get(facet, facet))
    if facet == "type" and value in kinds():
        value = str(kinds()[value].label)
    return _("%(facet)s: %(value)s") % {"facet": label, "value": value} if value else label


def _shown(count: int) -> str:
    """A count that is nobody's: one and two are told alike."""
    return str(count) if count == 0 or count >= THRESHOLD else f"< {THRESHOLD}"


def without(questions: Iterable[Question], hidden: frozenset[str]) -> list[Question]:
    """Those that are not, and do not follow, one of the hidden questions."""
    return [q for q in questions if q.words not in hidden and q.before not in hidden]
