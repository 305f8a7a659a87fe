"""Links, words and numbers that could tell of pages which the reader may not read."""

import pytest
from django.test import Client

from tests import factories
from tests.together import together
from wiki.communities.models import CommunityPage
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed() -> CommunityPage:
    section = factories.community(title="Fermée")
    factories.restrict(section, groups=["red"])
    return section


def test_a_link_to_a_closed_page_does_not_say_its_address(
    client: Client, community: CommunityPage, closed: CommunityPage
) -> None:
    secret = factories.guide(closed, title="Plan discret")
    link = f'<p>Voir <a linktype="page" id="{secret.pk}">la suite</a>.</p>'
    guide = factories.guide(
        community,
        body=[("text", link), ("markdown", f"[la fin](page:{secret.pk})")],
        see_also=[("page", {"page": secret, "why": ""})],
    )
    html = client.get(guide.url).content.decode()
    assert "plan-discret" not in html
    assert "Plan discret" not in html
    assert html.count(f'href="/go/{secret.pk}/"') == 3


def test_the_discreet_address_leads_on_those_who_may_read(
    client: Client, closed: CommunityPage, reader: User
) -> None:
    secret = factories.guide(closed, title="Plan discret")
    refused = client.get(f"/go/{secret.pk}/")
    assert refused.status_code == 404
    assert "plan-discret" not in refused.content.decode()
    client.force_login(reader)
    assert client.get(f"/go/{secret.pk}/").status_code == 404
    client.force_login(factories.user("red@example.org", groups=["red"]))
    assert client.get(f"/go/{secret.pk}/").headers["Location"] == secret.url


def test_a_link_becomes_discreet_when_its_page_closes(
    client: Client, community: CommunityPage
) -> None:
    other = factories.community(title="Autre")
    target = factories.guide(other, title="Plan ouvert")
    guide = factories.guide(community, body=[("markdown", f"[la fin](page:{target.pk})")])
    assert target.url in client.get(guide.url).content.decode()
    factories.restrict(other)
    assert target.url not in client.get(guide.url).content.decode()


def test_a_tag_that_only_closed_pages_carry_is_unknown(
    client: Client, closed: CommunityPage
) -> None:
    factories.guide(closed, tags=["confidentiel"])
    assert client.get("/tags/confidentiel/").status_code == 404
    client.force_login(factories.user("red@example.org", groups=["red"]))
    assert client.get("/tags/confidentiel/").status_code == 200


def test_an_exported_page_does_not_say_the_address_of_a_closed_one(
    client: Client, community: CommunityPage, closed: CommunityPage
) -> None:
    secret = factories.guide(closed, title="Plan discret")
    link = f'<p>Voir <a linktype="page" id="{secret.pk}">la suite</a>.</p>'
    guide = factories.guide(community, body=[("text", link)])
    text = client.get(f"/export/{guide.pk}.md").content.decode()
    assert "plan-discret" not in text
    assert f"/go/{secret.pk}/" in text
    secret.unpublish()
    assert "plan-discret" not in client.get(f"/export/{guide.pk}.md").content.decode()


@together("number", ["9" * 18, "9" * 30, "0"])
@together("address", ["/export/{}.md", "/go/{}/"])
def test_numbers_of_no_page_are_not_found(client: Client, address: str, number: str) -> None:
    assert client.get(address.format(number), follow=True).status_code in {200, 404}
    assert client.get(address.format("x")).status_code == 404
