"""Words that describe a closed picture or document find no page that others may read."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection

from guides.models import GuidePage
from guides.search_projection import project_many
from tests import factories, files
from tests.search.conftest import Ask
from wiki.communities.models import CommunityPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None) -> Collection:
    """A collection that everybody may open, so far."""
    return files.collection("Rouge")


def blocks(place: Collection) -> list[Any]:
    """A picture and a document with words of their own."""
    image, document = files.picture(within=place), files.document(within=place)
    return [
        ("image", {"image": image, "alt_text": "Un hippopotame", "caption": "Au bord du fleuve"}),
        ("file", {"document": document, "title": "Le rhinocéros"}),
        ("text", "<p>Une girafe.</p>"),
    ]


WORDS = ("hippopotame", "fleuve", "rhinocéros", "girafe")


def found(ask: Ask) -> list[int]:
    """How many pages each word finds."""
    return [ask(f"q={word}").total for word in WORDS]


def test_the_index_follows_the_collection(
    ask: Ask, community: CommunityPage, place: Collection, committed: Any
) -> None:
    with committed():
        page = factories.guide(community, title="Zoo", body=blocks(place))
    assert found(ask) == [1, 1, 1, 1]
    with committed():
        restriction = files.close(place, groups=["red"])
    assert found(ask) == [0, 0, 0, 1]
    with committed():
        restriction.delete()
    assert found(ask) == [1, 1, 1, 1]
    closed = files.collection("Fermée")
    with committed():
        files.close(closed)
    with committed():
        image = page.body[0].value["image"]
        image.collection = closed
        image.save()
    assert found(ask) == [0, 0, 1, 1]


def test_a_page_as_closed_as_its_files_is_found_by_their_words(
    ask: Ask, community: CommunityPage, place: Collection, committed: Any
) -> None:
    with committed():
        factories.guide(community, title="Zoo", body=blocks(place))
        files.close(place, groups=["red"])
        factories.restrict(community, groups=["red"])
    member = factories.user("red@example.org", groups=["red"])
    assert [ask(f"q={word}", member).total for word in WORDS] == [1, 1, 1, 1]


def test_many_pages_cost_as_much_as_one(community: CommunityPage, place: Collection) -> None:
    files.close(place)
    for number in range(4):
        factories.guide(community, title=f"Zoo {number}", body=blocks(place))

    def cost(pages: list[GuidePage]) -> int:
        with CaptureQueriesContext(connection) as queries:
            texts = [str(content.sections) for content in project_many(pages)]
        assert not any("hippopotame" in text for text in texts)
        return len(queries)

    pages = list(GuidePage.objects.all())
    cost(pages)  # the addresses of sites are read once
    assert cost(pages[:1]) == cost(pages)
