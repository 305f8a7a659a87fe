"""The addresses of feeds, with and without a secret."""

from django.urls import reverse

from wiki.syndication.feeds.places import SITE, Place

#: How a feed may be written, and what the address ends with.
FORMS = ("atom", "json")


def feed_path(kind: str, key: str, form: str, *, secret: str = "") -> str:
    """The path of the feed of this place in this form."""
    name = "site" if kind == SITE else "of_place"
    parts = [form] if kind == SITE else [kind, key, form]
    if secret:
        return reverse(f"syndication:private_{name}", args=[secret, *parts])
    return reverse(f"syndication:{name}", args=parts)


def feed_paths(place: Place, *, secret: str = "") -> dict[str, str]:
    """Those of all its forms."""
    return {form: feed_path(place.kind, place.key, form, secret=secret) for form in FORMS}


def calendar_path(slug: str, *, secret: str = "") -> str:
    """The dates of one community."""
    if secret:
        return reverse("syndication:private_calendar", args=[secret, slug])
    return reverse("syndication:calendar", args=[slug])
