"""Pages kept for visitors are as fresh and as closed as pages made anew."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from wiki.communities.models import CommunityPage
from wiki.core.changes import content_version, note_change
from wiki.core.models import ContentChange, Theme
from wiki.people.models import User

pytestmark = pytest.mark.django_db


def read(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_second_visitor_gets_the_kept_page_for_few_queries(
    community: CommunityPage, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    guide = factories.guide(community)
    first = read(Client(), guide.url)
    with django_assert_max_num_queries(6):
        assert read(Client(), guide.url) == first


def test_each_language_has_its_own(community: CommunityPage) -> None:
    guide = factories.guide(community)
    french = read(Client(), guide.url)
    english = read(Client(headers={"accept-language": "en"}), guide.url)
    assert '<html lang="fr">' in french
    assert '<html lang="en">' in english


def changes(community: CommunityPage) -> dict[str, Callable[[], Any]]:
    """Changes of a neighbour, each of which alters what the guide's own page says."""
    owner = factories.user("awa@example.org", first_name="Awa", last_name="Diallo")
    theme = Theme.objects.get()
    neighbour = factories.guide(community, title="Voisin", themes=[theme], owner=owner)
    return {
        "Voisin": neighbour.unpublish,
        "Compostage": lambda: _rename(theme),
    }


def _rename(theme: Theme) -> None:
    theme.label_fr = "Bienvenue"
    theme.save()


@pytest.mark.parametrize("word", ["Voisin", "Compostage"])
def test_a_change_elsewhere_shows_at_once(community: CommunityPage, word: str) -> None:
    theme = factories.theme("Compostage")
    guide = factories.guide(community, themes=[theme])
    acts = changes(community)
    assert word in read(Client(), guide.url)
    acts[word]()
    assert word not in read(Client(), guide.url)


def test_a_person_s_new_name_shows_at_once(community: CommunityPage) -> None:
    owner = factories.user("awa@example.org", first_name="Awa", last_name="Diallo")
    guide = factories.guide(community, owner=owner)
    assert "Diallo" in read(Client(), guide.url)
    owner.last_name = "Martin"
    owner.save()
    assert "Diallo" not in read(Client(), guide.url)


def test_a_page_that_closes_is_closed_at_once(community: CommunityPage) -> None:
    guide = factories.guide(community)
    read(Client(), guide.url)
    factories.restrict(community)
    assert Client().get(guide.url).status_code == 404


def test_a_neighbour_that_closes_is_no_longer_named(community: CommunityPage) -> None:
    theme = factories.theme("Compostage")
    other = factories.community(title="Autre")
    guide = factories.guide(community, themes=[theme])
    factories.guide(other, title="Voisin discret", themes=[theme])
    assert "Voisin discret" in read(Client(), guide.url)
    factories.restrict(other, groups=["red"])
    assert "Voisin discret" not in read(Client(), guide.url)


def test_nobody_gets_the_page_of_somebody_signed_in(community: CommunityPage, reader: User) -> None:
    guide = factories.guide(community)
    client = Client()
    client.force_login(reader)
    assert reader.display_name in read(client, guide.url)
    page = read(Client(), guide.url)
    assert reader.display_name not in page
    assert "csrfmiddlewaretoken" not in page
    assert reader.display_name in read(client, guide.url)


def test_signing_in_is_no_change_of_content(reader: User) -> None:
    before = content_version()
    assert Client().login(username=reader.email, password=factories.PASSWORD)
    assert content_version() == before


def test_old_changes_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wiki.core.changes.TIDY_EVERY", 1)
    note_change()
    ContentChange.objects.update(at="2020-01-01T00:00:00Z")
    note_change()
    assert ContentChange.objects.count() == 1


def test_the_version_costs_one_query(django_assert_num_queries: CaptureQueriesContext) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        content_version()
