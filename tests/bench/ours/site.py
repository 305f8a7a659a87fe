"""Prepares and fills our site."""

from django.core.management import call_command
from django.utils.text import slugify

from guides.models import GuideIndexPage, GuidePage
from home.bootstrap import prepare_site
from tests.bench.corpus import (
    AUTHORS,
    COMMUNITIES,
    TAGS,
    THEMES,
    articles,
)
from tests.bench.ours.fill import fill_guides
from tests.bench.ours.searching import build_index
from tests.bench.progress import steps
from wiki.communities.models import CommunityPage
from wiki.core.models import KnowledgeTag, Theme
from wiki.people.models import User

CHUNK = 500
CMS_FILES = ["wagtail*", "admin*", "table_block"]


def prepare() -> None:
    """Empty site with its communities, vocabulary and authors, and its static files."""
    call_command("migrate", verbosity=0, interactive=False)
    home = prepare_site("http://localhost")
    # Readers load nothing of the CMS, whose many files would only take time here.
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=CMS_FILES)
    for title in COMMUNITIES:
        community = CommunityPage(title=title, slug=slugify(title), summary=f"{title}.")
        home.add_child(instance=community)
        community.add_child(instance=GuideIndexPage(title="Guides", slug="guides"))
    for label in THEMES:
        Theme.objects.create(label_fr=label, slug=slugify(label))
    for name in TAGS:
        KnowledgeTag.objects.create(name=name, slug=slugify(name))
    for email in AUTHORS:
        User.objects.create(email=email, first_name="Autrice", last_name=email.split("@")[0])
    build_index()


def fill(*, pages: int, start: int = 0) -> None:
    """``pages`` published guides, quickly and out of any index; ``start`` stand there already."""
    for first in steps(range(start, pages, CHUNK), "ours: fill", unit=f"×{CHUNK} pages"):
        fill_guides(list(articles(min(first + CHUNK, pages), start=first)))


def addresses(*, count: int) -> list[str]:
    """Addresses of ``count`` guides spread over the collection."""
    guides = GuidePage.objects.order_by("pk")
    ids = list(guides.values_list("pk", flat=True))
    chosen = ids[:: max(1, len(ids) // count)][:count]
    return [guide.get_url() for guide in guides.filter(pk__in=chosen)]
