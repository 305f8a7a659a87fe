"""What one viewer may see of the index, settled before and after the engine answers.

The engine filters by the audience that each entry carries. Pages that wait in the
outbox have changed since: those that the viewer may no longer see are hidden from
hits, counts, facets and suggestions alike. Hits are read again before display.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q
from wagtail.models import Page

from search.documents import condition_key
from search.engines.base import Reader
from search.models import OutboxEntry
from search.people.entries import READERS, indexable_people
from search.people.ids import entries_of, split
from wiki.communities.audience import (
    LOGIN,
    Audience,
    SiteRules,
    Viewer,
    audience_of,
    rules,
    viewer_tokens,
)
from wiki.communities.models import CommunityPage


@dataclass(frozen=True)
class Permitted:
    """Pages, people (by their entries) and communities that may be named."""

    ids: frozenset[int]
    community_slugs: frozenset[str]
    #: Their names, by slug.
    community_titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Access:
    """A viewer's tokens and the site's restrictions, read once per request."""

    tokens: frozenset[str]
    rules: SiteRules

    @classmethod
    def of(cls, viewer: Viewer) -> "Access":
        """What this person holds, now (three queries at most)."""
        return cls(viewer_tokens(viewer), rules())

    def reader(self) -> Reader:
        """On whose behalf the engine answers (two queries at most)."""
        waiting = frozenset(OutboxEntry.objects.values_list("page_id", flat=True).distinct())
        # People who wait are hidden whoever asks: they may just have withdrawn something.
        pages, _people = split(waiting)
        hidden = waiting - self.permitted(pages).ids if waiting else waiting
        return Reader(self.tokens, hidden, self._met())

    def _met(self) -> frozenset[str]:
        conditions = {rule.tokens for rule in self.rules} | READERS.conditions
        return frozenset(
            condition_key(tokens)
            for tokens in conditions
            if Audience(frozenset({tokens})).admits(self.tokens)
        )

    def permitted(self, ids: Iterable[int], *, communities: bool = False) -> Permitted:
        """Those of the live pages that the viewer may read, and of the people (a query for each).

        With ``communities``, the slugs of all communities that may be named come along.
        """
        pages, people = split(ids)
        wanted = Q(pk__in=pages)
        if communities:
            # By their type, which has an index of its own: asked whether the other table
            # knows them, PostgreSQL reads every page.
            wanted |= Page.objects.type_q(CommunityPage)
        rows = Page.objects.live().filter(wanted).order_by()
        found = [
            (pk, slug, title, community)
            for pk, path, source, slug, title, community in rows.values_list(
                "pk", "path", "alias_of__path", "slug", "title", "communitypage__pk"
            )
            if self._admits(path) and (source is None or self._admits(source))
        ]
        named = {slug: title for _pk, slug, title, community in found if community}
        return Permitted(
            frozenset(pk for pk, *_rest in found) | self._told(people), frozenset(named), named
        )

    def _told(self, people: frozenset[int]) -> frozenset[int]:
        """The entries of those of these people who stand in the directory."""
        if not people or LOGIN not in self.tokens:
            return frozenset()
        found = indexable_people().filter(pk__in=people).values_list("pk", flat=True)
        return frozenset(entries_of(found))

    def _admits(self, path: str) -> bool:
        return audience_of(path, self.rules).admits(self.tokens)
