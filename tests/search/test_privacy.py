"""Nobody learns from the search of a page that they may not read."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from wagtail.models import PageViewRestriction

from guides.models import GuidePage
from search import service
from search.models import OutboxEntry
from search.results import ResultPage
from tests import factories
from tests.search.conftest import Ask, counts, titles
from wiki.communities.audience import Viewer
from wiki.communities.models import CommunityPage
from wiki.people.models import User


@pytest.fixture
def sections(community: CommunityPage, committed) -> None:
    """A public guide, one for signed-in people, one for a group, one behind a password."""
    with committed():
        factories.guide(community, title="Réunion ouverte", tags=["ouvert"])
        signed_in = factories.community(title="Interne")
        factories.guide(signed_in, title="Réunion interne", tags=["interne"])
        factories.restrict(signed_in)
        reserved = factories.community(title="Ressources")
        factories.guide(reserved, title="Réunion réservée", tags=["secret"])
        factories.restrict(reserved, groups=["Ressources"])
        secret = factories.community(title="Mot de passe")
        factories.guide(secret, title="Réunion cachée")
        PageViewRestriction.objects.create(
            page=secret, restriction_type=PageViewRestriction.PASSWORD, password="x"
        )


def seen(ask: Ask, viewer: Viewer) -> set[str]:
    page: ResultPage = ask("q=réunion", viewer)
    assert page.total == len(page.hits)
    assert sum(counts(page, "type").values()) == page.total
    return set(titles(page))


@pytest.mark.usefixtures("sections")
def test_hits_counts_and_facets_follow_the_reader(ask: Ask, reader: User, admin: User):
    assert seen(ask, AnonymousUser()) == {"Réunion ouverte"}
    assert counts(ask("q=réunion"), "tag").keys() == {"ouvert"}
    assert counts(ask("q=réunion"), "community").keys() == {"animation"}
    assert seen(ask, reader) == {"Réunion ouverte", "Réunion interne"}
    member = factories.user("membre@example.org", groups=["Ressources"])
    assert seen(ask, member) == {"Réunion ouverte", "Réunion interne", "Réunion réservée"}
    assert seen(ask, admin) == {"Réunion ouverte", "Réunion interne", "Réunion réservée"}
    assert ask("q=réunion&tag=secret").total == 0
    assert not ask("q=cachée", admin).hits or "Réunion cachée" not in titles(ask("q=cachée", admin))


@pytest.mark.usefixtures("sections")
def test_suggestions_follow_the_reader(search_index, reader: User):
    def offered(viewer: Viewer) -> set[str]:
        return {page.title for page in service.suggest("réun", viewer).pages}

    assert offered(AnonymousUser()) == {"Réunion ouverte"}
    assert offered(reader) == {"Réunion ouverte", "Réunion interne"}


@pytest.mark.usefixtures("sections")
def test_spellings_come_only_from_what_the_reader_may_see(ask: Ask):
    page = ask("q=internne")
    assert page.spelling == ""
    assert "Réunion interne" not in titles(page)


def test_a_lagging_index_tells_nothing(community: CommunityPage, committed, ask: Ask):
    with committed():
        factories.guide(community, title="Réunion", tags=["discret"])
        factories.guide(factories.community(title="Ouvert"), title="Réunion ouverte")
    # Committed, and the task that tells the index has not run.
    factories.restrict(community)
    assert OutboxEntry.objects.exists()
    page = ask("q=réunion")
    assert (titles(page), page.total) == (["Réunion ouverte"], 1)
    assert counts(page, "community").keys() == {"ouvert"}
    assert "discret" not in counts(page, "tag")
    assert counts(page, "type") == {"guide": 1}
    assert [p.title for p in service.suggest("réunion", AnonymousUser()).pages] == [
        "Réunion ouverte"
    ]
    assert ask("q=discret").total == 0


def test_hits_are_read_again_before_display(community: CommunityPage, committed, ask: Ask):
    with committed():
        guide = factories.guide(community, title="Réunion")
    # Changed behind everybody's back, without a signal.
    GuidePage.objects.filter(pk=guide.pk).update(live=False)
    page = ask("q=réunion")
    assert (titles(page), page.total) == ([], 0)


def test_a_private_community_is_not_named_by_a_public_page(
    community: CommunityPage, committed, ask: Ask, reader: User
):
    with committed():
        closed = factories.community(title="Projet confidentiel")
        factories.guide(community, title="Réunion", communities=[closed])
        factories.restrict(closed)
    page = ask("q=réunion")
    assert counts(page, "community").keys() <= {"animation"}
    asked = ask("q=réunion&community=projet-confidentiel")
    labels = {str(v.label) for f in asked.facets for v in f.values}
    assert "Projet confidentiel" not in labels


def test_the_name_of_a_private_community_finds_no_public_page(
    community: CommunityPage, committed, ask: Ask
):
    with committed():
        closed = factories.community(title="Zanzibar")
        factories.guide(community, title="Réunion", communities=[closed])
        factories.restrict(closed)
    assert ask("q=zanzibar").total == 0
    assert ask("q=zanzibra").spelling == ""


def test_a_group_that_is_deleted_opens_nothing(community: CommunityPage, committed, ask: Ask):
    with committed():
        factories.guide(community, title="Réunion")
        factories.restrict(community, groups=["Ressources"])
    with committed():
        Group.objects.get(name="Ressources").delete()
    assert ask("q=réunion").total == 0
