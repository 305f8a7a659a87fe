"""Results that editors chose: first, marked, for a while, and never more than one may read."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from guides.models import GuidePage
from search import service
from search.models import Pin
from search.params import SearchParams
from search.results import ResultPage
from tests import factories
from tests.search.conftest import Ask, counts, titles
from wiki.communities.models import CommunityPage
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def charter(community: CommunityPage, search_index: str, committed: Any) -> GuidePage:
    """A page that does not say « mentorat », among twelve that do."""
    with committed():
        for number in range(12):
            factories.guide(community, title=f"Mentorat {number}", summary="Le mentorat.")
        return factories.guide(community, title="Charte des binômes", summary="S’engager.")


def chosen(page: ResultPage) -> list[str]:
    return [hit.title for hit in page.hits if hit.pinned]


def test_a_chosen_page_comes_first_and_says_so(ask: Ask, charter: GuidePage, client: Client):
    assert "Charte des binômes" not in titles(ask("q=mentorat"))
    Pin.objects.create(questions="mentorat\nle tutorat", page=charter)
    for question in ("mentorat", "Mentorats ?", " MENTORAT", "le tutorat", '"mentorat"'):
        page = ask(f"q={question}")
        assert titles(page)[0] == "Charte des binômes", question
        assert chosen(page) == ["Charte des binômes"]
    html = client.get("/search/", {"q": "mentorat"}).content.decode()
    assert html.count('<strong class="badge">') == 1


def test_the_count_and_the_pages_stay_true(ask: Ask, charter: GuidePage):
    Pin.objects.create(questions="mentorat", page=charter)
    first, second = ask("q=mentorat"), ask("q=mentorat&page=2")
    assert first.total == second.total == 13
    assert counts(first, "type") == {"guide": 13}
    both = titles(first) + titles(second)
    assert len(both) == len(set(both)) == 13
    assert chosen(second) == []


def test_only_that_question(ask: Ask, charter: GuidePage):
    Pin.objects.create(questions="mentorat", page=charter)
    for question in ("q=mentorat 3", "q=réunion", "q=", "q=mentorat -charte"):
        assert chosen(ask(question)) == [], question


def test_only_by_relevance(ask: Ask, charter: GuidePage):
    Pin.objects.create(questions="mentorat", page=charter)
    page = ask("q=mentorat&sort=title")
    assert "Charte des binômes" not in titles(page)
    assert page.total == 12


def test_filters_hold(ask: Ask, charter: GuidePage):
    Pin.objects.create(questions="mentorat", page=charter)
    assert chosen(ask("q=mentorat&type=guide")) == ["Charte des binômes"]
    assert chosen(ask("q=mentorat type:guide")) == ["Charte des binômes"]
    assert chosen(ask("q=mentorat&type=case")) == []
    assert ask("q=mentorat&type=case").total == 0


def test_until_its_last_day(charter: GuidePage):
    today = timezone.localdate()
    Pin.objects.create(questions="mentorat", page=charter, ends_on=today)
    params = SearchParams.of(QueryDict("q=mentorat"))
    shown, later = (
        service.search(params, AnonymousUser(), today=today + timedelta(days=days))
        for days in (0, 1)
    )
    assert chosen(shown) == ["Charte des binômes"]
    assert chosen(later) == []


def test_as_long_as_it_is_in_use_for_the_readers_of_its_language(ask: Ask, charter: GuidePage):
    pin = Pin.objects.create(questions="mentorat", page=charter, language="fr")
    with override("en"):
        assert chosen(ask("q=mentorat")) == []
    with override("fr"):
        assert chosen(ask("q=mentorat")) == ["Charte des binômes"]
    pin.active = False
    pin.save()
    assert chosen(ask("q=mentorat")) == []


def test_several_come_in_their_order(ask: Ask, charter: GuidePage):
    other = GuidePage.objects.get(title="Mentorat 7")
    Pin.objects.create(questions="mentorat", page=charter, order=2)
    Pin.objects.create(questions="mentorat", page=other, order=1)
    page = ask("q=mentorat")
    assert titles(page)[:2] == ["Mentorat 7", "Charte des binômes"]
    assert page.total == 13


def test_a_chosen_page_is_shown_to_those_who_may_read_it(
    ask: Ask, charter: GuidePage, committed: Any, reader: User
):
    closed = factories.community(title="Direction")
    with committed():
        factories.restrict(closed, groups=["Direction"])
        secret = factories.guide(closed, title="Plan confidentiel")
    Pin.objects.create(questions="mentorat", page=secret)
    insider = factories.user("dir@example.org", groups=["Direction"])
    assert chosen(ask("q=mentorat", insider)) == ["Plan confidentiel"]
    for viewer in (None, reader):
        page = ask("q=mentorat", viewer)
        assert chosen(page) == []
        assert page.total == 12


def test_an_unpublished_page_is_not_shown(ask: Ask, charter: GuidePage, committed: Any):
    Pin.objects.create(questions="mentorat", page=charter)
    with committed():
        charter.unpublish()
    page = ask("q=mentorat")
    assert chosen(page) == []
    assert page.total == 12
    charter.delete()
    assert not Pin.objects.exists()


def test_a_question_that_finds_nothing_shows_the_chosen_page(ask: Ask, charter: GuidePage):
    Pin.objects.create(questions="zzyzx", page=charter)
    page = ask("q=zzyzx")
    assert chosen(page) == ["Charte des binômes"]
    assert titles(page) == ["Charte des binômes"]
    assert (page.total, page.near) == (1, False)
