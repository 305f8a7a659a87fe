"""Who may read what: the page tree's view restrictions, as tokens.

Every restriction on a page and on its ancestors must accept the reader. Each
one becomes a set of tokens of which the reader must hold at least one; a page's
audience is the set of these sets (empty: public). The same rule is given three
times and a test proves that they agree: for one page (``Audience.admits``), for
a queryset (``readable``) and for an index (``page_audiences`` and
``viewer_tokens``).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Left
from django.db.models.lookups import In
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction, Site
from wagtail.models.view_restrictions import BaseViewRestriction

from wiki.core.once import once
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

    def includes(self, other: "Audience") -> bool:
        """Whether everybody who meets the conditions of ``other`` meets these too."""
        return all(
            any(theirs <= condition or LOGIN in condition for theirs in other.conditions)
            for condition in self.conditions
        )


PUBLIC = Audience(frozenset())


def viewer_tokens(viewer: Viewer) -> frozenset[str]:
    """The tokens that this person holds (one query, for the groups)."""
    if not viewer.is_authenticated:
        return frozenset()
    if viewer.is_superuser and viewer.is_active:
        return frozenset({LOGIN, EVERYTHING})
    return once(("tokens", viewer.pk), lambda: _read_tokens(viewer))


def _read_tokens(viewer: User) -> frozenset[str]:
    groups = viewer.groups.values_list("pk", flat=True)
    return frozenset({LOGIN, *(f"group:{pk}" for pk in groups)})


def tokens_of(people: Iterable[int]) -> dict[int, frozenset[str]]:
    """The tokens of each of these people who have an account, by id (two queries)."""
    ids = list(people)
    if not ids:
        return {}
    rows = User.objects.filter(pk__in=ids, is_active=True).prefetch_related("groups")
    return {
        person.pk: frozenset({LOGIN, EVERYTHING})
        if person.is_superuser
        else frozenset({LOGIN, *(f"group:{group.pk}" for group in person.groups.all())})
        for person in rows
    }


@dataclass(frozen=True, slots=True)
class Rule:
    """One restriction: the path below which it holds, and its tokens."""

    path: str
    tokens: frozenset[str]


class SiteRules(tuple[Rule, ...]):
    """The restrictions of one tree; those of a place are looked up, not searched for."""

    def above(self, path: str) -> Iterator[frozenset[str]]:
        """The tokens of each that holds at this path: one look-up for each level above it.

        Steps are as long in paths of collections.
        """
        by_path = self._by_path
        for end in range(Page.steplen, len(path) + 1, Page.steplen):
            yield from by_path.get(path[:end], ())

    @cached_property
    def _by_path(self) -> dict[str, list[frozenset[str]]]:
        found: dict[str, list[frozenset[str]]] = {}
        for rule in self:
            found.setdefault(rule.path, []).append(rule.tokens)
        return found


#: Restrictions by what they close, which is also the name of their link to it.
_RESTRICTIONS: dict[str, type[BaseViewRestriction]] = {
    "page": PageViewRestriction,
    "collection": CollectionViewRestriction,
}
#: What stands there for the first page of a site, which closes nothing.
_SITE = "site"


@dataclass(frozen=True, slots=True)
class _Closed:
    """What one query says of the whole site."""

    pages: SiteRules
    collections: SiteRules
    first_pages: tuple[str, ...]


def rules() -> SiteRules:
    """All restrictions of the site's pages (one query, however many pages)."""
    return _all_rules().pages


def collection_rules() -> SiteRules:
    """All restrictions of collections of files (one query, the same)."""
    return _all_rules().collections


def first_pages() -> tuple[str, ...]:
    """The path of each site's first page (one query, the same)."""
    return _all_rules().first_pages


def rules_apart_from(restriction: int | None) -> SiteRules:
    """All restrictions of pages but the one with this id: as things would be without it."""
    return _read_rules(apart_from=restriction).pages


def _all_rules() -> _Closed:
    return once("rules", _read_rules)


