"""« Add keywords to a page » from the report: who may, what is written, what readers find."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser, Permission
from django.http import QueryDict
from django.test import Client

from guides.models import GuidePage
from search import service
from search.params import SearchParams
from tests import factories
from wiki.communities.models import CommunityPage
from wiki.people.models import User

ADDRESS = "/cms/search/keywords/"


@pytest.fixture(autouse=True)
def _one_engine(settings: Any, tmp_path: Any, db: None) -> None:
    """Which engine holds the index is nothing to the form."""
    settings.SEARCH_ENGINE = "embedded"
    settings.SEARCH_INDEX_DIR = tmp_path / "search-index"
    service.rebuild()


@pytest.fixture
def guide(
    community: CommunityPage, django_capture_on_commit_callbacks: Callable[..., Any]
) -> GuidePage:
    with django_capture_on_commit_callbacks(execute=True):
        return factories.guide(community, title="Animer une réunion", keywords="brise-glace")


def choices(client: Client, query: dict[str, str]) -> list[str]:
    """The pages offered."""
    page = BeautifulSoup(client.get(ADDRESS, query).content, "html.parser")
    return [radio.find_parent("label").get_text(" ", strip=True)
            for radio in page.select("input[type=radio][name=page]")]  # fmt: skip


def add(client: Client, page: GuidePage, keywords: str, find: str = "réunion") -> Any:
    return client.post(
        f"{ADDRESS}?words=huddle&find={find}", {"page": page.pk, "keywords": keywords}, follow=True
    )


def found(text: str) -> list[str]:
    params = SearchParams.of(QueryDict(f"q={text}"))
    page = service.search(params, AnonymousUser())
    return [] if page.near else [hit.title for hit in page.hits]


def test_the_words_lead_to_the_page_at_once(
    client: Client,
    moderator: User,
    guide: GuidePage,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    client.force_login(moderator)
    assert found("huddle") == []
    with django_capture_on_commit_callbacks(execute=True):
        answer = add(client, guide, "huddle\nHuddle\n  BRISE-GLACE \npoint d’équipe")
    guide.refresh_from_db()
    assert guide.keyword_list == ["brise-glace", "huddle", "point d’équipe"]
    assert guide.latest_revision.user == moderator
    assert not guide.has_unpublished_changes
    assert "Animer une réunion" in answer.content.decode()
    assert found("huddle") == ["Animer une réunion"]


def test_a_contributor_proposes(client: Client, contributor: User, guide: GuidePage) -> None:
    client.force_login(contributor)
    answer = add(client, guide, "huddle")
    assert answer.redirect_chain[-1][0] == f"/cms/pages/{guide.pk}/edit/"
    guide.refresh_from_db()
    assert guide.keyword_list == ["brise-glace"]
    draft = guide.get_latest_revision_as_object()
    assert draft.keyword_list == ["brise-glace", "huddle"]


def test_a_draft_in_progress_is_not_published_by_it(
    client: Client, moderator: User, guide: GuidePage
) -> None:
    guide.title = "Titre en travaux"
    guide.save_revision()
    client.force_login(moderator)
    add(client, guide, "huddle")
    guide.refresh_from_db()
    assert (guide.title, guide.keyword_list) == ("Animer une réunion", ["brise-glace"])
    draft = guide.get_latest_revision_as_object()
    assert (draft.title, draft.keyword_list) == ("Titre en travaux", ["brise-glace", "huddle"])


def test_words_that_are_there_make_no_revision(
    client: Client, moderator: User, guide: GuidePage
) -> None:
    client.force_login(moderator)
    before = guide.latest_revision_id
    answer = add(client, guide, "Brise-Glace")
    guide.refresh_from_db()
    assert guide.latest_revision_id == before
    assert answer.status_code == 200


def test_only_pages_that_one_may_change_are_offered(
    client: Client, moderator: User, guide: GuidePage, community: CommunityPage
) -> None:
    client.force_login(moderator)
    assert choices(client, {"words": "huddle"}) == []
    offered = choices(client, {"words": "huddle", "find": "réunion"})
    assert [label.split(" · ")[0] for label in offered] == ["Animer une réunion"]
    assert choices(client, {"words": "réunoin"})  # near matches are a help here
    guide.locked, guide.locked_by = True, factories.user("autre@example.org")
    guide.save()
    assert choices(client, {"words": "réunion"}) == []
    assert choices(client, {"words": community.title}) == []  # a page without keywords


def test_a_page_that_one_may_not_change_stays_as_it_is(
    client: Client, guide: GuidePage, reader: User
) -> None:
    reader.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(reader)
    assert choices(client, {"words": "réunion"}) == []
    add(client, guide, "huddle")
    guide.refresh_from_db()
    assert guide.get_latest_revision_as_object().keyword_list == ["brise-glace"]


def test_titles_of_closed_pages_are_not_offered(
    client: Client, moderator: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        closed = factories.community(title="Ressources")
        factories.guide(closed, title="Réunion réservée")
        factories.restrict(closed, groups=["Ressources"])
    client.force_login(moderator)
    html = client.get(ADDRESS, {"words": "réunion réservée"}).content.decode()
    assert "Réunion réservée" not in html


def test_the_form_asks_for_the_cms(client: Client, reader: User) -> None:
    assert client.get(ADDRESS).status_code == 302
    client.force_login(reader)
    assert client.get(ADDRESS).status_code in {302, 403}


@pytest.mark.parametrize("query", [{}, {"words": "\x00"}, {"words": "x" * 5000}, {"find": "-"}])
def test_any_address_of_the_form_is_an_answer(
    client: Client, admin: User, query: dict[str, str]
) -> None:
    client.force_login(admin)
    assert client.get(ADDRESS, query).status_code == 200


def test_without_an_index_the_form_says_so(
    client: Client, admin: User, settings: Any, tmp_path: Any
) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "nowhere"
    client.force_login(admin)
    answer = client.get(ADDRESS, {"words": "réunion"})
    assert answer.status_code == 200
    assert "messages" in answer.content.decode()
