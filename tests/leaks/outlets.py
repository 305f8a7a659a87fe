"""Everything that shows, counts or sends pages, in one list.

An outlet is a function of a visit: it gives all that it shows to the visitor, and counts
with what they should be. Whoever adds an address registers it here, with the names of the
views that it opens, or says in ``addresses.py`` why no page can show there.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.test import Client
from django.urls import reverse

from search import service
from search.params import SearchParams
from tests.leaks.oracle import Oracle
from tests.leaks.world import EVERYWHERE, World


@dataclass
class Shown:
    """What somebody sees: texts, and (name, shown, expected) for each count."""

    texts: list[str] = field(default_factory=list)
    counts: list[tuple[str, int, int]] = field(default_factory=list)
    #: Codes of pages that must be told here, or the site hides too much.
    wanted: set[str] = field(default_factory=set)


@dataclass
class Visit:
    """One person on one site."""

    world: World
    viewer: Any

    @cached_property
    def client(self) -> Client:
        client = Client()
        if self.viewer.is_authenticated:
            client.force_login(self.viewer)
        return client

    @cached_property
    def oracle(self) -> Oracle:
        return Oracle(self.viewer)

    @property
    def site_is_closed(self) -> bool:
        """Whether everything leads a visitor to sign in."""
        return not self.viewer.is_authenticated and self.world.home.pk not in self.oracle.readable

    def get(self, address: str, data: Any = None) -> Any:
        """The answer, without the words that the question itself held."""
        return self.client.get(address, data or {})

    def text(self, address: str, data: Any = None) -> str:
        """Body and headers of the answer; the question's own words are no news."""
        return said(self.get(address, data), address, *(str(v) for v in (data or {}).values()))

    def pages(self, *, most: int = 4) -> list[Any]:
        """Some pages of the site, as they are now."""
        ids = [pk for pk in self.world.codes.values() if pk in self.oracle.pages]
        chosen = self.world.random.sample(ids, min(most, len(ids)))
        return [self.oracle.pages[pk] for pk in chosen]

    def code(self, pk: int) -> str:
        return next(code for code, number in self.world.codes.items() if number == pk)


def said(response: Any, *asked: str) -> str:
    """All that an answer says, but for what was asked."""
    streamed = getattr(response, "streaming", False)
    body = b"".join(response.streaming_content) if streamed else response.content
    text = body.decode("utf-8", "replace")
    text += " ".join(f"{name}: {value}" for name, value in response.headers.items())
    for words in sorted(asked, key=len, reverse=True):
        if words not in {"", "/"}:
            text = text.replace(words, " ").replace(words.replace("/", "%2F"), " ")
    return text


Outlet = Callable[[Visit], Shown]


@dataclass(frozen=True)
class Registered:
    """An outlet, the views that it opens, and whether it is part of the CMS."""

    name: str
    outlet: Outlet
    views: tuple[str, ...]
    cms: bool


OUTLETS: list[Registered] = []


def opens(*views: str, cms: bool = False) -> Callable[[Outlet], Outlet]:
    """Register an outlet with the names of the views that it opens."""

    def register(outlet: Outlet) -> Outlet:
        OUTLETS.append(Registered(outlet.__name__, outlet, views, cms))
        return outlet

    return register


# ── Pages and lists ───────────────────────────────────────────────────────────


def _address(page: Any) -> str:
    return page.get_url() or f"/{page.slug}/"


@opens("wagtail_serve")
def pages(visit: Visit) -> Shown:
    """The page itself: Open Graph, JSON-LD, neighbours, series, links, or one refusal."""
    shown = Shown()
    for page in visit.pages():
        address = _address(page)
        response = visit.get(address)
        may = page.pk in visit.oracle.readable
        shown.counts.append((f"{address} opens", int(response.status_code == 200), int(may)))
        shown.texts.append(said(response, *(() if may else (address,))))
        if not may:
            shown.counts.append((f"{address} differs", int(not _like_missing(visit, page)), 0))
    return shown


def _like_missing(visit: Visit, page: Any) -> bool:
    """Whether a closed page answers as one beside it that does not exist."""
    address = _address(page)
    missing = address.rstrip("/") + "-x/"
    above = [pk for pk in visit.oracle.known if address == _address(visit.oracle.pages[pk])]
    if above:  # the door of a known community: what does not exist is below it
        missing = f"{address}nothing/"
    here, nowhere = visit.get(address), visit.get(missing)
    # Both without both: the address of the door holds that of the community.
    return (here.status_code, _bare(here, address, missing)) == (
        nowhere.status_code, _bare(nowhere, address, missing)
    )  # fmt: skip


