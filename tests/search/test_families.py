"""Languages of one page share a family in the index, whatever happens to them."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guides.models import GuideIndexPage, GuidePage
from guides.search_projection import project_many
from search.engines import engine
from search.projection import Projection
from tests import factories
from tests.search.conftest import Ask
from wiki.communities.models import CommunityPage

Committed = Callable[[], AbstractContextManager[list]]


@pytest.fixture
def pair(community: CommunityPage, committed: Committed) -> tuple[GuidePage, GuidePage]:
    """A French page, published first, and its translation."""
    with committed():
        original = factories.guide(community, title="Accueillir")
    with committed():
        translation = factories.guide(
            community, title="Welcoming", language="en", translation_of=original
        )
    return original, translation


def family(page: GuidePage) -> int:
    """What the database says now."""
    return GuidePage.objects.get(pk=page.pk).search_content().family


def in_step(*pages: GuidePage) -> bool:
    """Whether the index holds of these pages what the database would write now."""
    ids = frozenset(page.pk for page in pages)
    return not Projection().changes(ids).needed(engine().states(ids)).write


def test_a_page_alone_has_no_family(community: CommunityPage) -> None:
    assert family(factories.guide(community)) == 0


def test_languages_share_the_number_of_the_original(pair: tuple[GuidePage, GuidePage]) -> None:
    original, translation = pair
    assert family(original) == family(translation) == original.pk
    assert in_step(original, translation)


def test_a_second_translation_joins(
    pair: tuple[GuidePage, GuidePage], community: CommunityPage, committed: Committed
) -> None:
    original, translation = pair
    with committed():
        original.unpublish()
    assert family(translation) == 0, "nobody reads the original"
    assert in_step(translation)
    with committed():
        other = factories.guide(community, title="Hello", language="en", translation_of=original)
    assert family(translation) == family(other) == original.pk
    assert in_step(translation, other)


@pytest.mark.parametrize("act", ["unpublish", "delete"])
@pytest.mark.parametrize("leaves", [0, 1])
def test_whoever_stays_stands_alone(
    pair: tuple[GuidePage, GuidePage], committed: Committed, act: str, leaves: int
) -> None:
    with committed():
        getattr(GuidePage.objects.get(pk=pair[leaves].pk), act)()
    assert family(pair[1 - leaves]) == 0
    assert in_step(pair[1 - leaves])


def test_a_translation_changes_families(
    pair: tuple[GuidePage, GuidePage], community: CommunityPage, committed: Committed
) -> None:
    original, translation = pair
    with committed():
        other = factories.guide(community, title="Dire bonjour")
    with committed():
        translation.translation_of = other
        translation.save_revision().publish()
    assert (family(original), family(other), family(translation)) == (0, other.pk, other.pk)
    assert in_step(original, other, translation)


def test_a_draft_changes_nothing(pair: tuple[GuidePage, GuidePage], committed: Committed) -> None:
    original, translation = pair
    with committed():
        translation.translation_of = None
        translation.save_revision()
    assert family(original) == family(translation) == original.pk
    assert in_step(original, translation)


def test_deleting_the_section_of_a_translation_frees_the_original(
    pair: tuple[GuidePage, GuidePage], committed: Committed
) -> None:
    with committed():
        other = factories.community(title="Ailleurs")
        translation = GuidePage.objects.get(pk=pair[1].pk)
        translation.move(factories.index_of(other, GuideIndexPage), pos="last-child")
    with committed():
        other.get_parent().get_children().get(pk=other.pk).delete()
    assert family(pair[0]) == 0
    assert in_step(pair[0])


def test_an_alias_is_no_language(pair: tuple[GuidePage, GuidePage], committed: Committed) -> None:
    with committed():
        other = factories.community(title="Ailleurs")
        index = factories.index_of(other, GuideIndexPage)
        aliases = [page.create_alias(parent=index) for page in pair]
    assert [family(alias) for alias in aliases] == [0, 0]
    with committed():
        GuidePage.objects.get(pk=pair[1].pk).unpublish()
    assert family(pair[0]) == 0
    assert in_step(pair[0])


def test_families_of_many_pages_cost_as_much_as_of_few(
    pair: tuple[GuidePage, GuidePage], community: CommunityPage
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            list(project_many(list(GuidePage.objects.order_by("pk"))))
        return len(captured)

    few = cost()
    for number in range(4):
        page = factories.guide(community, title=f"Guide {number}")
        factories.guide(community, title=f"G {number}", language="en", translation_of=page)
    assert cost() == few


def test_each_result_tells_its_own_language(pair: tuple[GuidePage, GuidePage], ask: Ask) -> None:
    assert {(hit.title, hit.language) for hit in ask("q=welcoming").hits} == {("Welcoming", "en")}
    assert ("Accueillir", "fr") in {(hit.title, hit.language) for hit in ask("q=accueillir").hits}
