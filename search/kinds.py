"""The page types that readers can find, whatever app they come from."""

from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from wagtail.models import Page, get_page_models

from wiki.core.search_content import SearchablePage


@dataclass(frozen=True, slots=True)
class Kind:
    """A type's names, for people, and its icon."""

    key: str
    label: str | Promise
    label_plural: str | Promise
    icon: str


@cache
def searchable_models() -> tuple[type[Page], ...]:
    """The page types that have entries in the index."""
    return tuple(
        model
        for model in get_page_models()
        if issubclass(model, SearchablePage) and hasattr(model, "search_kind")
    )


@cache
def kinds() -> dict[str, Kind]:
    """The types by their stable name, in the order of their apps."""
    return {
        model.search_kind: Kind(
            model.search_kind, model.kind_label, model.kind_label_plural, model.kind_icon
        )
        for model in searchable_models()
    }
