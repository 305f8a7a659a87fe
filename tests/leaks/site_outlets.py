"""Pages, lists and the search, as readers open them."""

from typing import Any

from django.urls import reverse

from guides.models import KnowledgePage
from search import service
from search.eligibility import indexable_pages
from search.params import SearchParams
from search.people.ids import entry_of
from tests.leaks.registry import Shown, Visit, bare, opens, said
from tests.leaks.world import EVERYWHERE

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
    return (here.status_code, bare(here, address, missing)) == (
        nowhere.status_code, bare(nowhere, address, missing)
    )  # fmt: skip


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
                same = bare(response, address) == bare(visit.get(nowhere), nowhere)
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
    shown = Shown([visit.text(reverse("search:results"), {"q": EVERYWHERE})])
    page = service.search(SearchParams(page_size=100).with_text(EVERYWHERE), visit.viewer)
    indexable = set(indexable_pages().values_list("pk", flat=True))
    # Beside pages, people are found, by whoever has signed in.
    signed_in = visit.viewer.is_authenticated
    may = visit.oracle.readable & indexable | {
        entry_of(each.pk) for each in visit.world.people[1:] if signed_in
    }
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
