"""What a mailing holds, and which of it one reader gets at this moment."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from guides.digest_items import ShownItem, live_items, shown
from guides.models import DigestPage, KnowledgePage
from guides.queries import theme_tree
from wiki.communities.audience import Audience, page_audiences
from wiki.communities.models import CommunityPage
from wiki.communities.places import communities_of
from wiki.digests.delivery.editorial import Editorial, editorial
from wiki.digests.models import Mailing, Subscription

Kind = Mailing.Kind


@dataclass(frozen=True, slots=True)
class Had:
    """What one reader had got before, by other mailings."""

    digests: frozenset[int] = frozenset()
    items: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Wants:
    """What one reader subscribed to, for one mailing."""

    #: Everything of these communities.
    communities: frozenset[int] = frozenset()
    #: (community, theme); None for any community.
    themes: frozenset[tuple[int | None, int]] = frozenset()
    #: Everything that the mailing holds, whatever the subscriptions say: a correction.
    everything: bool = False
    #: Of which nothing comes again.
    had: Had = Had()

    @classmethod
    def of(cls, subscriptions: Iterable[Subscription], *, had: Had) -> "Wants":
        rows = list(subscriptions)
        return cls(
            communities=frozenset(
                row.community_id for row in rows if row.community_id and not row.theme_id
            ),
            themes=frozenset((row.community_id, row.theme_id) for row in rows if row.theme_id),
            had=had,
        )


@dataclass(frozen=True, slots=True)
class Leaf:
    """One digest of a mailing with all its items, whoever may read them."""

    digest: DigestPage
    community: CommunityPage | None
    audience: Audience
    items: tuple[ShownItem, ...]


@dataclass(frozen=True, slots=True)
class Portion:
    """What one reader gets of one digest."""

    leaf: Leaf
    items: tuple[ShownItem, ...]


@dataclass
class Sheet:
    """The contents of a mailing as they are now."""

    mailing: Mailing
    leaves: tuple[Leaf, ...]
    #: Conditions to read each page that an item is about.
    audiences: dict[int, Audience]
    _editorials: dict[int, Editorial] = field(default_factory=dict)

    @cached_property
    def themes(self) -> dict[int, set[int]]:
        """The themes of each page that an item is about."""
        ids = {item.page_id for leaf in self.leaves for item in leaf.items if item.page_id}
        found: dict[int, set[int]] = defaultdict(set)
        rows = KnowledgePage.themes.through.objects.filter(knowledgepage__in=ids)
        for page, theme in rows.values_list("knowledgepage_id", "theme_id"):
            found[page].add(theme)
        return found

    @cached_property
    def tree(self) -> dict[int, set[int]]:
        """Each theme with those that are part of it."""
        return theme_tree()

    def editorial(self, digest: DigestPage) -> Editorial:
        """Rendered once."""
        if digest.pk not in self._editorials:
            self._editorials[digest.pk] = editorial(digest)
        return self._editorials[digest.pk]

    def portions(self, tokens: frozenset[str], wants: Wants) -> tuple[Portion, ...]:
        """What somebody with these tokens may read and wants; nothing twice."""
        told: set[str] = set()
        found = []
        for leaf in self.leaves:
            if not leaf.audience.admits(tokens):
                continue
            items = []
            for item in leaf.items:
                same = item.lasting_url or f"item {item.pk}"
                if same not in told and self._may(item, tokens) and self._wanted(leaf, item, wants):
                    told.add(same)
                    items.append(item)
            if items or self._worth_without(leaf, wants):
                found.append(Portion(leaf, tuple(items)))
        return tuple(found)

    def _may(self, item: ShownItem, tokens: frozenset[str]) -> bool:
        if item.page_id is None:
            return True
        audience = self.audiences.get(item.page_id)
        return audience is not None and audience.admits(tokens)

    def _wanted(self, leaf: Leaf, item: ShownItem, wants: Wants) -> bool:
        if item.pk in wants.had.items:
            return False
        place = leaf.community.pk if leaf.community else None
        if wants.everything or place in wants.communities:
            return True
        own = self.themes.get(item.page_id or 0, set())
        return any(
            community in (None, place) and own & self.tree.get(theme, set())
            for community, theme in wants.themes
        )

    def _worth_without(self, leaf: Leaf, wants: Wants) -> bool:
        """An editorial alone goes to those who want all of the community."""
        place = leaf.community.pk if leaf.community else None
        new = leaf.digest.pk not in wants.had.digests
        return new and place in wants.communities and bool(leaf.digest.editorial)


def sheet_of(mailing: Mailing, *, drafts: Sequence[DigestPage] = ()) -> Sheet:
    """Read from the database now (seven queries at most, however many items).

    ``drafts`` are what to show instead of published digests, for a preview.
    """
    digests = list(drafts or _digests(mailing))
    items: dict[int, list[ShownItem]] = defaultdict(list)
    languages = {digest.pk: digest.language for digest in digests}
    rows = live_items(languages)
    if mailing.kind == Kind.CORRECTION:
        rows = rows.filter(pk=0 if _is_superseded(mailing) else mailing.item_id or 0)
    pages: dict[int, Any] = {}
    for row in rows:
        items[row.digest_id].append(shown(row, language=languages[row.digest_id]))
        if row.page is not None:
            pages[row.page.pk] = row.page
    audiences = page_audiences([*digests, *pages.values()])
    places = communities_of(digests)
    leaves = (
        Leaf(
            digest=digest,
            community=places.get(digest.pk),
            audience=audiences[digest.pk],
            items=tuple(items[digest.pk]),
        )
        for digest in digests
    )
    return Sheet(mailing, tuple(leaves), audiences)


def _is_superseded(mailing: Mailing) -> bool:
    """Whether the same item is corrected in other words since: those who wait get them alone."""
    return Mailing.objects.filter(item=mailing.item_id, pk__gt=mailing.pk).exists()


def _digests(mailing: Mailing) -> Iterable[DigestPage]:
    pages = DigestPage.objects.live()
    if mailing.kind != Kind.PERIOD:
        return pages.filter(pk=mailing.digest_id)
    pages = pages.filter(edition__sent_at__gt=mailing.since, edition__sent_at__lte=mailing.until)
    if mailing.community is not None:
        pages = pages.filter(path__startswith=mailing.community.path)
    return pages.order_by("edition__sent_at", "pk")
