"""Who is meant by an @, who is offered, and how a comment looks."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests import factories
from tests.together import together
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Joining, Role, Visibility
from wiki.feedback import services
from wiki.feedback.errors import HiddenCommunityNamed
from wiki.feedback.mentions import resolve
from wiki.feedback.names import typed_names
from wiki.feedback.personal_data import collect, erase
from wiki.feedback.rendering import comment_html
from wiki.people.models import User

pytestmark = pytest.mark.django_db


def person(first: str, last: str, **fields: Any) -> User:
    email = f"{first}.{last}@example.org".replace(" ", "-").lower()
    return factories.user(email, first_name=first, last_name=last, **fields)


def test_names_begin_with_an_at_of_their_own() -> None:
    text = "Écrire à awa@example.org, à @Awa Diallo. Voir https://x.org/@compte et (@animation)"
    readings = [each.readings for each in typed_names(text)]
    assert readings[0][0] == "@Awa Diallo"
    assert readings[1] == ("@animation",)
    assert len(readings) == 2


def test_a_person_is_meant_whatever_the_accents(community: CommunityPage, reader: User) -> None:
    helene = person("Hélène", "Lefèvre")
    page = factories.guide(community)
    found = resolve("Merci @helene LEFEVRE, et bravo", page=page, writer=reader)
    assert found.named == ({"text": "@helene LEFEVRE", "person": helene.pk},)
    assert found.hints == ()
    assert resolve("Merci @Personne Connue", page=page, writer=reader).named == ()


@together(
    ("text", "told"),
    [
        ("Merci @Personne Inconnue de ton aide", ["@Personne Inconnue"]),
        ("Vu sur @compte et @Zoé Martin, @compte encore", ["@compte", "@Zoé Martin"]),
        ("Écrire à awa@example.org", []),
    ],
)
def test_the_writer_hears_that_nobody_has_the_name(
    community: CommunityPage, reader: User, text: str, told: list[str]
) -> None:
    found = resolve(text, page=factories.guide(community), writer=reader)
    assert found.named == ()
    assert len(found.hints) == bool(told)
    for hint in found.hints:
        assert hint.endswith(f": {', '.join(told)}.")


def test_a_thousand_unknown_names_make_one_short_sentence(
    community: CommunityPage, reader: User
) -> None:
    text = " ".join(f"@Inconnu{number}," for number in range(1_000))
    (hint,) = resolve(text, page=factories.guide(community), writer=reader).hints
    assert hint.count("@") == 10


def test_two_of_one_name_are_left_as_words(community: CommunityPage, reader: User) -> None:
    for email in ("a@example.org", "b@example.org"):
        factories.user(email, first_name="Awa", last_name="Diallo")
    page = factories.guide(community)
    found = resolve("@Awa Diallo", page=page, writer=reader)
    assert found.named == ()
    assert len(found.hints) == 1


def test_who_may_not_read_is_neither_told_nor_offered(home: object) -> None:
    closed = factories.community(title="Fermée", visibility=Visibility.RESTRICTED)
    writer, awa = factories.member(closed), person("Awa", "Diallo")
    inside = factories.member(closed, "b@example.org", first_name="Awa", last_name="Ba")
    page = factories.guide(closed)
    written = services.write(page, writer, text="@Awa Diallo et @Awa Ba")
    assert [row["person"] for row in written.comment.named] == [inside.pk]
    assert "@Awa Diallo" in written.hints[0]
    client = Client()
    client.force_login(writer)
    offered = client.get(f"/comments/on/{page.pk}/people/?q=awa").content.decode()
    assert "Ba" in offered
    assert "Diallo" not in offered
    assert awa.is_active


def test_a_community_is_meant_by_its_address(community: CommunityPage, reader: User) -> None:
    page = factories.guide(community)
    found = resolve("À voir, @Animation !", page=page, writer=reader)
    assert found.named == ({"text": "@Animation", "community": community.pk},)


def test_a_hidden_community_is_not_named_elsewhere(community: CommunityPage, reader: User) -> None:
    hidden = factories.community(
        title="Secrète", visibility=Visibility.HIDDEN, joining=Joining.INVITATION
    )
    member = factories.member(hidden)
    page = factories.guide(community)
    # Somebody who does not know of it writes a word like any other.
    assert resolve("@secrete", page=page, writer=reader).named == ()
    unknown = resolve("@secreta", page=page, writer=reader).hints[0]
    assert resolve("@secrete", page=page, writer=reader).hints == (
        unknown.replace("secreta", "secrete"),
    ), "it is as unknown as any word"
    with pytest.raises(HiddenCommunityNamed):
        resolve("@secrete", page=page, writer=member)
    inside = factories.guide(hidden)
    assert resolve("@secrete", page=inside, writer=member).named
    client = Client()
    client.force_login(member)
    assert b"secrete" not in client.get(f"/comments/on/{page.pk}/people/?q=secr").content
    assert b"secrete" in client.get(f"/comments/on/{inside.pk}/people/?q=secr").content


def test_communities_are_not_called_all_day_long(
    community: CommunityPage, reader: User, settings: Any
) -> None:
    page = factories.guide(community)
    for _each in range(3):
        services.write(page, reader, text="Hé @animation")
    written = services.write(page, reader, text="Hé @animation")
    assert written.comment.named == []
    assert "@animation" in written.hints[0]


def test_names_are_offered_for_few_queries(
    community: CommunityPage, reader: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        person("Awa", f"Numéro{number}")
    page = factories.guide(community)
    client = Client()
    client.force_login(reader)
    client.get(page.url)
    with django_assert_max_num_queries(15):
        answer = client.get(f"/comments/on/{page.pk}/people/?q=awa nu")
    rows = BeautifulSoup(answer.content, "html.parser").select("[role=option]")
    assert len(rows) == 6
    assert rows[0]["data-name"] == "Awa Numéro0"


@together(
    ("text", "html"),
    [
        ("a < b\n\nc & d", "<p>a &lt; b</p><p>c &amp; d</p>"),
        ("un\ndeux", "<p>un<br>deux</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
        ("@Awa Diallo !", "<p><b>@Awa Diallo</b>\u00a0!</p>"),
        ("http://[oups", "<p>http://[oups</p>"),
    ],
)
def test_plain_text_as_html(text: str, html: str) -> None:
    assert comment_html(text, ["@Awa Diallo"]) == html


@together(
    ("text", "address", "shown"),
    [
        ("Voir https://www.example.org/a?b=1&c=2.", "https://www.example.org/a?b=1&c=2",
         "example.org/a?b=1&c=2"),
        ("(https://example.org/a_(b))", "https://example.org/a_(b)", "example.org/a_(b)"),
        ("https://recueil.example@evil.example/", "https://recueil.example@evil.example/",
         "evil.example"),
        ('https://example.org/"onclick=x', "https://example.org/", "example.org"),
    ],
)  # fmt: skip
def test_links_say_where_they_go(text: str, address: str, shown: str) -> None:
    link = BeautifulSoup(comment_html(text), "html.parser").a
    assert (link["href"], link.text.strip()) == (address, shown)
    assert {"nofollow", "noopener"} <= set(link["rel"])


def test_what_somebody_wrote_can_be_taken_along_and_outlives_the_account(
    community: CommunityPage, reader: User
) -> None:
    page, awa = factories.guide(community), person("Awa", "Diallo")
    services.write(page, awa, text="De moi")
    services.write(page, reader, text="Merci @Awa Diallo")
    assert [row["text"] for row in next(collect(awa)).values] == ["De moi"]
    Client().get(page.url)  # kept for visitors
    erase(awa)
    text = BeautifulSoup(Client().get(page.url).content, "html.parser").select_one("#comments").text
    assert "De moi" in text
    assert "Diallo" not in text
    assert next(collect(awa)).values == []
    chief = Client(headers={"accept-language": "en"})
    chief.force_login(factories.member(community, role=Role.FACILITATOR))
    shown = BeautifulSoup(chief.get(page.url).content, "html.parser").select_one("#comments")
    heard = [" ".join(each.text.split()) for each in shown.select(".visually-hidden")]
    assert any(each.startswith("the comment of Former member") for each in heard), heard
    assert any(each.startswith("Former member, ") for each in heard), heard
