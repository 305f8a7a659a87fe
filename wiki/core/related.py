"""Pages about the same as a page, told by a part above.

A page type shows them and the search finds them, but no page type knows the search:
it registers here, in its module ``reading``.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.http import HttpRequest
from wagtail.models import Page

Finder = Callable[[Page, HttpRequest], Sequence[int]]
F = TypeVar("F", bound=Finder)

_finders: list[Finder] = []


def finds_related(finder: F) -> F:
    """Register a function that gives ids of pages, best first; none when it cannot tell."""
    _finders.append(finder)
    return finder


def related_ids(page: Page, request: HttpRequest) -> list[int]:
    """Ids of pages about the same, best first.

    They may have been found a while ago: whoever shows them reads them again through the
    reader's rights.
    """
    return list(dict.fromkeys(pk for finder in _finders for pk in finder(page, request)))
