"""What stands in the way of a source, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wiki.watch.sources.services import (
    AlreadyFollowed,
    NotAnAddress,
    SourceRefused,
    TooManySources,
)

_WORDS: Mapping[type[SourceRefused], str | Promise] = {
    AlreadyFollowed: _("The community follows this feed already."),
    TooManySources: _("The community follows as many sources as it can: remove one first."),
    NotAnAddress: _("This is not an address of the web."),
}


def told(refusal: SourceRefused) -> str:
    """The refusal, to the person."""
    return str(_WORDS[type(refusal)])
