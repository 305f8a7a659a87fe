"""Prepares and fills the stock site."""

from collections.abc import Iterator

from django.core.management import call_command
from taggit.models import Tag
from wagtail.models import Page, Site

from tests.bench.bulk import insert_pages
from tests.bench.corpus import COMMUNITIES, TAGS, Article, articles
from tests.bench.progress import steps
from tests.bench.stock.models import Community, GuideIndexPage, GuidePage, GuideTag, HomePage

CHUNK = 500


def prepare() -> None:
    """Empty database with a home page, a guide index, the tags and the communities."""
    call_command("migrate", verbosity=0, interactive=False)
    root = Page.objects.get(depth=1)
    Page.objects.filter(depth=2).delete()
    root.refresh_from_db()
    home = root.add_child(instance=HomePage(title="Accueil", slug="accueil"))
    Site.objects.all().delete()
    Site.objects.create(
        hostname="localhost", site_name="Stock", root_page=home, is_default_site=True
    )
    home.add_child(instance=GuideIndexPage(title="Guides", slug="guides", show_in_menus=True))
    for title in ("Veille", "Agenda", "Contact"):
        home.add_child(instance=GuideIndexPage(title=title, show_in_menus=True))
    Community.objects.bulk_create(Community(name=name) for name in COMMUNITIES)
    Tag.objects.bulk_create(Tag(name=name, slug=name.replace(" ", "-")) for name in TAGS)


def guide(one: Article) -> GuidePage:
    """The article as a page of eight blocks."""
    first, second = zip(one.headings, one.paragraphs, one.markdown, one.steps, strict=True)
    body = [
        block
        for heading, paragraph, rich, step in (first, second)
        for block in (
            ("heading", heading),
            ("text", f"<p>{paragraph}</p>"),
            ("markdown", rich),
            ("step", {"title": step.title, "text": step.text}),
        )
    ]
    return GuidePage(
        title=one.title,
        slug=one.slug,
        intro=one.intro,
        date=one.day,
        body=body,
        search_description=one.intro[:150],
        show_in_menus=True,
    )


def guide_index() -> GuideIndexPage:
    """Where the guides are."""
    return GuideIndexPage.objects.get(slug="guides")


def fill(*, pages: int, start: int = 0) -> None:
    """``pages`` published pages, quickly and out of any index; ``start`` stand there already."""
    communities, tags = list(Community.objects.order_by("pk")), list(Tag.objects.order_by("pk"))
    for chunk in _chunks(pages, start):
        made = [guide(one) for one in chunk]
        insert_pages(made, guide_index())
        GuidePage.communities.through.objects.bulk_create(
            GuidePage.communities.through(guidepage_id=page.pk, community=communities[place])
            for page, one in zip(made, chunk, strict=True)
            for place in one.communities
        )
        GuideTag.objects.bulk_create(
            GuideTag(content_object=page, tag=tags[place])
            for page, one in zip(made, chunk, strict=True)
            for place in one.tags
        )


def _chunks(pages: int, start: int) -> Iterator[list[Article]]:
    for first in steps(range(start, pages, CHUNK), "stock: fill", unit=f"×{CHUNK} pages"):
        yield list(articles(min(first + CHUNK, pages), start=first))


def addresses(*, count: int) -> list[str]:
    """Addresses of ``count`` guides spread over the collection."""
    slugs = GuidePage.objects.order_by("pk").values_list("slug", flat=True)
    every = max(1, len(slugs) // count)
    return [f"/guides/{slug}/" for slug in slugs[::every][:count]]
