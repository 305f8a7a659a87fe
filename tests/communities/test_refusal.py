"""A page that one may not read answers exactly like one that does not exist."""

import re

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from guides.models import GuideIndexPage
from home.models import HomePage
from tests import factories
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Joining, Visibility
from wiki.people.models import User

pytestmark = pytest.mark.django_db


def answer(client: Client, url: str) -> tuple[int, str, str]:
    """Status, where it leads and what it says, without the address and the token."""
    response = client.get(url)
    said = response.content.decode()
    for form in (url, url.replace("/", "%2F")):
        # The address of the door holds the community's own.
        said = re.sub(rf"(?<!/communities){re.escape(form)}", "ADDRESS", said)
    said = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", said)
    return (
        response.status_code,
        response.headers.get("Location", "")
        .replace(url.replace("/", "%2F"), "ADDRESS")
        .replace(url, "ADDRESS"),
        said,
    )


@pytest.fixture
def hidden() -> CommunityPage:
    return factories.community(
        title="Projet discret", visibility=Visibility.HIDDEN, joining=Joining.INVITATION
    )


@pytest.fixture
def restricted() -> CommunityPage:
    return factories.community(title="Achats", visibility=Visibility.RESTRICTED)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_closed_page_and_a_missing_one_are_the_same(
    hidden: CommunityPage, community: CommunityPage, reader: User
) -> None:
    guide = factories.guide(hidden)
    single = factories.guide(community, title="Seule")
    factories.restrict(single, groups=["red"])
    for client in (Client(), signed_in(reader)):
        for url in (hidden.url, guide.url, single.url):
            here = answer(client, url)
            assert here == answer(client, "/nothing-at-all/of-this/")
            assert here[0] == 404
    visitor = Client().get(guide.url).content.decode()
    assert f"/account/sign-in/?next={guide.url.replace('/', '%2F')}" in visitor
    assert "/account/sign-in/" not in signed_in(reader).get(guide.url).content.decode()


def test_who_may_read_reads(hidden: CommunityPage) -> None:
    guide = factories.guide(hidden)
    assert signed_in(factories.member(hidden)).get(guide.url).status_code == 200


def test_a_draft_is_like_a_missing_page(community: CommunityPage, reader: User) -> None:
    guide = factories.guide(community)
    guide.unpublish()
    assert answer(signed_in(reader), guide.url) == answer(signed_in(reader), "/nothing/")


def test_below_a_known_community_every_address_shows_its_door(
    restricted: CommunityPage, reader: User
) -> None:
    guide = factories.guide(restricted, title="Plan")
    client = signed_in(reader)
    answers = {
        answer(client, url)
        for url in (restricted.url, guide.url, f"{restricted.url}guides/rien/", guide.url + "x/")
    }
    assert len(answers) == 1
    status, _location, said = answers.pop()
    assert status == 403
    assert "Achats" in said
    assert "Plan" not in said
    # A visitor may not even know of the community.
    assert answer(Client(), restricted.url) == answer(Client(), "/nothing/")
    # A member learns which address is wrong.
    inside = signed_in(factories.member(restricted))
    assert inside.get(f"{restricted.url}guides/rien/").status_code == 404


def test_the_door_says_nothing_of_closed_pages(
    hidden: CommunityPage, restricted: CommunityPage, reader: User
) -> None:
    secret = factories.guide(hidden, title="Plan discret")
    restricted.how_to_join = f'<p><a linktype="page" id="{secret.pk}">Écrivez-nous</a></p>'
    restricted.save_revision().publish()
    said = signed_in(reader).get(restricted.url).content.decode()
    assert "plan-discret" not in said
    assert f'href="/go/{secret.pk}/"' in said


def test_a_community_closed_further_by_the_tree_has_no_door(
    restricted: CommunityPage, reader: User
) -> None:
    factories.restrict(restricted, groups=["red"])
    assert answer(signed_in(reader), restricted.url) == answer(signed_in(reader), "/nothing/")


def test_an_internal_site_leads_visitors_to_sign_in(home: HomePage, reader: User) -> None:
    section = factories.community()
    factories.restrict(home)
    for url in ("/", section.url, "/nothing/", "/browse/", "/search/?q=x", "/go/1/", "/a.b"):
        response = Client().get(url)
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/account/sign-in/?next=/"), url
    for url in ("/account/sign-in/", "/about/", "/robots.txt", "/healthz"):
        assert Client().get(url).status_code == 200
    assert signed_in(reader).get(section.url).status_code == 200
    assert signed_in(reader).get("/nothing/").status_code == 404


def test_a_redirect_to_a_closed_page_leads_nowhere(
    hidden: CommunityPage, community: CommunityPage, reader: User
) -> None:
    closed, open_ = factories.guide(hidden, title="Plan discret"), factories.guide(community)
    Redirect.objects.create(old_path="/ancien", redirect_page=closed)
    Redirect.objects.create(old_path="/vieux", redirect_page=open_)
    for client in (Client(), signed_in(reader)):
        assert answer(client, "/ancien/") == answer(client, "/nothing/")
        assert client.get("/vieux/").headers["Location"].endswith(open_.url)
    inside = signed_in(factories.member(hidden))
    assert inside.get("/ancien/").headers["Location"].endswith(closed.url)


def test_an_alias_of_a_page_in_a_closed_section_is_closed_too(
    hidden: CommunityPage, community: CommunityPage, reader: User
) -> None:
    source = factories.guide(hidden, title="Plan discret")
    place = factories.index_of(community, GuideIndexPage)
    alias = source.create_alias(parent=Page.objects.get(pk=place.pk), update_slug="copie")
    for client in (Client(), signed_in(reader)):
        assert answer(client, alias.url) == answer(client, "/nothing/")
        sitemap = client.get("/sitemap.xml").content.decode()
        assert place.url in sitemap
        assert alias.url not in sitemap
    assert signed_in(factories.member(hidden)).get(alias.url).status_code == 200


def test_a_shared_password_tells_of_no_page(community: CommunityPage, admin: User) -> None:
    guide = factories.guide(community)
    restriction = PageViewRestriction.objects.create(
        page=guide, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    for client in (Client(), signed_in(admin)):
        assert answer(client, guide.url) == answer(client, "/nothing/")
        form = f"/_util/authenticate_with_password/{restriction.pk}/{guide.pk}/"
        assert answer(client, form) == answer(client, "/nothing/")


def test_a_community_s_own_words_link_discreetly(
    hidden: CommunityPage, community: CommunityPage
) -> None:
    secret = factories.guide(hidden, title="Plan discret")
    known = factories.guide(community, title="Plan ouvert")
    community.domain = "".join(
        f'<p><a linktype="page" id="{page.pk}">Voir</a></p>' for page in (secret, known)
    )
    community.save_revision().publish()
    said = Client().get(community.url).content.decode()
    assert "plan-discret" not in said
    assert f'href="{known.url}"' in said
