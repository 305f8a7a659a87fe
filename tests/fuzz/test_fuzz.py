"""Nonsense sent to every address: never a 500, and nothing changes by asking."""

import os
import re
from contextlib import suppress
from copy import deepcopy
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

from tests.fuzz.changing import CHANGING, EXEMPT, ONLY_POSTS, READ_ANYHOW
from tests.fuzz.forms import Forms, filled_in
from tests.fuzz.site import Site, made
from tests.leaks.addresses import addresses
from tests.together import together
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
    "visibility", "joining", "expert_step", "version", "addresses", "role", "reviews", "days",
    "max_uses", "accepted", "answer", "starts_at", "ends_at", "place", "notes", "facilitators",
    "starters", "words", "contact", "phone", "languages", "availability", "listed", "text",
    "job_title_seen", "skills_seen", "contact_seen", "communities_seen", "may_be_asked",
    "still_facilitate", "may_open", "pages", "act", "reply_to", "hidden_reason", "reason",
    "service", "rhythm", "query", "token",
]  # fmt: skip
#: Reads that keep something by the way, none of it content: who came when, what was asked,
#: sizes of pictures, sessions, who hears of notes on a page.
KEPT_BY_READING = re.compile(
    r"django_session|last_login|search_|wagtailimages_rendition|core_recueilrendition|"
    r"wagtailadmin_editingsession|wagtailcore_pagesubscription|"
    r"wagtailusers_userprofile|SAVEPOINT|people_user\"? SET|"
    r"syndication_visit|syndication_feedtoken\"? SET"
)
LONG = ["9" * 18, "9" * 30]
WORDS = ["x", "guides", "guidepage", "core", "knowledgetag", "wagtailcore", "page", "1", "a-b"]
#: What parts of addresses of a kind of their own may be.
CHOICES = {
    "feed_form": ["atom", "json"],
    "feed_place": ["communities", "themes", "types"],
    "own_feed_place": ["communities", "themes", "types", "searches"],
    "feed_secret": [f"{'a' * 24}~{'b' * 27}"],
}
#: Forms of whoever runs a community, with a field of each.
FORMS_OF_THE_CHIEF = {
    "communities:settings": "visibility", "communities:member": "role",
    "communities:decide": "accepted", "communities:invitations": "addresses",
    "communities:gathering": "starts_at", "profiles:mine": "contact_seen",
    "communities:life": "act",
}  # fmt: skip
CHIEF = 4
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)
NUMBERS = {"int", "page_id", "row", "row_id"}
#: A site of which one knows nothing.
UNKNOWN = Site()


def address(route: str, random: Random, site: Site = UNKNOWN, *, truth: float = 2 / 3) -> str:
    """An address of this route, its parts filled with whatever fits or does not.

    As many as ``truth`` are true, where the site has something of the kind.
    """

    def fill(found: re.Match[str]) -> str:
        kind, guesses = found["kind"], WORDS
        true: tuple[object, ...] = ()
        before = found.string[: found.start()].rstrip("/").rpartition("/")[2]
        if kind in NUMBERS:
            true, guesses = site.number(before), ["0", "1", "2", "3", "5", "999999", *LONG]
        elif kind in CHOICES:
            guesses = CHOICES[kind]
        elif kind == "uuid":
            true, guesses = site.people, ["00000000-0000-4000-8000-000000000000", "x"]
        elif kind == "slug":
            true = site.slug(before)
        return str(random.choice(true if true and random.random() < truth else guesses))

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


def sent(url: str, client: Client, forms: Forms, random: Random) -> dict[str, Any]:
    """What is posted there: mostly the form of the page, filled in well or badly.

    Less often in the CMS, whose forms are Wagtail's and slow to make.
    """
    often = 0.3 if url.startswith("/cms/") else 0.8
    fields = forms.of(url, client) if random.random() < often else {}
    return filled_in(fields, random, NONSENSE) if fields else nonsense(random)


def test_nothing_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    seed = int(os.environ.get("FUZZ_SEED", "1"))
    random, broken = Random(seed), []
    # No address elsewhere is looked up.
    monkeypatch.setattr("wiki.core.fetching.resolving._asked", lambda *_args: [])
    known = [(name, route) for name, route in addresses() if name not in ON_PURPOSE]
    # Ours twice: Wagtail's have tests of their own.
    everywhere = known + [(name, route) for name, route in known if not route.startswith("cms/")]
    site, askers = made()
    cookies = {client: deepcopy(client.cookies) for client in askers}
    forms, sessions = Forms(), Session.objects.count()
    rounds = tqdm(range(REQUESTS), unit="request", disable="FUZZ_REQUESTS" not in os.environ)
    for number in rounds:
        if number % len(everywhere) == 0:
            random.shuffle(everywhere)
        name, route = everywhere[number % len(everywhere)]
        client, url = random.choice(askers), address(route, random, site)
        method = random.choice(["get", "get", "head", "put", "delete", "options", *["post"] * 4])
        what = f"{method} {url} ({name})"
        try:
            with transaction.atomic():
                data = nonsense(random) if method != "post" else sent(url, client, forms, random)
                data = printable(data)
                what = f"{method} {url} {data} ({name})"
                with CaptureQueriesContext(connection) as queries:
                    response = getattr(client, method)(url, data)
                transaction.set_rollback(True)
        except DatabaseError as error:
            broken.append(f"{type(error).__name__}: {what}")
            continue
        finally:
            # Whoever signed out, or changed the language, did so for this request.
            client.cookies = deepcopy(cookies[client])
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


def test_forms_are_reached() -> None:
    """What is sent is what the site's own forms send, to rows that are there."""
    site, askers = made()
    forms, routes = Forms(), dict(addresses())
    for name, field in FORMS_OF_THE_CHIEF.items():
        url = address(routes[name], Random(1), site, truth=1)
        assert field in forms.of(url, askers[CHIEF]), f"{name}: {url}"


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
