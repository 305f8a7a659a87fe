"""How outlets are written down, and who opens them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.test import Client

from tests.leaks.oracle import Oracle
from tests.leaks.world import World


@dataclass
class Shown:
    """What somebody sees: texts, and (name, shown, expected) for each count."""

    texts: list[str] = field(default_factory=list)
    counts: list[tuple[str, int, int]] = field(default_factory=list)
    #: Codes of pages that must be told here, or the site hides too much.
    wanted: set[str] = field(default_factory=set)
    #: Codes of pages of which this person may be told here, whatever the tree says.
    told: set[str] = field(default_factory=set)


@dataclass
class Visit:
    """One person on one site."""

    world: World
    viewer: Any

    @cached_property
    def client(self) -> Client:
        client = Client()
        if self.viewer.is_authenticated:
            client.force_login(self.viewer)
        return client

    @cached_property
    def oracle(self) -> Oracle:
        return Oracle(self.viewer)

    @property
    def site_is_closed(self) -> bool:
        """Whether everything leads a visitor to sign in."""
        return not self.viewer.is_authenticated and self.world.home.pk not in self.oracle.readable

    @property
    def has_words_waiting(self) -> bool:
        """Whether an act or a refusal has words for the next page."""
        return bool(getattr(self.client.cookies.get("messages"), "value", ""))

    def get(self, address: str, data: Any = None) -> Any:
        """The answer, without the words that the question itself held."""
        return self.client.get(address, data or {})

    def post(self, address: str, data: Any = None) -> Any:
        """The answer to an act; what it has to say is no part of the next answer."""
        answer = self.client.post(address, data or {})
        self.client.cookies.pop("messages", None)
        return answer

    def text(self, address: str, data: Any = None) -> str:
        """Body and headers of the answer; the question's own words are no news."""
        return said(self.get(address, data), address, *(str(v) for v in (data or {}).values()))

    def pages(self, *, most: int = 4) -> list[Any]:
        """Some pages of the site, as they are now."""
        ids = [pk for pk in self.world.codes.values() if pk in self.oracle.pages]
        chosen = self.world.random.sample(ids, min(most, len(ids)))
        return [self.oracle.pages[pk] for pk in chosen]

    def code(self, pk: int) -> str:
        return next(code for code, number in self.world.codes.items() if number == pk)


def said(response: Any, *asked: str) -> str:
    """All that an answer says, but for what was asked."""
    streamed = getattr(response, "streaming", False)
    body = b"".join(response.streaming_content) if streamed else response.content
    text = body.decode("utf-8", "replace")
    text += " ".join(f"{name}: {value}" for name, value in response.headers.items())
    for words in sorted(asked, key=len, reverse=True):
        if words not in {"", "/"}:
            text = _without(_without(text, words), words.replace("/", "%2F"))
    return text


def _without(text: str, words: str) -> str:
    """``text`` without these words; a longer word that begins or ends like them is an answer."""
    before = r"(?<![a-z])" if words[0].isalpha() else ""
    after = r"(?![a-z])" if words[-1].isalpha() else ""
    return re.sub(before + re.escape(words) + after, " ", text)


Outlet = Callable[[Visit], Shown]


@dataclass(frozen=True)
class Registered:
    """An outlet, the views that it opens, and whether it is part of the CMS."""

    name: str
    outlet: Outlet
    views: tuple[str, ...]
    cms: bool


OUTLETS: list[Registered] = []


def opens(*views: str, cms: bool = False) -> Callable[[Outlet], Outlet]:
    """Register an outlet with the names of the views that it opens."""

    def register(outlet: Outlet) -> Outlet:
        OUTLETS.append(Registered(outlet.__name__, outlet, views, cms))
        return outlet

    return register


def bare(response: Any, *addresses: str) -> str:
    text = said(response, *addresses)
    text = re.sub(r"(Expires|Content-Length): [\w, :]+", "", text)  # the clock, the address
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)