@cache
def _rows() -> QuerySet:
    """Restrictions and first pages, to be copied: writing the query takes longer than asking it."""
    first, *others = [
        restrictions.objects.annotate(closes=Value(place)).values_list(
            "closes", "pk", "restriction_type", f"{place}__path", "groups"
        )
        for place, restrictions in _RESTRICTIONS.items()
    ]
    sites = Site.objects.order_by().values_list(
        Value(_SITE), "pk", Value(""), "root_page__path", Value(None, output_field=IntegerField())
    )
    return first.union(*others, sites, all=True)


def _read_rules(*, apart_from: int | None = None) -> _Closed:
    rows = sorted(_rows().all(), key=lambda row: (*row[:2], row[-1] or 0))
    found: dict[str, list[Rule]] = {place: [] for place in _RESTRICTIONS}
    roots: list[str] = []
    for (place, pk, kind, path), group_rows in groupby(rows, key=lambda row: row[:4]):
        if place == _SITE:
            roots.append(path)
            continue
        if place == "page" and pk == apart_from:
            continue
        groups = [group for *_restriction, group in group_rows if group]
        found[place].append(Rule(path, tokens_asked(kind, groups)))
    return _Closed(SiteRules(found["page"]), SiteRules(found["collection"]), tuple(roots))


def tokens_asked(kind: str, groups: Iterable[int]) -> frozenset[str]:
    """What a restriction of this kind asks for: one of these tokens."""
    match kind:
        case BaseViewRestriction.LOGIN:
            return frozenset({LOGIN})
        case BaseViewRestriction.GROUPS:
            return frozenset(f"group:{pk}" for pk in groups) or frozenset({NOBODY})
    return frozenset({NOBODY})


def audience_of(path: str, site_rules: SiteRules) -> Audience:
    """The audience of the page at this tree path."""
    return Audience(frozenset(site_rules.above(path)))


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


def readable_among(pages: Sequence[Page], viewer: Viewer) -> frozenset[int]:
    """The ids of those of these pages that the viewer may read.

    No query without pages; two at most, and the viewer's groups only where something is closed.
    """
    if not pages:
        return frozenset()
    audiences = page_audiences(pages)
    closed = any(not audience.is_public for audience in audiences.values())
    tokens = viewer_tokens(viewer) if closed else frozenset()
    return frozenset(pk for pk, audience in audiences.items() if audience.admits(tokens))


def readable(
    pages: QuerySet, viewer: Viewer, *, prefix: str = "", leaving_out: Iterable[int] = ()
) -> QuerySet:
    """``pages`` without those that the viewer may not read.

    ``prefix`` is the look-up that leads from the queryset's rows to a page, with its
    trailing underscores (``page__``); empty when the rows are pages.
    """
    closed = closed_paths(rules(), viewer)
    if not closed:
        return pages
    return pages.exclude(
        below_any(f"{prefix}path", closed) | below_any(f"{prefix}alias_of__path", closed)
    )


def closed_paths(site_rules: Iterable[Rule], viewer: Viewer) -> list[str]:
    """The paths below which the viewer may open nothing; none is below another."""
    tokens = viewer_tokens(viewer)
    closed: list[str] = []
    for rule in sorted(site_rules, key=lambda rule: rule.path):
        admitted = Audience(frozenset({rule.tokens})).admits(tokens)
        # Sorted, so a path below a closed one comes after it and before any other.
        if not admitted and not (closed and rule.path.startswith(closed[-1])):
            closed.append(rule.path)
    return closed


def below_any(path: str, places: Iterable[str]) -> Q:
    """Whether the row's ``path`` (a look-up) lies below one of these: one comparison per depth.

    Forty conditions would take longer to write than to ask.
    """
    found = Q()
    for length, same_depth in groupby(sorted(places, key=len), key=len):
        beginning = Left(Coalesce(F(path), Value("")), length)
        found |= Q(In(beginning, list(same_depth)))
    return found
