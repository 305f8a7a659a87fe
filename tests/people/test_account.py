"""The account: its page, and passwords."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client

from tests import factories
from tests.people.reading import main
from wiki.people.models import User

FORGOTTEN = "/account/password/forgotten/"
ANOTHER = "another-secret-of-a-test"


@pytest.fixture
def signed_in(client: Client, home: object, reader: User) -> Client:
    client.force_login(reader)
    return client


def test_the_account_leads_to_all_that_one_can_do(signed_in: Client) -> None:
    links = {link["href"] for link in main(signed_in.get("/account/")).select(".card a")}
    assert {"/account/profile/", "/account/password/", "/account/data/"} <= links
    for address in links:
        assert signed_in.get(address).status_code == 200


def test_the_menu_leads_to_profile_account_and_people(signed_in: Client) -> None:
    page = BeautifulSoup(signed_in.get("/").content, "html.parser")
    links = {link["href"] for link in page.select(".account a")}
    assert {"/account/", "/account/profile/", "/people/"} <= links


# ── Passwords ─────────────────────────────────────────────────────────────────


def test_the_password_is_changed(signed_in: Client, reader: User) -> None:
    fields = {"old_password": factories.PASSWORD, "new_password1": ANOTHER}
    wrong = signed_in.post("/account/password/", {**fields, "new_password2": "else"})
    assert main(wrong).select_one(".field-error")
    done = signed_in.post("/account/password/", {**fields, "new_password2": ANOTHER})
    assert done.url == "/account/"
    reader.refresh_from_db()
    assert reader.check_password(ANOTHER)


def test_a_forgotten_password_is_replaced_by_letter(
    client: Client, home: object, reader: User
) -> None:
    assert (
        client.post(FORGOTTEN, {"email": "LECTRICE@example.org"}).url == "/account/password/sent/"
    )
    (letter,) = mail.outbox
    assert letter.to == ["lectrice@example.org"]
    link = re.search(r"http://127\.0\.0\.1:8000(/account/password/new/\S+)", letter.body)
    assert link
    assert link[0] in letter.alternatives[0].content
    form = client.get(link[1], follow=True)
    address = form.redirect_chain[-1][0]
    done = client.post(address, {"new_password1": ANOTHER, "new_password2": ANOTHER})
    assert done.url == "/account/sign-in/"
    reader.refresh_from_db()
    assert reader.check_password(ANOTHER)
    assert "form" not in [
        tag.name for tag in main(client.get(link[1], follow=True)).find_all("form")
    ]


def test_an_unknown_address_gets_the_same_answer(client: Client, home: object) -> None:
    assert client.post(FORGOTTEN, {"email": "nobody@example.org"}).url == "/account/password/sent/"
    assert not mail.outbox


def test_letters_to_one_address_are_few(client: Client, home: object, reader: User) -> None:
    answers = {client.post(FORGOTTEN, {"email": reader.email}).url for _try in range(5)}
    assert answers == {"/account/password/sent/"}
    assert len(mail.outbox) == 3


def test_requests_from_one_place_are_limited(client: Client, home: object) -> None:
    codes = [client.post(FORGOTTEN, {"email": f"p{n}@example.org"}).status_code for n in range(22)]
    assert codes == [302] * 20 + [429] * 2
    other = client.post(FORGOTTEN, {"email": "x@example.org"}, REMOTE_ADDR="10.0.0.9")
    assert other.status_code == 302


def test_behind_a_proxy_each_visitor_is_counted_alone(
    client: Client, home: object, settings: Any
) -> None:
    def asked(forwarded: str) -> int:
        headers = {"x-forwarded-for": forwarded}
        return client.post(FORGOTTEN, {"email": "x@example.org"}, headers=headers).status_code

    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    codes = [asked(f"10.9.9.{n}, 10.0.0.1") for n in range(21)]
    assert codes[-2:] == [302, 429], "what a visitor notes before counts for nothing"
    assert asked("10.0.0.1, 10.0.0.2") == 302


# ── A copy of one's data ──────────────────────────────────────────────────────
