"""The screens of those who run a community: who gets there, what they post, what is said."""

import pytest
from django.test import Client
from django.utils import timezone

from tests import factories
from tests.together import together
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Joining, Role, Visibility
from wiki.core.rich_text_markdown import as_markdown, as_rich_text
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(community: CommunityPage, client: Client) -> User:
    """Facilitates, and is signed in."""
    person = factories.member(community, role=Role.FACILITATOR)
    client.force_login(person)
    return person


def posted(community: CommunityPage, **changes: str) -> dict[str, str]:
    """What the settings form posts when nobody touches it, and changes."""
    community = CommunityPage.objects.get(pk=community.pk)
    texts = ("domain", "community", "practice", "charter", "rituals", "how_to_join")
    values = {name: as_markdown(getattr(community, name)) for name in texts}
    values |= {
        "summary": community.summary,
        "visibility": community.visibility,
        "joining": community.joining,
        "version": str(community.latest_revision_id),
    }
    if community.expert_step:
        values["expert_step"] = "on"
    return {**{k: v.replace("\n", "\r\n") for k, v in values.items()}, **changes}


SCREENS = ["settings", "meetings/new", "pins", "life", "merge"]


@together("screen", SCREENS)
def test_screens_are_for_those_who_run_it(
    client: Client, community: CommunityPage, reader: User, screen: str
) -> None:
    url = f"/communities/{community.slug}/{screen}/"
    assert client.get(url).headers["Location"].startswith("/account/sign-in/")
    expert = factories.member(community, role=Role.EXPERT)
    for person in (reader, expert):
        client.force_login(person)
        assert client.get(url).status_code == 403
        assert client.post(url).status_code == 403
    hidden = factories.community(
        title="Secrète", visibility=Visibility.HIDDEN, joining=Joining.INVITATION
    )
    assert client.get(f"/communities/{hidden.slug}/{screen}/").status_code == 404
    client.force_login(factories.member(community, role=Role.FACILITATOR))
    assert client.get(url).status_code == 200
    assert client.get(f"/communities/{hidden.slug}/{screen}/").status_code == 404


def test_settings_keep_what_nobody_touched(
    client: Client, community: CommunityPage, chief: User
) -> None:
    odd = '<p>Un <code>mot</code> et <a linktype="document" id="7">un fichier</a></p>'
    CommunityPage.objects.filter(pk=community.pk).update(domain=odd)
    page = CommunityPage.objects.get(pk=community.pk)
    page.save_revision()
    url = f"/communities/{community.slug}/settings/"
    values = posted(page, summary="Mieux", charter="Nous **citons**.\r\n\r\n- un\r\n- deux")
    assert client.post(url, values).headers["Location"] == url
    found = CommunityPage.objects.get(pk=community.pk)
    assert found.domain == odd
    assert found.summary == "Mieux"
    assert "<strong>citons</strong>" in found.charter
    assert found.charter.count("<li>") == 2
    assert "**citons**" in client.get(url).content.decode()


def test_another_visibility_is_asked_twice_and_nothing_is_lost(
    client: Client, community: CommunityPage, chief: User, reader: User
) -> None:
    factories.guide(community)
    url = f"/communities/{community.slug}/settings/"
    values = posted(community, visibility="restricted", charter="Ligne 1\r\n\r\nLigne 2")
    response = client.post(url, values)
    html = response.content.decode()
    assert response.status_code == 200
    assert CommunityPage.objects.get(pk=community.pk).visibility == Visibility.PUBLIC
    assert "Ligne 2" in html
    form = response.context["form"]
    kept = {name: form[name].data for name in form.fields}
    assert kept["charter"] == values["charter"]
    assert response.context["access"].lost == 1
    assert response.context["pages"] == 1
    again = client.post(url, {**values, "back": "1"})
    assert again.context["form"]["visibility"].value() == "restricted"
    assert CommunityPage.objects.get(pk=community.pk).charter == ""
    assert client.post(url, {**values, "confirmed": "1"}).status_code == 302
    found = CommunityPage.objects.get(pk=community.pk)
    assert found.visibility == Visibility.RESTRICTED
    assert found.charter.count("<p>") == 2
    assert Client().get(found.url).status_code != 200


