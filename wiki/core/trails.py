"""The way from the home page to a page."""

from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Page

from wiki.core.routing import places_above


@dataclass(frozen=True, slots=True)
class Crumb:
    """One place on the way; ``url`` is empty when it cannot be opened."""

    title: str
    url: str


def trail_to(page: Page, request: HttpRequest | None) -> list[Crumb]:
    """The places above ``page``, from the home page down (one query unless known from its address).

    Whoever may read the page may read them: restrictions add up down the tree.
    """
    return [
        Crumb(title=place.title, url=(place.get_url(request) or "") if place.live else "")
        for place in places_above(page)
    ]
