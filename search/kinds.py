"""What readers can find: page types, whatever app they come from, and people."""

from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, get_page_models

from wiki.core.search_content import SearchablePage


@dataclass(frozen=True, slots=True)
class Kind:
    """A type's names, for people, and its icon."""

    key: str
    label: str | Promise
    label_plural: str | Promise
    icon: str


PERSON = Kind("person", _("Person"), _("People"), "user")


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
    """The types by their stable name, in the order of their apps, people last."""
    pages = {
        model.search_kind: Kind(
            model.search_kind, model.kind_label, model.kind_label_plural, model.kind_icon
        )
        for model in searchable_models()
    }
    return {**pages, PERSON.key: PERSON}


@cache
def page_kinds() -> tuple[str, ...]:
    """The stable names of the types of pages."""
    return tuple(key for key in kinds() if key != PERSON.key)
