"""Nonsense sent to every address: never a 500, and nothing changes by asking."""

import os
import re
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve
from tqdm import tqdm

from tests import factories
from tests.fuzz.changing import CHANGING, EXEMPT, ONLY_POSTS, READ_ANYHOW
from tests.leaks.addresses import addresses
from tests.together import together
from wiki.communities.rights import Role
from wiki.people.models import User

pytestmark = pytest.mark.django_db

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "300"))
#: Fails on purpose, for administrators who look at the page of errors.
ON_PURPOSE = {"wagtailadmin_error_test"}
NONSENSE = [
    "", "\0", "a\0b", "9" * 30, "-1", "0", "1.5", "x" * 5000, "👩🏽‍🔬 é œ", "'\">", "../../etc",
    "%00",
    "[]", "{}", '{"a": [1', "null", "true", "\ud800", "1; DROP", "<script>", "2026-13-45", "12:99",
    "https://evil.example/", "//evil.example/", "all", "1", "2", "3", "4",
]  # fmt: skip
FIELDS = [
    "q", "id", "page", "p", "next", "site", "content_type", "new_parent_page", "parent_page",
    "term", "title", "slug", "body", "ordering", "type", "theme", "tag", "community", "lang",
    "language", "username", "password", "rank", "search", "locale", "page_type", "user_perms",
    "childOf", "child_of", "descendant_of", "limit", "offset", "order", "fields", "collection_id",
    "target_pages[]", "chooser", "restriction_type", "groups", "mode", "export", "position",
    "name", "email", "url", "link_text", "results_only", "multiple", "action-publish",
    "object_type",
    "links", "rows", "take-0", "address-0", "means_for_us", "shelf_life", "window", "expired",
    "begin",
    "user", "timestamp_from", "latest_revision_created_at_from", "usage_count_min", "tag_name",
    "means_for_us", "story", "back", "do", "whose", "state", "source", "to", "message", "address",
    "comments-TOTAL_FORMS", "body-count", "steps-count", "themes", "owner", "has_child_pages",
]  # fmt: skip
#: Reads that keep something by the way, none of it content: who came when, what was asked,
#: sizes of pictures, sessions, who hears of notes on a page.
KEPT_BY_READING = re.compile(
    r"django_session|last_login|search_|wagtailimages_rendition|core_recueilrendition|"
    r"wagtailadmin_editingsession|wagtailcore_pagesubscription|"
    r"wagtailusers_userprofile|SAVEPOINT|people_user\"? SET|"
    r"syndication_visit|syndication_feedtoken\"? SET"
)
#: What parts of addresses of a kind of their own may be.
CHOICES = {
    "feed_form": ["atom", "json"],
    "feed_place": ["communities", "themes", "types"],
    "own_feed_place": ["communities", "themes", "types", "searches"],
    "feed_secret": [f"{'a' * 24}~{'b' * 27}"],
}
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)


def address(route: str, random: Random) -> str:
    """An address of this route, its parts filled with whatever fits or does not."""

    def fill(found: re.Match[str]) -> str:
        if found["kind"] in {"int", "page_id", "row", "row_id"}:
            return random.choice(["0", "1", "2", "3", "5", "999999", "9" * 18, "9" * 30])
        if found["kind"] in CHOICES:
            return random.choice(CHOICES[found["kind"]])
        return random.choice(
            ["x", "guides", "guidepage", "core", "knowledgetag", "wagtailcore", "page", "1", "a-b"]
        )

    route = re.sub(r"<(?:(?P<kind>\w+):)?\w+>", fill, route)
    route = re.sub(r"\(\?P<pk>\\d\+\)", "3", route)
    route = re.sub(r"\(\?P<\w+>[^)]*\)", "1", route)
    route = route.replace(r"(\d+)", "9" * random.choice([1, 30])).replace("(.*)", "x.pdf")
    route = route.replace(r"((?:[\w\-]+/)*)", random.choice(["", "x/", "animation/guides/"]))
    return "/" + re.sub(r"[\^$\\]|\.\*", "", route)


