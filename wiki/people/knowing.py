"""Who knows about the subject of a page, told by a part above.

A page type shows them and the search finds them, but no page type knows the search: it
registers here, in its module ``reading``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpRequest
from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class Knower:
    """Somebody who consents to be asked, with the evidence; never with a rank."""

    person_id: int
    name: str
    url: str
    job_title: str
    #: Skills and themes that the person declares to everyone signed in.
    declared: tuple[str, ...]
    #: Pages on the subject that the viewer may read, and one of them.
    wrote: int
    title: str
    title_url: str
    title_language: str
    #: Whether there may be more: only so many pages are looked at.
    at_least: bool = False


Finder = Callable[[Page, HttpRequest], Iterable[Knower]]
F = TypeVar("F", bound=Finder)

_finders: list[Finder] = []


def finds_knowers(finder: F) -> F:
    """Register a function that gives people who know about a page's subject, in no order."""
    _finders.append(finder)
    return finder


def knowers(page: Page, request: HttpRequest) -> tuple[Knower, ...]:
    """Who knows about it, for people who have signed in; each person once, by name."""
    if not request.user.is_authenticated:
        return ()
    found = {each.person_id: each for finder in _finders for each in finder(page, request)}
    return tuple(sorted(found.values(), key=lambda each: (each.name.casefold(), each.person_id)))
