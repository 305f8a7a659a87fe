"""What one viewer may see of the index, settled before and after the engine answers.

The engine filters by the audience that each entry carries. Pages that wait in the
outbox have changed since: those that the viewer may no longer see are hidden from
hits, counts, facets and suggestions alike. Hits are read again before display.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import Page

from search.documents import condition_key
from search.engines.base import Reader
from search.models import OutboxEntry
from wiki.communities.audience import Audience, Rule, Viewer, audience_of, rules, viewer_tokens
from wiki.communities.models import CommunityPage


@dataclass(frozen=True)
class Permitted:
    """Pages and communities that may be named."""

    ids: frozenset[int]
    community_slugs: frozenset[str]


@dataclass(frozen=True)
class Access:
    """A viewer's tokens and the site's restrictions, read once per request."""

    tokens: frozenset[str]
    rules: tuple[Rule, ...]

    @classmethod
    def of(cls, viewer: Viewer) -> "Access":
        """What this person holds, now (three queries at most)."""
        return cls(viewer_tokens(viewer), tuple(rules()))

    def reader(self) -> Reader:
        """On whose behalf the engine answers (two queries at most)."""
        waiting = frozenset(OutboxEntry.objects.values_list("page_id", flat=True).distinct())
        hidden = waiting - self.permitted(waiting).ids if waiting else waiting
        return Reader(self.tokens, hidden, self._met())

    def _met(self) -> frozenset[str]:
        conditions = {rule.tokens for rule in self.rules}
        return frozenset(
            condition_key(tokens)
            for tokens in conditions
            if Audience(frozenset({tokens})).admits(self.tokens)
        )

    def permitted(self, ids: Iterable[int], *, communities: bool = False) -> Permitted:
        """Those of the live pages that the viewer may read (one query).

        With ``communities``, the slugs of all communities that may be named come along.
        """
        wanted = Q(pk__in=list(ids))
        if communities:
            # By their type, which has an index of its own: asked whether the other table
            # knows them, PostgreSQL reads every page.
            wanted |= Page.objects.type_q(CommunityPage)
        rows = Page.objects.live().filter(wanted).order_by()
        found = [
            (pk, slug, community)
            for pk, path, source, slug, community in rows.values_list(
                "pk", "path", "alias_of__path", "slug", "communitypage__pk"
            )
            if self._admits(path) and (source is None or self._admits(source))
        ]
        return Permitted(
            frozenset(pk for pk, _slug, _community in found),
            frozenset(slug for _pk, slug, community in found if community),
        )

    def _admits(self, path: str) -> bool:
        return audience_of(path, self.rules).admits(self.tokens)