def _bare(response: Any, *addresses: str) -> str:
    text = said(response, *addresses)
    text = re.sub(r"(Expires|Content-Length): [\w, :]+", "", text)  # the clock, the address
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


@opens()
def home(visit: Visit) -> Shown:
    return Shown([visit.text("/")])


@opens("guides:browse")
def browse(visit: Visit) -> Shown:
    shown = Shown()
    response = visit.get(reverse("guides:browse"))
    shown.texts.append(said(response))
    if response.status_code == 200:
        listing = response.context["listing"]
        shown.counts.append(("browse", listing.total, len(visit.oracle.knowledge)))
        if listing.total <= len(listing.cards):
            shown.wanted = {visit.code(pk) for pk in visit.oracle.knowledge}
    return shown


@opens("guides:themes", "guides:theme")
def themes(visit: Visit) -> Shown:
    texts = [visit.text(reverse("guides:themes"))]
    texts += [visit.text(reverse("guides:theme", args=[f"theme-{n}"])) for n in range(2)]
    return Shown(texts)


@opens("guides:tag")
def tags(visit: Visit) -> Shown:
    """A word that only closed pages carry is no tag."""
    shown = Shown()
    for page in visit.pages():
        if page.pk not in {each.pk for each in visit.world.pages}:
            continue
        slug = f"tav{visit.code(page.pk)}"
        response = visit.get(reverse("guides:tag", args=[slug]))
        shown.texts.append(said(response, slug))
        told = response.status_code == 200
        shown.counts.append((f"tag of {page.pk}", int(told), int(_tag_told(visit, slug))))
    return shown


def _tag_told(visit: Visit, slug: str) -> bool:
    from guides.models import KnowledgePage

    carrying = KnowledgePage.objects.filter(tags__slug=slug).values_list("pk", flat=True)
    return not visit.site_is_closed and bool(set(carrying) & visit.oracle.readable)


@opens("guides:communities")
def directory(visit: Visit) -> Shown:
    return Shown([visit.text(reverse("guides:communities"))])


@opens("guides:go", "guides:export")
def numbers(visit: Visit) -> Shown:
    """What leads to a page, or takes it away, by its number."""
    shown = Shown()
    for page in visit.pages():
        may = page.pk in visit.oracle.readable
        for name in ("go", "export"):
            address = reverse(f"guides:{name}", args=[page.pk])
            response = visit.get(address)
            shown.texts.append(said(response, address))
            if not may:
                nowhere = reverse(f"guides:{name}", args=[999_999])
                same = _bare(response, address) == _bare(visit.get(nowhere), nowhere)
                shown.counts.append((f"{address} differs", int(not same), 0))
            elif name == "go":
                leads = int(response.status_code == 302)
                shown.counts.append((address, leads, 1))
    return shown


@opens()
def redirects(visit: Visit) -> Shown:
    return Shown([visit.text(f"/ancien-{number}/") for number in range(2)])


@opens("sitemap.xml", "robots", "search:opensearch")
def machines(visit: Visit) -> Shown:
    addresses = ("/sitemap.xml", "/robots.txt", reverse("search:opensearch"))
    return Shown([visit.text(address) for address in addresses])


# ── The search ────────────────────────────────────────────────────────────────


@opens("search:results")
def results(visit: Visit) -> Shown:
    """What stands in every page finds what one may read, and counts that."""
    from search.eligibility import indexable_pages

    shown = Shown([visit.text(reverse("search:results"), {"q": EVERYWHERE})])
    page = service.search(SearchParams(page_size=100).with_text(EVERYWHERE), visit.viewer)
    indexable = set(indexable_pages().values_list("pk", flat=True))
    may = visit.oracle.readable & indexable
    named = {hit.page_id for hit in page.hits}
    shown.counts.append(("hits that are closed", len(named - may), 0))
    if not visit.world.lagging and not page.near:
        shown.counts.append(("total", page.total, len(page.hits)))
    for facet in page.facets:
        if facet.name == "type":
            total = sum(value.count for value in facet.values)
            shown.counts.append(("types above the total", max(0, total - len(may)), 0))
    shown.texts.append(repr(page.facets))
    shown.counts.append(("total above what is readable", max(0, page.total - len(may)), 0))
    return shown


@opens()
def questions(visit: Visit) -> Shown:
    """The words of one page find it for its readers, and nothing for others."""
    shown = Shown()
    for page in visit.pages(most=3):
        code = visit.code(page.pk)
        may = page.pk in visit.oracle.readable
        for word in ("tiv", "bov", "tav", "suv"):
            text = visit.text(reverse("search:results"), {"q": f"{word}{code}"})
            shown.texts.append(text)
            found = service.search(SearchParams().with_text(f"{word}{code}"), visit.viewer)
            hits = {hit.page_id for hit in found.hits}
            shown.counts.append((f"{word}{code} finds it", int(page.pk in hits and not may), 0))
            if not may and f"{word}{code}" in text:
                shown.counts.append((f"{word}{code} is spelt out", 1, 0))
        if may and not visit.world.lagging and page.pk in {p.pk for p in visit.world.pages}:
            found = service.search(SearchParams().with_text(f"tiv{code}"), visit.viewer)
            shown.counts.append((f"tiv{code} is found", int(bool(found.total)), 1))
    return shown


