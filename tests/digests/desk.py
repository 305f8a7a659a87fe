"""The screens on which digests are made, as somebody at a browser goes through them."""

from typing import Any

from django.test import Client

from guides.models import DigestItem
from tests.communities.scenes import client_of
from tests.digests.conftest import Newsroom
from wiki.digests.models import Edition


def url(newsroom: Newsroom, rest: str = "") -> str:
    return f"/digests/in/{newsroom.community.slug}/{rest}"


def one(newsroom: Newsroom, edition: Edition, rest: str = "") -> str:
    return url(newsroom, f"{edition.digest_id}/{rest}")


def order(edition: Edition) -> list[tuple[str, str]]:
    """Section and title of each item."""
    rows = DigestItem.objects.filter(digest=edition.digest_id).select_related("page")
    return [(row.section, row.title or row.page.title) for row in rows]


def form_of(client: Client, address: str) -> dict[str, Any]:
    """What a browser would post of the form as it stands."""
    form = client.get(address).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def pressed(client: Client, newsroom: Newsroom, edition: Edition, **values: str) -> Any:
    """What a button of the screen answers, with what was typed before."""
    address = one(newsroom, edition)
    return client.post(address, form_of(client, address) | values)


def add(client: Client, newsroom: Newsroom, edition: Edition, **typed: str) -> Any:
    """What is typed to be added, and its button."""
    values = {f"add-{name}": value for name, value in typed.items()}
    return pressed(client, newsroom, edition, act="add", **values)


def begun(newsroom: Newsroom) -> tuple[Client, Edition]:
    client = client_of(newsroom.chief)
    response = client.post(url(newsroom, "begin/"))
    assert response.status_code == 302
    return client, Edition.objects.latest("pk")