def nonsense(random: Random) -> dict[str, Any]:
    fields = random.sample(FIELDS, random.randint(0, 8))
    data: dict[str, Any] = {name: random.choice(NONSENSE) for name in fields}
    if random.random() < 0.1:
        data["file"] = SimpleUploadedFile("x.png", b"\x89PNG nonsense")
    return data


def printable(data: dict[str, Any]) -> dict[str, Any]:
    """Without lone surrogates, which no browser sends."""
    return {
        name: value.replace("\ud800", "\ufffd") if isinstance(value, str) else value
        for name, value in data.items()
    }


def clients() -> list[Client]:
    section = factories.community()
    factories.guide(section)
    factories.guide(section, title="Autre")
    people = [
        None,
        factories.member(section),
        factories.member(section, role=Role.FACILITATOR),
        User.objects.create_superuser("root@example.org", "x"),
    ]
    made = []
    for person in people:
        client = Client(raise_request_exception=False)
        if person:
            client.force_login(person)
        made.append(client)
    return made


def test_nothing_breaks() -> None:
    seed = int(os.environ.get("FUZZ_SEED", "1"))
    random, broken = Random(seed), []
    everywhere = [(name, route) for name, route in addresses() if name not in ON_PURPOSE]
    askers = clients()
    sessions = Session.objects.count()
    rounds = tqdm(range(REQUESTS), unit="request", disable="FUZZ_REQUESTS" not in os.environ)
    for number in rounds:
        if number % len(everywhere) == 0:
            random.shuffle(everywhere)
        name, route = everywhere[number % len(everywhere)]
        client, url, data = (
            random.choice(askers),
            address(route, random),
            printable(nonsense(random)),
        )
        method = random.choice(["get", "get", "post", "post", "head", "put", "delete", "options"])
        what = f"{method} {url} {data} ({name})"
        try:
            with transaction.atomic(), CaptureQueriesContext(connection) as queries:
                response = getattr(client, method)(url, data)
                transaction.set_rollback(True)
        except DatabaseError as error:
            broken.append(f"{type(error).__name__}: {what}")
            continue
        if response.status_code >= 500:
            error = getattr(response, "exc_info", None)
            broken.append(f"{response.status_code} {error and error[1]!r:.150}: {what}")
        if method in {"get", "head", "options"}:
            broken += [
                f"changed by {what}: {query['sql'][:150]}"
                for query in queries
                if WRITES.match(query["sql"]) and not KEPT_BY_READING.search(query["sql"])
            ]
    print(f"\n{REQUESTS} requests, {len(broken)} broken")  # noqa: T201
    assert Session.objects.count() >= sessions
    assert not broken, "\n".join(broken[:40])


def test_what_changes_asks_for_a_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("root@example.org", "x"))
    for url in CHANGING:
        assert client.post(url, {"language": "en"}).status_code == EXEMPT.get(url, 403), url


def test_what_only_changes_is_not_asked_with_a_get() -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("root@example.org", "x"))
    for url in ONLY_POSTS:
        assert url in CHANGING
        assert client.get(url).status_code == 405, url


def fitting(name: str, route: str) -> str:
    """An address that leads to this view and no other."""
    for seed in range(200):
        url = address(route, Random(seed))
        with suppress(Resolver404):
            if resolve(url).view_name == name:
                return url
    raise AssertionError(f"no address for {name} ({route})")


def test_whatever_takes_a_post_is_in_the_list() -> None:
    """The CMS and the pages of the tree are Wagtail's, which checks its own."""
    listed = {resolve(url).view_name for url in CHANGING} | READ_ANYHOW
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("root@example.org", "x"))
    missing = []
    for name, route in addresses():
        if route.startswith("cms/") or name in {"wagtail_serve", *listed}:
            continue
        with transaction.atomic():
            status = client.post(fitting(name, route)).status_code
            transaction.set_rollback(True)
        if status != 405:
            missing.append(f"{name} ({route}): {status}")
    assert not missing, "take a POST, not in tests/fuzz/changing.py:\n" + "\n".join(missing)


@together("host", ["evil.example", "a b", "\0", "x" * 300, "évil.example", ""])
def test_a_wrong_host_is_a_bad_request(host: str) -> None:
    response = Client(raise_request_exception=False).get("/", headers={"host": host})
    assert response.status_code in {400, 404} or (host == "" and response.status_code == 200)
