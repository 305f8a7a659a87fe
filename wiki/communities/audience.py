"""Who may read what: the page tree's view restrictions, as tokens.

Every restriction on a page and on its ancestors must accept the reader. Each
one becomes a set of tokens of which the reader must hold at least one; a page's
audience is the set of these sets (empty: public). The same rule is given three
times and a test proves that they agree: for one page (``Audience.admits``), for
a queryset (``readable``) and for an index (``page_audiences`` and
``viewer_tokens``).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from wagtail.models import Page, PageViewRestriction

from wiki.people.models import User

Viewer = User | AnonymousUser

LOGIN = "login"
#: Held by nobody: pages behind a shared password are in no list and in no index.
NOBODY = "nobody"
#: Held by people with every right.
EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Audience:
    """The conditions to read one page; each is a set of tokens of which one is enough."""

    conditions: frozenset[frozenset[str]]

    @property
    def is_public(self) -> bool:
        return not self.conditions

    def admits(self, tokens: frozenset[str]) -> bool:
        """Whether a person who holds these tokens may read the page."""
        if EVERYTHING in tokens:
            return not any(NOBODY in condition for condition in self.conditions)
        return all(condition & tokens for condition in self.conditions)


PUBLIC = Audience(frozenset())


def viewer_tokens(viewer: Viewer) -> frozenset[str]:
    """The tokens that this person holds (one query, for the groups)."""
    if not viewer.is_authenticated:
        return frozenset()
    if viewer.is_superuser and viewer.is_active:
        return frozenset({LOGIN, EVERYTHING})
    groups = viewer.groups.values_list("pk", flat=True)
    return frozenset({LOGIN, *(f"group:{pk}" for pk in groups)})


@dataclass(frozen=True, slots=True)
class Rule:
    """One restriction: the path below which it holds, and its tokens."""

    path: str
    tokens: frozenset[str]
    restriction: int = 0


_kept_rules: ContextVar[list[Rule] | None] = ContextVar("kept_rules", default=None)


def rules() -> list[Rule]:
    """All restrictions of the site (one query, however many pages)."""
    kept = _kept_rules.get()
    if kept is not None:
        return kept
    rows = PageViewRestriction.objects.order_by("pk", "groups").values_list(
        "pk", "restriction_type", "page__path", "groups"
    )
    found = []
    for (pk, kind, path), group_rows in groupby(rows, key=lambda row: row[:3]):
        groups = [group for *_restriction, group in group_rows if group]
        found.append(Rule(path, tokens_of(kind, groups), pk))
    return found


def tokens_of(kind: str, groups: Iterable[int]) -> frozenset[str]:
    """What a restriction of this kind asks for: one of these tokens."""
    match kind:
        case PageViewRestriction.LOGIN:
            return frozenset({LOGIN})
        case PageViewRestriction.GROUPS:
            return frozenset(f"group:{pk}" for pk in groups) or frozenset({NOBODY})
    return frozenset({NOBODY})


@contextmanager
def rules_read_once() -> Iterator[None]:
    """Inside, the restrictions are read once: for a page that asks about many others.

    What changes meanwhile is not seen, so nothing that writes belongs inside.
    """
    token = _kept_rules.set(rules())
    try:
        yield
    finally:
        _kept_rules.reset(token)


def audience_of(path: str, site_rules: Iterable[Rule]) -> Audience:
    """The audience of the page at this tree path."""
    return Audience(frozenset(rule.tokens for rule in site_rules if path.startswith(rule.path)))


def page_audiences(pages: Iterable[Page]) -> dict[int, Audience]:
    """The audience of each page, by id; an alias must also satisfy its source's conditions.

    Two queries at most, however many pages.
    """
    pages = list(pages)
    site_rules = rules()
    sources = dict(
        Page.objects.filter(
            pk__in={page.alias_of_id for page in pages if page.alias_of_id}
        ).values_list("pk", "path")
    )
    found = {}
    for page in pages:
        conditions = audience_of(page.path, site_rules).conditions
        if page.alias_of_id in sources:
            conditions |= audience_of(sources[page.alias_of_id], site_rules).conditions
        found[page.pk] = Audience(conditions)
    return found


def readable(
    pages: QuerySet, viewer: Viewer, *, prefix: str = "", leaving_out: Iterable[int] = ()
) -> QuerySet:
    """``pages`` without those that the viewer may not read.

    ``prefix`` is the look-up that leads from the queryset's rows to a page, with its
    trailing underscores (``page__``); empty when the rows are pages. ``leaving_out`` are
    ids of restrictions that do not count here.
    """
    tokens = viewer_tokens(viewer)
    denied = Q()
    closed: list[str] = []
    ignored = frozenset(leaving_out)
    counting = (rule for rule in rules() if rule.restriction not in ignored)
    for rule in sorted(counting, key=lambda rule: rule.path):
        admitted = Audience(frozenset({rule.tokens})).admits(tokens)
        if not admitted and not any(rule.path.startswith(path) for path in closed):
            closed.append(rule.path)
            denied |= Q(**{f"{prefix}path__startswith": rule.path})
            denied |= Q(**{f"{prefix}alias_of__path__startswith": rule.path})
    return pages.exclude(denied) if closed else pages
