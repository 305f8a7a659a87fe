"""A random site, every page of which can be told by words of its own.

A page's words are made of a prefix for the place where they stand and of the page's code:
``tiv`` the title, ``suv`` the summary, ``bov`` the text, ``tav`` a tag, ``slv`` the address.
"""

import re
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from guides.models import (
    CaseStudyIndexPage,
    CaseStudyPage,
    DigestIndexPage,
    DigestPage,
    GuideIndexPage,
    GuidePage,
    SeriesIndexPage,
    SeriesPage,
    WatchIndexPage,
    WatchNotePage,
)
from guides.models.series import SeriesEntry
from home.models import HomePage
from tests import factories
from wiki.communities.keeping import keep_in_step
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Joining, Visibility
from wiki.core.models import Theme

#: Stands in the text of every page: what it finds is all that one may find.
EVERYWHERE = "réunion"
WORD = re.compile(r"(tiv|suv|bov|tav|slv|fiv)([a-z]{6})")
KINDS: list[tuple[type[Page], type[Page]]] = [
    (GuideIndexPage, GuidePage),
    (CaseStudyIndexPage, CaseStudyPage),
    (WatchIndexPage, WatchNotePage),
    (SeriesIndexPage, SeriesPage),
    (DigestIndexPage, DigestPage),
]


@dataclass
class World:
    """The site, with the pages by their codes."""

    random: Random
    home: HomePage
    codes: dict[str, int] = field(default_factory=dict)
    communities: list[CommunityPage] = field(default_factory=list)
    pages: list[Any] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    #: Visitors and people with an account (``people_world``).
    people: list[Any] = field(default_factory=list)
    #: Pictures and documents by their codes (``file_world``).
    files: dict[str, Any] = field(default_factory=dict)
    #: Whether things changed of which the index has not heard.
    lagging: bool = False

    def code(self) -> str:
        """A code that no page has yet."""
        while True:
            made = "".join(self.random.choices("bcdfghjklmnpqrstvwxz", k=6))
            if made not in self.codes and made not in self.files:
                self.codes[made] = 0
                return made

    def code_of(self, page: Page) -> str:
        return next(code for code, pk in self.codes.items() if pk == page.pk)


def build(seed: int, *, communities: int, pages: int) -> World:
    """A site of so many communities and pages; the same for the same numbers."""
    world = World(Random(seed), HomePage.objects.get())
    world.groups = [Group.objects.get_or_create(name=f"Groupe {n}")[0] for n in range(2)]
    themes = [factories.theme(f"Thème {n}", slug=f"theme-{n}") for n in range(2)]
    for _number in range(communities):
        _community(world)
    for _number in range(pages):
        _page(world, themes)
    _series(world)
    _aliases(world)
    _redirects(world)
    _links_of_communities(world)
    for _number in range(world.random.randint(0, 3)):
        restrict_something(world)
    return world


def _add(world: World, parent: Page, page: Any, code: str) -> Any:
    parent = Page.objects.get(pk=parent.pk)
    now = timezone.now()
    page.first_published_at = page.last_published_at = now
    parent.add_child(instance=page)
    world.codes[code] = page.pk
    return page


def _community(world: World) -> None:
    code, random = world.code(), world.random
    visibility = random.choice(list(Visibility))
    hidden = visibility == Visibility.HIDDEN
    page = CommunityPage(
        title=f"tiv{code}", slug=f"slv{code}", summary=f"suv{code} {EVERYWHERE}",
        domain=f"<p>bov{code}</p>", visibility=visibility,
        joining=Joining.INVITATION if hidden else random.choice(list(Joining)),
    )  # fmt: skip
    world.communities.append(_add(world, world.home, page, code))
    keep_in_step(page)
    for index_type, _kind in random.sample(KINDS, 2):
        index_code = world.code()
        index = index_type(title=f"tiv{index_code}", slug=f"slv{index_code}")
        _add(world, page, index, index_code)
        if random.random() < 0.3:
            folder = world.code()
            inner = index_type(title=f"tiv{folder}", slug=f"slv{folder}", intro=f"suv{folder}")
            _add(world, index, inner, folder)


