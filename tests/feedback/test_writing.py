"""Comments: who writes, what is refused, what readers see of them."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from guides.models import GuidePage
from tests import factories
from wiki.communities.errors import NotAllowed
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Joining, Role, Visibility
from wiki.feedback import services
from wiki.feedback.errors import NotAnswerable, NothingSaid, TooLong, TooMany
from wiki.feedback.models import LONGEST, Comment
from wiki.people.models import User

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def post(client: Client, page: GuidePage, text: str, **more: Any) -> Any:
    return client.post(f"/comments/on/{page.pk}/", {"text": text, **more})


def section(client: Client, page: GuidePage) -> Any:
    return BeautifulSoup(client.get(page.url).content, "html.parser").select_one("#comments")


def test_a_comment_is_read_by_everybody_at_once(community: CommunityPage, reader: User) -> None:
    page = factories.guide(community)
    visitor = Client()
    assert "Nobody" in section(visitor, page).text or "Personne" in section(visitor, page).text
    answer = post(signed_in(reader), page, "Essayé hier.\r\n\r\nCela marche.")
    assert answer.status_code == 302
    assert answer.url == f"{page.url}#comment-{Comment.objects.get().pk}"
    shown = section(visitor, page)
    assert [p.text for p in shown.select("article > p")] == ["Essayé hier.", "Cela marche."]
    assert "Léa Martin" in shown.text
    assert not shown.select("form")


def test_visitors_are_asked_to_sign_in(client: Client, community: CommunityPage) -> None:
    page = factories.guide(community)
    assert (
        section(client, page).select_one("a.button")["href"].startswith("/account/sign-in/?next=")
    )
    assert post(client, page, "Bonjour").url.startswith("/account/sign-in/")
    assert not Comment.objects.exists()


def test_a_page_that_one_may_not_read_takes_no_comment(home: object, reader: User) -> None:
    closed = factories.community(visibility=Visibility.RESTRICTED)
    page = factories.guide(closed)
    client = signed_in(reader)
    assert post(client, page, "Bonjour").status_code == 404
    assert client.get(f"/comments/on/{page.pk}/people/?q=a").status_code == 404
    member = factories.member(closed)
    comment = services.write(page, member, text="Entre nous").comment
    for act in ("edit", "delete", "hide", "restore"):
        assert client.post(f"/comments/{comment.pk}/{act}/").status_code == 404
    page.unpublish()
    assert post(signed_in(member), page, "Encore").status_code == 404


def test_an_archived_community_takes_no_comment(community: CommunityPage, reader: User) -> None:
    page = factories.guide(community)
    CommunityPage.objects.filter(pk=community.pk).update(archived_at="2026-01-01T00:00:00Z")
    assert post(signed_in(reader), page, "Bonjour").status_code == 403
    assert not section(signed_in(reader), page).select("form")


def test_what_is_refused_comes_back_with_its_text(community: CommunityPage, reader: User) -> None:
    page = factories.guide(community)
    client = signed_in(reader)
    long = "a" * (LONGEST + 1)
    refused = post(client, page, long)
    assert refused.status_code == 422
    assert long in refused.content.decode()
    for text, error in ((" \n ", NothingSaid), (long, TooLong)):
        with pytest.raises(error):
            services.write(page, reader, text=text)


def test_so_many_comments_within_the_hour(
    community: CommunityPage, reader: User, settings: Any
) -> None:
    settings.COMMENTS_PER_HOUR = 2
    page = factories.guide(community)
    for number in range(2):
        services.write(page, reader, text=f"{number}")
    with pytest.raises(TooMany):
        services.write(page, reader, text="Un de trop")
    Comment.objects.update(written_at="2026-01-01T00:00:00Z")
    services.write(page, reader, text="Plus tard")


def test_one_level_of_answers(community: CommunityPage, reader: User) -> None:
    page, other = factories.guide(community), factories.guide(community, title="Autre")
    first = services.write(page, reader, text="Question").comment
    client = signed_in(factories.user("awa@example.org", first_name="Awa"))
    assert post(client, page, "Réponse", reply_to=first.pk).status_code == 302
    answer = Comment.objects.get(reply_to=first)
    with pytest.raises(NotAnswerable):
        services.write(page, reader, text="Et encore", reply_to=answer)
    with pytest.raises(NotAnswerable):
        services.write(other, reader, text="Ailleurs", reply_to=first)
    shown = section(Client(), page)
    assert shown.select_one(f"#comment-{first.pk} #comment-{answer.pk}")


def test_one_changes_one_s_own_words_only(community: CommunityPage, reader: User) -> None:
    page = factories.guide(community)
    comment = services.write(page, reader, text="Avant").comment
    other = signed_in(factories.user("awa@example.org"))
    assert other.get(f"/comments/{comment.pk}/edit/").status_code == 403
    assert other.post(f"/comments/{comment.pk}/edit/", {"text": "Non"}).status_code == 403
    assert other.post(f"/comments/{comment.pk}/delete/").status_code == 403
    mine = signed_in(reader)
    assert "Avant" in mine.get(f"/comments/{comment.pk}/edit/").content.decode()
    mine.post(f"/comments/{comment.pk}/edit/", {"text": "Après"})
    shown = section(Client(), page)
    assert "Après" in shown.text
    assert "modifié" in shown.text or "edited" in shown.text


def test_a_deleted_comment_leaves_its_place_to_the_answers(
    community: CommunityPage, reader: User
) -> None:
    page = factories.guide(community)
    alone = services.write(page, reader, text="Seul").comment
    asked = services.write(page, reader, text="Demandé").comment
    services.write(page, factories.user("awa@example.org"), text="Répondu", reply_to=asked)
    for comment in (alone, asked):
        signed_in(reader).post(f"/comments/{comment.pk}/delete/")
    text = section(Client(), page).text
    assert "Répondu" in text
    assert "Seul" not in text
    assert "Demandé" not in text
    assert "Léa" not in text
    assert list(Comment.objects.order_by("pk").values_list("text", flat=True)) == ["", "Répondu"]


def test_facilitators_hide_and_restore(community: CommunityPage, reader: User) -> None:
    page = factories.guide(community)
    chief = factories.member(community, role=Role.FACILITATOR)
    manager = factories.member(community, role=Role.MANAGER)
    comment = services.write(page, reader, text="Déplacé").comment
    for person in (reader, manager):
        with pytest.raises(NotAllowed):
            services.hide(comment, by=person, reason="x")
        assert signed_in(person).get(f"/comments/{comment.pk}/hide/").status_code == 403
    client = signed_in(chief)
    address = f"/comments/{comment.pk}/hide/"
    assert client.post(address, {"hidden_reason": ""}).status_code == 422
    assert client.post(address, {"hidden_reason": "Hors sujet"}).status_code == 302
    assert "Déplacé" not in Client().get(page.url).content.decode()
    assert "Hors sujet" not in Client().get(page.url).content.decode()
    for person in (reader, chief):
        text = section(signed_in(person), page).text
        assert "Déplacé" in text
        assert "Hors sujet" in text
    with pytest.raises(NotAllowed):
        services.edit(comment, by=reader, text="Autrement")
    client.post(f"/comments/{comment.pk}/restore/")
    assert "Déplacé" in section(Client(), page).text


def test_outside_of_communities_whoever_signed_in_comments(
    home: Any, reader: User, moderator: User
) -> None:
    from guides.models import GuideIndexPage

    index = factories.publish(GuideIndexPage(title="Guides"), home)
    page = factories.guide(index)
    comment = services.write(page, reader, text="Bonjour").comment
    with pytest.raises(NotAllowed):
        services.hide(comment, by=reader, reason="x")
    services.hide(comment, by=moderator, reason="Hors sujet")


def test_only_the_newest_conversations_at_first(
    community: CommunityPage, reader: User, settings: Any
) -> None:
    settings.COMMENTS_PER_HOUR = 100
    page = factories.guide(community)
    for number in range(22):
        services.write(page, reader, text=f"Numéro {number}.")
    text = section(Client(), page).text
    assert "Numéro 2." in text
    assert "Numéro 1." not in text
    assert "Numéro 0." in Client().get(f"{page.url}?comments=all").content.decode()


def test_a_discussion_costs_the_same_whatever_its_length(
    community: CommunityPage, reader: User, settings: Any, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    settings.COMMENTS_PER_HOUR = 100
    page = factories.guide(community)
    client = signed_in(reader)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page.url).status_code == 200
        return len(captured)

    services.write(page, reader, text="Un")
    cost()
    before = cost()
    for number in range(12):
        person = factories.user(f"p{number}@example.org")
        top = services.write(page, person, text="Bonjour @Léa Martin").comment
        services.write(page, reader, text="Merci", reply_to=top)
    cost()
    assert cost() == before


def test_comments_are_no_part_of_what_is_searched(community: CommunityPage, reader: User) -> None:
    page = factories.guide(community)
    services.write(page, reader, text="Zwanze")
    content = page.search_content()
    assert "Zwanze" not in repr(content)


def test_a_hidden_place_is_not_told_by_comments(home: object, reader: User) -> None:
    hidden = factories.community(
        title="Secrète", visibility=Visibility.HIDDEN, joining=Joining.INVITATION
    )
    page = factories.guide(hidden)
    member = factories.member(hidden)
    services.write(page, member, text="Entre nous")
    assert signed_in(member).get(page.url).status_code == 200
    answer = signed_in(reader).get(page.url)
    assert b"Entre nous" not in answer.content


def test_odd_requests_break_nothing(community: CommunityPage, reader: User) -> None:
    page = factories.guide(community)
    client = signed_in(reader)
    for values in ({}, {"text": "a\x00b", "reply_to": "9" * 40}, {"text": "b", "reply_to": "²"}):
        assert client.post(f"/comments/on/{page.pk}/", values).status_code in {302, 422}
    assert client.get(f"/comments/on/{page.pk}/").status_code == 405
    assert client.post(f"/comments/on/{10**17}/", {"text": "a"}).status_code == 404
    assert (
        client.get(f"/comments/on/{page.pk}/people/", {"q": "\x00%_" + "é" * 500}).status_code
        == 200
    )