def test_bad_settings_are_told_and_kept(
    client: Client, community: CommunityPage, chief: User
) -> None:
    url = f"/communities/{community.slug}/settings/"
    for bad in (
        {"visibility": "hidden", "joining": "open"},
        {"visibility": "nonsense"},
        {"summary": ""},
        {"summary": "x" * 301},
        {"charter": "x" * 20_001},
        {"charter": "a\x00b"},
    ):
        values = posted(community, **{"practice": "Gardé", **bad})
        response = client.post(url, {**values, "confirmed": "1"})
        assert response.status_code == 200, bad
        assert "Gardé" in response.content.decode()
    assert client.post(url, {}).status_code == 200
    assert CommunityPage.objects.get(pk=community.pk).practice == ""


def test_two_people_do_not_undo_each_other(
    client: Client, community: CommunityPage, chief: User
) -> None:
    url = f"/communities/{community.slug}/settings/"
    first, second = posted(community, summary="Un"), posted(community, summary="Deux")
    assert client.post(url, first).status_code == 302
    response = client.post(url, second)
    assert response.status_code == 200
    assert CommunityPage.objects.get(pk=community.pk).summary == "Un"
    version = response.context["form"]["version"].value()
    assert client.post(url, {**second, "version": version}).status_code == 302
    assert CommunityPage.objects.get(pk=community.pk).summary == "Deux"


def test_a_link_by_number_tells_no_address(
    client: Client, community: CommunityPage, chief: User
) -> None:
    closed = factories.community(title="Fermée", visibility=Visibility.RESTRICTED)
    secret, shown = factories.guide(closed), factories.guide(community)
    text = f"[a](page:{secret.pk}) [b](page:{shown.pk}) <script>alert(1)</script>"
    client.post(f"/communities/{community.slug}/settings/", posted(community, charter=text))
    charter = CommunityPage.objects.get(pk=community.pk).charter
    assert f'id="{shown.pk}"' in charter
    assert f'id="{secret.pk}"' not in charter
    assert "script" not in charter


@together(
    "html",
    [
        "<p>Un <b>gras</b> et <i>italique</i>.</p>",
        '<p><a linktype="page" id="3">ici</a> <a href="https://exemple.org/a_b">là</a></p>',
        "<ul><li>un</li><li>deux</li></ul><p>fin</p>",
        "<ol><li>un</li></ol>",
        "<p>3 * 4 &lt; 5_6 [x]</p>",
    ],
)
def test_rich_text_comes_back_from_markdown(html: str) -> None:
    written = as_markdown(html)
    assert as_markdown(as_rich_text(written, pages={3})) == written


def test_archived_says_so(client: Client, community: CommunityPage, chief: User) -> None:
    page = factories.guide(community)
    url = f"/communities/{community.slug}/life/"
    assert client.get(url).status_code == 200
    assert client.post(url, {"act": "archive"}).status_code == 302
    assert client.post(url, {"act": "archive"}).status_code == 302
    since = timezone.localdate().isoformat()
    assert "archiv" in Client().get(community.url).content.decode().lower()
    shown = Client().get(page.url).content.decode()
    assert "rchiv" in shown
    assert since in shown
    archived = client.get(url).content.decode()
    assert "/begin/" not in archived, "nothing is written there: its template screen refuses"
    assert client.get(f"/communities/{community.slug}/begin/").status_code == 403
    assert client.post(url, {}).status_code == 302
    assert client.post(url, {"act": "unarchive"}).status_code == 302
    assert "/begin/" in client.get(url).content.decode()
    assert not CommunityPage.objects.get(pk=community.pk).is_archived


def test_an_empty_community_is_told_of_no_page(
    client: Client, community: CommunityPage, chief: User
) -> None:
    url = f"/communities/{community.slug}/life/"
    english = {"accept-language": "en"}
    assert "It has no published page." in client.get(url, headers=english).content.decode()
    factories.guide(community)
    assert "Its 1 page stays" in client.get(url, headers=english).content.decode()