def _page(world: World, themes: list[Theme]) -> None:
    code, random = world.code(), world.random
    index_type, page_type = random.choice(KINDS[:3])
    places = list(index_type.objects.all())
    if not places:
        return
    linked = random.choice(world.pages) if world.pages and random.random() < 0.5 else None
    text = f"<p>bov{code} {EVERYWHERE}</p>"
    if linked:
        text += f'<p><a linktype="page" id="{linked.pk}">suite</a></p>'
    fields: dict[str, Any] = {
        ("means_for_us" if page_type is WatchNotePage else "body"): [("text", text)]
    } if page_type is not CaseStudyPage else {"context": [("text", text)]}  # fmt: skip
    if page_type is GuidePage and linked:
        fields["see_also"] = [("page", {"page": linked, "why": ""})]
    page = page_type(
        title=f"tiv{code} {EVERYWHERE}", slug=f"slv{code}", summary=f"suv{code}",
        live=random.random() > 0.15, **fields,
    )  # fmt: skip
    page.themes = random.sample(themes, random.randint(0, 2))
    page.communities = random.sample(
        world.communities, min(len(world.communities), random.randint(0, 2))
    )
    page.tags.add(f"tav{code}")
    if linked and isinstance(linked, type(page)) and random.random() < 0.3:
        page.translation_of_id, page.language = linked.pk, "en"
    world.pages.append(_add(world, random.choice(places), page, code))


def _links_of_communities(world: World) -> None:
    """What communities say of themselves leads to pages, whoever may read those."""
    for community in world.communities:
        others = [page for page in world.pages + world.communities if page.pk != community.pk]
        if others:
            number = world.random.choice(others).pk
            link = f'<p><a linktype="page" id="{number}">suite</a></p>'
            texts = {"domain": community.domain + link, "charter": link, "how_to_join": link}
            CommunityPage.objects.filter(pk=community.pk).update(**texts)


def _series(world: World) -> None:
    places, stops = list(SeriesIndexPage.objects.all()), world.pages
    if places and stops:
        code = world.code()
        page = SeriesPage(
            title=f"tiv{code} {EVERYWHERE}", slug=f"slv{code}", summary=f"suv{code}",
            body=[("text", f"<p>bov{code}</p>")],
        )  # fmt: skip
        for stop in world.random.sample(stops, min(3, len(stops))):
            page.entries.add(SeriesEntry(page=stop))
        world.pages.append(_add(world, world.random.choice(places), page, code))


def _aliases(world: World) -> None:
    guides = [page for page in world.pages if isinstance(page, GuidePage) and page.live]
    places = list(GuideIndexPage.objects.all())
    if guides and places and world.random.random() < 0.5:
        source, code = world.random.choice(guides), world.code()
        alias = source.create_alias(
            parent=Page.objects.get(pk=world.random.choice(places).pk), update_slug=f"slv{code}"
        )
        world.codes[code] = alias.pk


def _redirects(world: World) -> None:
    for number, page in enumerate(world.random.sample(world.pages, min(2, len(world.pages)))):
        Redirect.objects.create(old_path=f"/ancien-{number}", redirect_page_id=page.pk)


def restrict_something(world: World) -> None:
    """One more restriction somewhere, of any kind."""
    random = world.random
    targets = [world.home] if random.random() < 0.05 else world.communities + world.pages
    page = random.choice(targets + list(GuideIndexPage.objects.all()))
    kind = random.choice([PageViewRestriction.LOGIN, PageViewRestriction.GROUPS] * 2
                         + [PageViewRestriction.PASSWORD])  # fmt: skip
    made = PageViewRestriction.objects.create(
        page=Page.objects.get(pk=page.pk), restriction_type=kind, password="x"
    )
    if kind == PageViewRestriction.GROUPS:
        made.groups.set(random.sample(world.groups, random.randint(0, 2)))


def disturb(world: World) -> None:
    """Some changes of which the index hears nothing: privacy, moves, pages taken back."""
    for _number in range(world.random.randint(1, 3)):
        change = world.random.choice([restrict_something, _open, _move, _unpublish, _close])
        change(world)


def _open(world: World) -> None:
    found = PageViewRestriction.objects.order_by("pk").last()
    if found:
        found.delete()


def _close(world: World) -> None:
    community = CommunityPage.objects.get(pk=world.random.choice(world.communities).pk)
    community.visibility = world.random.choice(list(Visibility))
    if community.visibility == Visibility.HIDDEN:
        community.joining = Joining.INVITATION
    community.save()
    keep_in_step(community)


def _move(world: World) -> None:
    if not world.pages:
        return
    page = Page.objects.get(pk=world.random.choice(world.pages).pk).specific
    index_type = next(index for index, kind in KINDS if isinstance(page, kind))
    places = list(index_type.objects.all())
    if places:
        page.move(world.random.choice(places), pos="last-child")


def _unpublish(world: World) -> None:
    if world.pages:
        Page.objects.get(pk=world.random.choice(world.pages).pk).specific.unpublish()
