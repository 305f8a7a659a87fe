"""What a form would send: read from the page that shows it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from bs4.element import Tag
from django.test import Client
from django.urls import Resolver404, resolve

from tests.factories import PASSWORD
from wiki.core.html import parse_page

#: What somebody might type into an empty field, by its type.
TYPED = {
    "text": "Mots", "textarea": "Des mots.", "email": "quelqu.un@example.org", "number": "3",
    "date": "2026-12-01", "datetime-local": "2026-12-01T10:00", "password": PASSWORD,
    "url": "https://example.org/", "search": "mots", "tel": "01 02 03 04 05",
}  # fmt: skip
#: Steps up from an address without a screen of its own to the one with its form.
STEPS_UP = 3


@dataclass
class Forms:
    """The fields of forms by the view that they are sent to, each with values of its own."""

    known: dict[tuple[int, str], dict[str, list[str]]] = field(default_factory=dict)

    def of(self, url: str, client: Client) -> dict[str, list[str]]:
        """The fields of what is sent there, as this person's page has them; {} without a form.

        One page is asked for each view and person; when the view has no screen, those above it.
        """
        name = _view(url)
        key = (id(client), name)
        if key not in self.known:
            self.known[key] = next(self._found(url, client, name=name), {})
        return self.known[key]

    def _found(self, url: str, client: Client, *, name: str) -> Iterator[dict[str, list[str]]]:
        for _step in range(STEPS_UP):
            response = client.get(url)
            if "html" in response.headers.get("Content-Type", "") and not response.streaming:
                for form in parse_page(response.content.decode()).find_all("form"):
                    posted = str(form.get("method", "")).lower() == "post"
                    if posted and _view(str(form.get("action") or url)) == name:
                        yield _fields(form)
            if response.status_code not in {404, 405}:
                return  # a screen, or none for this person
            url = url.rstrip("/").rpartition("/")[0] + "/"


def _view(url: str) -> str:
    try:
        return resolve(url.partition("?")[0]).view_name
    except Resolver404:
        return ""


def _fields(form: Tag) -> dict[str, list[str]]:
    """Names, and the values that a person could send for each."""
    found: dict[str, list[str]] = {}
    for each in form.find_all(["input", "textarea", "select", "button"]):
        name, kind = str(each.get("name", "")), str(each.get("type", each.name))
        if not name or kind == "file":
            continue
        own = [str(each.get("value", "")) or each.get_text() or TYPED.get(kind, "on")]
        if each.name == "select":
            own = [str(option.get("value", "")) for option in each.find_all("option")]
        found.setdefault(name, []).extend(own)
    return found


def filled_in(fields: dict[str, list[str]], random: Random, nonsense: list[str]) -> dict[str, str]:
    """The fields with values of their own; often one of them wrong, now and then many."""
    wrong = random.choice([0.0, 0.0, 0.1, 0.5])
    data = {
        name: random.choice(nonsense if random.random() < wrong else values or [""])
        for name, values in fields.items()
        if random.random() > wrong / 4
    }
    if fields and random.random() < 0.4:
        data[random.choice(sorted(fields))] = random.choice(nonsense)
    return data
