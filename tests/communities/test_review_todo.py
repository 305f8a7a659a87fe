"""Reviews on the list of those who run a community, and where pages stand for who wrote them."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from home.reading import awaiting, drafts_of
from tests import factories
from tests.cms.reviews import act, again, signed_in, submit
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Role
from wiki.communities.standing import standing_of
from wiki.communities.todo import Todo, todo
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(community: CommunityPage) -> User:
    return factories.member(community, "autrice@example.org", first_name="Maud")


@pytest.fixture
def chief(community: CommunityPage) -> User:
    return factories.member(community, role=Role.FACILITATOR, first_name="Idriss")


def anew(person: User) -> User:
    """The same person, of whom nothing is remembered."""
    return User.objects.get(pk=person.pk)


def to_do(person: User, *communities: CommunityPage) -> list[Todo]:
    return [
        item for item in todo(communities, person, standing_of(person)) if "/cms/pages/" in item.url
    ]


def test_a_review_waits_on_the_list_with_its_age(
    community: CommunityPage, author: User, chief: User
) -> None:
    other = factories.community(title="Autre")
    theirs = factories.member(other, "chef@example.org", role=Role.FACILITATOR)
    page = submit(community, author)
    (item,) = to_do(chief, community, other)
    assert (item.text, item.community_id, item.language) == ("Un guide", community.pk, "fr")
    assert item.since is not None
    assert timezone.now() >= item.since
    assert to_do(theirs, community, other) == []
    assert to_do(author, community, other) == []
    act(signed_in(chief), page, "take")
    assert "Idriss" in to_do(chief, community)[0].note
    listed = signed_in(chief).get(reverse("communities:todo"))
    assert "Idriss" in BeautifulSoup(listed.content, "html.parser").select_one("main .rows").text
    act(signed_in(chief), page, "approve")
    assert to_do(chief, community) == []


def test_the_list_does_not_cost_more_with_more_pages(
    community: CommunityPage, author: User, chief: User
) -> None:
    counts = []
    for rank in range(4):
        submit(community, author, slug=f"guide-{rank}", title=f"Guide {rank}")
        with CaptureQueriesContext(connection) as seen:
            to_do(chief, community)
        counts.append(len(seen))
    assert len(set(counts)) == 1
    assert len(to_do(chief, community)) == 4


def my_pages(person: User) -> BeautifulSoup:
    response = signed_in(person).get(reverse("my_pages"))
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def stages(person: User) -> list[str]:
    return [str(node["aria-labelledby"]) for node in my_pages(person).select("main section")]


def test_the_author_reads_where_the_page_stands(
    community: CommunityPage, author: User, chief: User
) -> None:
    assert my_pages(author).select_one(".empty")
    page = submit(community, author)
    assert stages(author) == ["stage-review"]
    assert "Idriss" in my_pages(author).select_one("#content").text
    act(signed_in(chief), page, "reject", comment="Ajouter un exemple")
    assert stages(author) == ["stage-changes"]
    assert "Ajouter un exemple" in my_pages(author).blockquote.text
    again(page).current_workflow_state.cancel(user=author)
    assert stages(author) == ["stage-draft"]
    again(page).get_latest_revision().publish(user=chief)
    assert stages(author) == ["stage-published"]
    assert stages(chief) == []


def test_steps_are_counted_without_those_left_out(
    community: CommunityPage, author: User, chief: User
) -> None:
    factories.member(community, role=Role.EXPERT)
    page = submit(community, author)
    (row,) = drafts_of(author)
    assert row.progress is not None
    assert (row.progress.step, row.progress.steps) == (1, 1)
    again(page).current_workflow_state.cancel(user=author)
    CommunityPage.objects.filter(pk=community.pk).update(expert_step=True)
    again(page).get_workflow().start(again(page), author)
    act(signed_in(chief), page, "approve")
    (row,) = drafts_of(author)
    assert row.progress is not None
    assert (row.progress.step, row.progress.steps) == (2, 2)


def test_a_co_author_follows_the_page_too(
    community: CommunityPage, author: User, chief: User
) -> None:
    second = factories.member(community, "coautrice@example.org")
    page = submit(community, author)
    page.co_authors.add(second)
    page.save()
    row = my_pages(second).select_one("main li")
    assert "Un guide" in row.text
    assert row.a is None  # neither readers nor this person open a draft


def test_who_left_a_closed_community_sees_its_drafts_no_more(home: object) -> None:
    closed = factories.community(title="Fermée", visibility="restricted")
    author = factories.member(closed, "autrice@example.org")
    chief = factories.member(closed, role=Role.FACILITATOR)
    submit(closed, author)
    assert len(awaiting(User.objects.get(pk=chief.pk))) == 1
    Membership.objects.filter(person=author).first().delete()
    author = User.objects.get(pk=author.pk)
    assert stages(author) == []
    assert drafts_of(author) == []


def test_a_part_that_closed_leaves_the_desk_of_those_who_do_not_work_on_it(
    community: CommunityPage, author: User, chief: User
) -> None:
    """The home page names what one changed last as the CMS does; what waits, to readers alone."""
    page = submit(community, author)
    corrected = submit(community, chief, title="Un guide corrigé", slug="corrige")
    factories.restrict(page.get_parent(), groups=["red"])
    assert (stages(author), drafts_of(anew(author))) == ([], [])
    (mine,) = drafts_of(anew(chief))
    assert mine.title == corrected.title
    assert (awaiting(anew(chief)), to_do(anew(chief), community)) == ([], [])


def test_my_pages_are_for_people_who_signed_in(client: Client, home: object) -> None:
    assert client.get(reverse("my_pages")).status_code == 302


def test_my_pages_do_not_cost_more_with_more_of_them(
    community: CommunityPage, author: User, chief: User
) -> None:
    client = signed_in(author)
    counts = []
    for rank in range(4):
        submit(community, author, slug=f"guide-{rank}", title=f"Guide {rank}")
        client.get(reverse("my_pages"))
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("my_pages"))
        counts.append(len(seen))
    assert counts[3] == counts[1]


def test_the_desk_names_who_has_taken_a_review(
    community: CommunityPage, author: User, chief: User
) -> None:
    page = submit(community, author)
    act(signed_in(chief), page, "take")
    html = signed_in(chief).get("/").content.decode()
    assert "Idriss" in BeautifulSoup(html, "html.parser").select_one(".desk .rows").text
    html = signed_in(author).get("/").content.decode()
    assert "Idriss" in BeautifulSoup(html, "html.parser").select_one(".desk .rows").text