@opens("search:suggest")
def suggestions(visit: Visit) -> Shown:
    shown = Shown()
    for page in visit.pages(most=3):
        begun = f"tiv{visit.code(page.pk)}"[:5]
        shown.texts.append(visit.text(reverse("search:suggest"), {"q": begun}))
    shown.texts.append(visit.text(reverse("search:suggest"), {"q": "tiv"}))
    return shown


@opens()
def related(visit: Visit) -> Shown:
    shown = Shown()
    for page in visit.pages(most=3):
        if page.pk in visit.oracle.readable:
            found = service.related(page.pk, visit.viewer)
            shown.texts += [f"{each.title} {each.url} {each.summary}" for each in found]
    return shown


@opens()
def facets(visit: Visit) -> Shown:
    """Narrowed by the community or the tag of a closed page."""
    shown = Shown()
    for page in visit.pages(most=2):
        code = visit.code(page.pk)
        for name, value in (("community", f"slv{code}"), ("tag", f"tav{code}")):
            shown.texts.append(
                visit.text(reverse("search:results"), {"q": EVERYWHERE, name: value})
            )
    return shown


# ── The CMS ───────────────────────────────────────────────────────────────────

#: Views about one page, by the name of the part of the address that is its number.
ABOUT_A_PAGE = (
    "wagtailadmin_explore", "wagtailadmin_explore_results",
    "wagtailadmin_choose_page_child", "wagtailadmin_api:pages:detail",
    *(f"wagtailadmin_pages:{name}" for name in (
        "usage", "edit", "view_draft", "add_subpage", "delete", "unpublish", "convert_alias",
        "move", "set_page_position", "copy", "set_privacy", "revisions_index",
        "workflow_history", "history", "history_results", "confirm_workflow_cancellation",
    )),
)  # fmt: skip
#: Lists, reports and choosers, with what is asked of them.
LISTS: dict[str, dict[str, str]] = {
    "wagtailadmin_home": {},
    "wagtailadmin_explore_root": {},
    "wagtailadmin_pages:search": {"q": "tiv"},
    "wagtailadmin_pages:search_results": {"q": EVERYWHERE},
    "wagtailadmin_choose_page": {"page_type": "guides.GuidePage"},
    "wagtailadmin_choose_page_search": {"q": "tiv"},
    "wagtailadmin_reports:locked_pages": {},
    "wagtailadmin_reports:locked_pages_results": {},
    "wagtailadmin_reports:workflow": {},
    "wagtailadmin_reports:workflow_results": {},
    "wagtailadmin_reports:workflow_tasks": {},
    "wagtailadmin_reports:workflow_tasks_results": {},
    "wagtailadmin_reports:site_history": {},
    "wagtailadmin_reports:site_history_results": {},
    "wagtailadmin_reports:aging_pages": {},
    "wagtailadmin_reports:aging_pages_results": {},
    "wagtailadmin_reports:page_types_usage": {},
    "wagtailadmin_reports:page_types_usage_results": {},
    "wagtailadmin_api:pages:listing": {"limit": "20"},
    "wagtailadmin_api:pages:find": {"id": "3"},
    "knowledge:index": {},
    "knowledge:index_results": {"q": "tiv"},
    "knowledge:choose_parent": {},
    "search_page_choice:choose": {},
    "search_page_choice:choose_results": {"q": EVERYWHERE},
    "wagtailsnippets_core_knowledgetag:list": {},
    "wagtailsnippets_core_knowledgetag:list_results": {},
    "wagtailsnippetchoosers_core_knowledgetag:choose": {},
    "wagtailsnippetchoosers_core_knowledgetag:choose_results": {},
    "wagtailsnippets_core_theme:list": {},
    "wagtailsnippets_core_theme:list_results": {},
    "wagtailsnippets_search_pin:list": {},
    "wagtailsnippets_search_pin:list_results": {},
    "wagtailsnippetchoosers_search_pin:choose": {},
    "wagtailsnippetchoosers_search_pin:choose_results": {},
    "wagtailimages:index": {},
    "wagtailimages:index_results": {},
    "wagtailimages_chooser:choose": {},
    "wagtailimages_chooser:choose_results": {},
    "wagtaildocs:index": {},
    "wagtaildocs:index_results": {},
    "wagtaildocs_chooser:choose": {},
    "wagtaildocs_chooser:choose_results": {},
    "wagtailadmin_api:images:listing": {},
    "wagtailadmin_api:documents:listing": {},
    "wagtailredirects:index": {},
    "wagtailredirects:index_results": {},
}


