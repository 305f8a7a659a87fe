"""The index follows pages that go to another community, one by one or all at once."""

from django.contrib.auth.models import AnonymousUser

from guides.merging import merge
from guides.models import GuideIndexPage
from guides.moving import move_page
from search import service
from tests import factories
from tests.search.conftest import Ask, counts, titles
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Joining, Visibility
from wiki.people.models import User


def test_a_page_that_moves_is_found_by_its_new_readers(
    community: CommunityPage, admin: User, committed, ask: Ask
) -> None:
    closed = factories.community(title="Fermée", visibility=Visibility.RESTRICTED)
    insider = factories.member(closed)
    with committed():
        page = factories.guide(community, title="Réunion mensuelle")
    assert ask("q=réunion").total == 1
    with committed():
        move_page(page, factories.index_of(closed, GuideIndexPage), by=admin, keep_tag=True)
    assert ask("q=réunion").total == 0
    found = ask("q=réunion", User.objects.get(pk=insider.pk))
    assert [hit.community for hit in found.hits] == ["Fermée"]
    assert [hit.also_in for hit in found.hits] == [("Animation",)]
    assert counts(found, "community") == {"fermee": 1, "animation": 1}


def test_a_merge_moves_entries_and_tags(
    community: CommunityPage, admin: User, committed, ask: Ask
) -> None:
    into = factories.community(title="Accueil")
    with committed():
        factories.guide(community, title="Réunion mensuelle")
        third = factories.community(title="Tierce")
        factories.guide(third, title="Réunion tierce", communities=[community])
    assert counts(ask("q=réunion"), "community") == {"animation": 2, "tierce": 1}
    with committed():
        merge(community, into, by=admin)
    assert counts(ask("q=réunion"), "community") == {"accueil": 2, "tierce": 1}
    assert "Animation" not in {hit.title for hit in ask("q=animation").hits}


def test_a_hidden_community_is_named_to_its_members_alone(
    community: CommunityPage, reader: User, committed, ask: Ask
) -> None:
    with committed():
        hidden = factories.community(
            title="Fusion Alpha", visibility=Visibility.HIDDEN, joining=Joining.INVITATION
        )
        factories.guide(community, title="Réunion", communities=[hidden])
    insider = User.objects.get(pk=factories.member(hidden).pk)
    for viewer, named in ((AnonymousUser(), False), (reader, False), (insider, True)):
        page = ask("q=réunion", viewer)
        assert titles(page) == ["Réunion"]
        assert ("fusion-alpha" in counts(page, "community")) == named
        labels = {str(value.label) for facet in page.facets for value in facet.values}
        assert ("Fusion Alpha" in labels) == named
        assert [hit.community for hit in page.hits] == ["Animation"]
        assert [hit.also_in for hit in page.hits] == [("Fusion Alpha",) if named else ()]
        offered = service.suggest("fusion", viewer)
        assert bool(offered.pages) == named
    # Nor is it found by its words, nor offered as a spelling.
    for viewer in (AnonymousUser(), reader):
        assert ask("q=alpha", viewer).total == 0
        assert ask("q=alphha", viewer).spelling == ""
