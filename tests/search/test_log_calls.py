"""Questions asked in vain, beside the keywords of the page that one writes."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from guides.models import GuideIndexPage
from search.models import LoggedSearch
from tests import factories
from wiki.communities.models import CommunityPage
from wiki.people.models import User


def missed(words: str, times: int, *, days_ago: int = 0, language: str = "fr") -> None:
    day = timezone.localdate() - timedelta(days=days_ago)
    LoggedSearch.objects.create(
        words=words, shown=words, day=day, language=language,
        results=0, times=times, unanswered=times, summed=True,
    )  # fmt: skip


def shown(client: Client, address: str) -> list[str]:
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return [str(item.contents[0]).strip() for item in page.select("ul.recueil-asked > li")]


@pytest.fixture
def writing(client: Client, contributor: User, community: CommunityPage) -> str:
    """Address of the form of a new guide, for a contributor."""
    client.force_login(contributor)
    index = factories.index_of(community, GuideIndexPage)
    return f"/cms/pages/add/guides/guidepage/{index.pk}/"


def test_what_was_asked_in_vain_stands_beside_the_keywords(client: Client, writing: str) -> None:
    assert shown(client, writing) == []
    missed("mentorat croisé", 3)
    missed("tutorat", 8)
    missed("deux fois", 2)
    missed("english", 9, language="en")
    missed("autrefois", 9, days_ago=92)
    assert shown(client, writing) == ["tutorat", "mentorat croisé"]


def test_what_is_akin_to_the_title_comes_first(
    client: Client, writing: str, community: CommunityPage
) -> None:
    guide = factories.guide(community, title="Réussir le mentorat")
    for number in range(7):
        missed(f"autre {number}", 9)
    missed("mentorat croisé", 3)
    edit = f"/cms/pages/{guide.pk}/edit/"
    assert shown(client, edit)[0] == "mentorat croisé"
    assert len(shown(client, edit)) == 6


def test_what_the_page_says_already_is_not_asked_for(
    client: Client, writing: str, community: CommunityPage
) -> None:
    guide = factories.guide(community, keywords="Tutorat\nbinôme")
    missed("tutorat", 8)
    missed("mentorat croisé", 3)
    assert shown(client, f"/cms/pages/{guide.pk}/edit/") == ["mentorat croisé"]
    assert shown(client, writing) == ["tutorat", "mentorat croisé"]


def test_a_hidden_title_is_not_among_them(client: Client, writing: str) -> None:
    closed = factories.community(title="Ressources")
    factories.restrict(closed, groups=["Ressources"])
    factories.guide(closed, title="Plan secret")
    missed("plan secret", 5)
    missed("tutorat", 5)
    assert shown(client, writing) == ["tutorat"]


def test_saving_a_page_asks_the_log_nothing(
    client: Client, community: CommunityPage, moderator: User, monkeypatch: Any
) -> None:
    from wiki.core import form_notes

    asked: list[Any] = []
    monkeypatch.setitem(form_notes._notes, "keywords", [lambda *args: asked.append(args) or ""])
    guide = factories.guide(community)
    client.force_login(moderator)
    client.get(f"/cms/pages/{guide.pk}/edit/")
    assert len(asked) == 1
    assert asked[0][0].pk == guide.pk
