"""How many queries a page costs, and that the number does not grow."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from guides.models import CaseStudyGuide, GuidePage, SeriesEntry
from tests import factories
from tests.factories import words
from wiki.communities.models import CommunityPage
from wiki.core.models import RecueilDocument, RecueilImage

#: Three of them for those who facilitate, for the comments and for the notes that fed the page.
LIMIT = 18
#: The first reading also writes the text down, finds the sizes of its pictures and asks the
#: search for pages about the same (four queries, with changes that wait for the index).
FIRST_LIMIT = 30


def picture(title: str) -> RecueilImage:
    data = BytesIO()
    Image.new("RGB", (1300, 700), "#2b6f6a").save(data, "PNG")
    file = ContentFile(data.getvalue(), name=f"{title}.png")
    return RecueilImage.objects.create(title=title, description=title, file=file)


def step(number: int) -> tuple[str, dict]:
    return ("step", {"title": f"Étape {number}", "text": f"<p>Texte {number}.</p>"})


def full_guide(community: CommunityPage, *, size: int, title: str) -> GuidePage:
    """A guide with everything filled in; ``size`` of each thing that can be many."""
    others = [factories.guide(community, title=f"{title} voisin {n}") for n in range(size)]
    images = [picture(f"{title} {n}") for n in range(size)]
    document = RecueilDocument.objects.create(
        title="Modèle", file=ContentFile(b"modele", name="modele.txt")
    )
    people = [
        factories.user(f"{title}-{n}@example.org".replace(" ", "-"), first_name=f"P{n}")
        for n in range(size + 1)
    ]
    original = factories.guide(community, title=f"{title} original", language="en")
    page = factories.guide(
        community,
        title=title,
        owner=people[0],
        co_authors=people[1:],
        verified_by=people[-1],
        cover=images[0],
        translation_of=original,
        themes=[factories.theme(f"{title} theme {n}") for n in range(size)],
        tags=[f"{title} mot {n}" for n in range(size)],
        communities=[factories.community(title=f"{title} ailleurs {n}") for n in range(size)],
        body=[
            *words("Bonjour."),
            *(("image", {"image": each, "alt_text": "Un dessin"}) for each in images),
            ("file", {"document": document}),
        ],
        steps=[step(n) for n in range(size)],
        see_also=[("page", {"page": each}) for each in others],
    )
    for number in range(size):
        factories.guide(community, title=f"{title} proche {number}", themes=page.themes.all())
        factories.case_study(
            community, title=f"{title} cas {number}", applied_guides=[CaseStudyGuide(guide=page)]
        )
        entries = [SeriesEntry(page=each) for each in [*others, page]]
        factories.series(community, title=f"{title} parcours {number}", entries=entries)
        factories.restrict(others[number], groups=[f"{title} {number}"])
    return page


@pytest.fixture
def queries(client: Client) -> Callable[[GuidePage], int]:
    """Opens the page and counts. A query string keeps the whole-page cache out of it."""

    def count(page: GuidePage) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page.url, {"fresh": "1"}).status_code == 200
        return len(captured)

    return count


def test_a_full_guide_stays_within_its_budget(
    community: CommunityPage, queries: Callable[[GuidePage], int]
) -> None:
    small = full_guide(community, size=1, title="Petit")
    large = full_guide(community, size=4, title="Grand")
    for page in (small, large):
        queries(page)  # makes the sizes of its pictures, once for all
    assert queries(small) <= LIMIT
    assert queries(large) == queries(small)
    cache.clear()
    first = queries(small)
    assert first <= FIRST_LIMIT
    cache.clear()
    assert queries(large) == first


def test_depth_costs_nothing(community: CommunityPage, queries: Callable[[GuidePage], int]) -> None:
    shallow = factories.guide(community, title="En haut")
    index = shallow.get_parent().specific
    for level in range(4):
        index = factories.publish(type(index)(title=f"Dossier {level}"), index)
    deep = factories.guide(index, title="Tout en bas")
    queries(shallow)
    assert queries(deep) <= queries(shallow)


def test_a_series_costs_the_same_whatever_its_length(
    community: CommunityPage, queries: Callable[[GuidePage], int]
) -> None:
    pages = [factories.guide(community, title=f"Guide {n}") for n in range(9)]
    short = factories.series(community, title="Court", entries=[SeriesEntry(page=pages[0])])
    long = factories.series(
        community, title="Long", entries=[SeriesEntry(page=each) for each in pages]
    )
    queries(short)
    assert queries(long) == queries(short) <= LIMIT
