"""Signing in and out, and the language that follows the person."""

from typing import Any
from urllib.parse import quote

from bs4 import BeautifulSoup
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from home.models import HomePage
from tests import factories
from wiki.communities.models import CommunityPage
from wiki.people.models import User
from wiki.people.views import MOST_FOR_ACCOUNT, MOST_FROM, QUARTER

SIGN_IN = "/account/sign-in/"


def parsed(response: Any) -> Any:
    return BeautifulSoup(response.content, "html.parser")


def sign_in(client: Client, **fields: str) -> Any:
    data = {"username": "lectrice@example.org", "password": factories.PASSWORD} | fields
    return client.post(SIGN_IN, data)


def test_private_page_leads_to_the_form_and_back(
    client: Client, community: CommunityPage, reader: User
) -> None:
    factories.restrict(community)
    refused = client.get(community.url)
    assert refused.status_code == 404
    form = f"{SIGN_IN}?next={quote(community.url, safe='')}"
    assert parsed(refused).select_one(f'main a[href="{form}"]')
    page = parsed(client.get(form))
    assert page.main.select_one("input[name=next]")["value"] == community.url
    hint = page.main.select_one("form .soft").text
    assert "?" in hint, "how one gets an account"
    assert not parsed(client.get(SIGN_IN)).main.select_one("form .soft")
    assert sign_in(client, next=community.url).url == community.url
    assert client.get(community.url).status_code == 200


def test_address_is_accepted_in_any_case(client: Client, home: HomePage, reader: User) -> None:
    assert sign_in(client, username="Lectrice@Example.ORG").status_code == 302


def test_next_never_leads_to_another_site(client: Client, home: HomePage, reader: User) -> None:
    assert sign_in(client, next="https://evil.example/").url == "/"
    assert sign_in(client, next="//evil.example/").url == "/"


def test_wrong_password_is_said_without_saying_which(
    client: Client, home: HomePage, reader: User
) -> None:
    wrong = parsed(sign_in(client, password="wrong"))
    unknown = parsed(sign_in(client, username="nobody@example.org"))
    alert = wrong.select_one("[role=alert]").text
    assert alert.strip()
    assert alert == unknown.select_one("[role=alert]").text
    assert wrong.select_one("input[name=username]")["autocomplete"] == "username"


def test_passwords_are_not_guessed_for_long(
    client: Client, home: HomePage, reader: User, contributor: User
) -> None:
    right = {"password": factories.PASSWORD}
    for spelling in ("lectrice@example.org", "ＬECTRICE@Example.org "):
        for _try in range(MOST_FOR_ACCOUNT // 2):
            assert sign_in(client, username=spelling, password="wrong").status_code == 200
    refused = sign_in(client, **right)
    assert refused.status_code == 429
    assert "_auth_user_id" not in client.session
    shown = BeautifulSoup(refused.content, "html.parser").main
    assert not shown.select("form, input")
    # How long one waits, and the way around.
    assert str(QUARTER // 60) in shown.text
    assert int(refused.headers["Retry-After"]) == QUARTER
    assert shown.select_one(f"a[href='{reverse('people:password_forgotten')}']")
    # Somebody else is not in the way, and time goes by.
    assert sign_in(Client(), username=contributor.email, **right).status_code == 302
    cache.clear()
    assert sign_in(client, **right).status_code == 302


def test_signing_in_forgives_the_failures_before(
    client: Client, home: HomePage, reader: User
) -> None:
    for _round in range(3):
        for _try in range(MOST_FOR_ACCOUNT - 1):
            assert sign_in(client, password="wrong").status_code == 200
        assert sign_in(client).status_code == 302
        client.logout()


def test_one_network_address_does_not_try_every_account(
    client: Client, home: HomePage, reader: User
) -> None:
    for number in range(MOST_FROM):
        assert sign_in(client).status_code == 302  # counts for nothing
        client.logout()
        assert sign_in(client, username=f"nobody-{number}@example.org").status_code == 200
    assert sign_in(client, username="nobody@example.org").status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere, username="nobody@example.org").status_code == 200


def test_the_door_of_the_cms_is_the_same(client: Client, home: HomePage, reader: User) -> None:
    data = {"username": reader.email, "password": factories.PASSWORD}
    assert client.post("/cms/login/", data).headers["Location"] == SIGN_IN
    assert "_auth_user_id" not in client.session


def test_person_without_the_right_gets_a_word_and_not_the_form_again(
    client: Client, reader: User
) -> None:
    client.force_login(reader)
    response = client.get(reverse("wagtailadmin_home"), follow=True)
    assert response.status_code == 403
    assert reverse("guides:communities") in response.content.decode()
    assert b"password" not in response.content


def test_signed_in_person_is_led_where_they_wanted_to_go(
    client: Client, community: CommunityPage, reader: User
) -> None:
    client.force_login(reader)
    assert client.get(SIGN_IN, {"next": community.url}).headers["Location"] == community.url
    assert client.get(SIGN_IN, {"next": "//evil.example/"}).headers["Location"] == "/"


def test_signed_in_person_who_opens_the_form_goes_home(
    client: Client, home: HomePage, reader: User
) -> None:
    client.force_login(reader)
    assert client.get(SIGN_IN).headers["Location"] == "/"


def test_signing_out_takes_a_post(client: Client, home: HomePage, reader: User) -> None:
    client.force_login(reader)
    assert client.get("/account/sign-out/").status_code == 405
    assert client.post("/account/sign-out/").headers["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_language_is_kept_in_the_cookie_and_in_the_profile(
    client: Client, home: HomePage, reader: User
) -> None:
    client.force_login(reader)
    response = client.post("/language/", {"language": "en", "next": "/browse/"})
    assert response.headers["Location"] == "/browse/"
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert UserProfile.objects.get(user=reader).preferred_language == "en"
    assert b'<html lang="en">' in client.get("/").content


def test_unknown_language_changes_nothing(client: Client, home: HomePage, reader: User) -> None:
    client.force_login(reader)
    client.post("/language/", {"language": "xx", "next": "/"})
    assert not UserProfile.objects.filter(user=reader).exists()
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


def test_language_of_the_profile_comes_back_with_the_person(
    client: Client, home: HomePage, reader: User
) -> None:
    UserProfile.objects.create(user=reader, preferred_language="en")
    sign_in(client)
    assert b'<html lang="en">' in client.get("/").content