def about_pages(name: str) -> Outlet:
    """One view of the CMS, asked about some pages."""

    def outlet(visit: Visit) -> Shown:
        shown = Shown()
        for page in visit.pages(most=2):
            address, nowhere = (reverse(name, args=[pk]) for pk in (page.pk, 999_999))
            visit.get("/about/")  # shows the words that wait from an earlier refusal
            response = visit.get(address)
            shown.texts.append(said(response, address))
            if not visit.oracle.in_cms(page.pk):
                same = _bare(response, address) == _bare(visit.get(nowhere), nowhere)
                shown.counts.append((f"{address} differs", int(not same), 0))
        return shown

    return outlet


def a_list(name: str, data: dict[str, str]) -> Outlet:
    """One list of the CMS."""

    def outlet(visit: Visit) -> Shown:
        return Shown([visit.text(reverse(name), data)])

    return outlet


OUTLETS.extend(Registered(name, about_pages(name), (name,), cms=True) for name in ABOUT_A_PAGE)
OUTLETS.extend(
    Registered(name, a_list(name, data), (name,), cms=True) for name, data in LISTS.items()
)


@opens("wagtailadmin_pages:type_use", "wagtailadmin_pages:type_use_results", cms=True)
def types(visit: Visit) -> Shown:
    return Shown(
        [
            visit.text(reverse(f"wagtailadmin_pages:{name}", args=["guides", "guidepage"]))
            for name in ("type_use", "type_use_results")
        ]
    )


@opens(
    "wagtailadmin_choose_page_chosen_multiple", "wagtail_bulk_action",
    "search_page_choice:chosen", "search_page_choice:chosen_multiple", cms=True,
)  # fmt: skip
def chosen(visit: Visit) -> Shown:
    """What was chosen by its number."""
    shown = Shown()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    for page in visit.pages(most=2):
        for address in (reverse("wagtailadmin_choose_page_chosen_multiple"), bulk,
                        reverse("search_page_choice:chosen_multiple")):  # fmt: skip
            shown.texts.append(visit.text(address, {"id": page.pk}))
        shown.texts.append(visit.text(reverse("search_page_choice:chosen", args=[page.pk])))
    shown.texts.append(visit.text(bulk, {"id": "all"}))
    return shown


@opens(
    "wagtailadmin_tag_autocomplete", "wagtailadmin_tag_model_autocomplete",
    "cms/tag-autocomplete/", "cms/tag-autocomplete/<slug:app_name>/<slug:model_name>/", cms=True,
)  # fmt: skip
def tag_field(visit: Visit) -> Shown:
    address = reverse("wagtailadmin_tag_model_autocomplete", args=["core", "knowledgetag"])
    return Shown([visit.text(address, {"term": "ta"})])


@opens("wagtailadmin_pages:add", "wagtailadmin_pages:choose_parent", cms=True)
def new_pages(visit: Visit) -> Shown:
    """The empty form: its fields offer communities."""
    shown = Shown()
    for page in visit.pages(most=3):
        if page.specific_class.__name__ == "GuideIndexPage":
            address = reverse("wagtailadmin_pages:add", args=["guides", "guidepage", page.pk])
            shown.texts.append(visit.text(address))
    choose = reverse("wagtailadmin_pages:choose_parent", args=["guides", "guidepage"])
    shown.texts.append(visit.text(choose))
    return shown


@opens(
    "wagtailadmin_pages:revisions_view", "wagtailadmin_pages:revisions_revert",
    "wagtailadmin_pages:revisions_compare", "wagtailadmin_pages:preview_on_edit", cms=True,
)  # fmt: skip
def revisions(visit: Visit) -> Shown:
    shown = Shown()
    for page in visit.pages(most=2):
        if page.alias_of_id:
            continue  # has no revision of its own
        revision = page.specific.save_revision()
        for name, args in (
            ("revisions_view", [page.pk, revision.pk]),
            ("revisions_revert", [page.pk, revision.pk]),
            ("revisions_compare", [page.pk, "live", revision.pk]),
            ("preview_on_edit", [page.pk]),
        ):
            shown.texts.append(visit.text(reverse(f"wagtailadmin_pages:{name}", args=args)))
    return shown


def registered_views() -> Iterator[str]:
    """The names of all views that some outlet opens."""
    for each in OUTLETS:
        yield from each.views
