"""Parts of addresses of what leaves the site; anything else is no address of ours."""

from django.urls import register_converter
from django.urls.converters import StringConverter

# The converter of ids that the database can hold is registered there.
from guides.urls import PageIdConverter  # noqa: F401


class FormConverter(StringConverter):
    """How a feed is written."""

    regex = "atom|json"


class PlaceConverter(StringConverter):
    """Of what it is."""

    regex = "communities|themes|types"


class OwnPlaceConverter(StringConverter):
    """The same, and what only one person has."""

    regex = "communities|themes|types|searches"


class SecretConverter(StringConverter):
    """The secret of a private address (``feeds.tokens``)."""

    regex = "[A-Za-z0-9]{24}~[A-Za-z0-9_-]{20,64}"


register_converter(FormConverter, "feed_form")
register_converter(PlaceConverter, "feed_place")
register_converter(OwnPlaceConverter, "own_feed_place")
register_converter(SecretConverter, "feed_secret")
