"""What is wrong with the search before anybody searches, told by ``manage.py check``."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Info, register
from django.core.checks import Warning as Caution
from wagtail.models import get_page_models

from search.deadline import within
from search.engines import engine
from search.errors import IndexMissing, IndexStale, SearchMisconfigured, SearchUnavailable
from wiki.core.search_content import SearchablePage

#: Seconds that a command may wait for a server that is down.
PATIENCE = 1.0
TAG = "search"
#: What a page type says of itself, and the methods that it cannot inherit from the mixin.
ATTRIBUTES = ("search_kind", "kind_label", "kind_label_plural", "kind_icon")
METHODS = ("search_queryset", "search_content")


def register_checks() -> None:
    """Called once all models are known."""
    register(page_types_are_whole, TAG)
    register(index_is_current, TAG)


def page_types_are_whole(**kwargs: Any) -> list[CheckMessage]:
    """Every page type that readers can find says how."""
    found: list[CheckMessage] = []
    kinds: dict[str, type] = {}
    for model in get_page_models():
        # A type that is in the tree for its children only says nothing of itself.
        if issubclass(model, SearchablePage) and model.is_creatable:
            found += _faults(model)
            kind = getattr(model, "search_kind", "")
            if kind and kinds.setdefault(kind, model) is not model:
                found.append(
                    Error(f"search_kind “{kind}” is taken by {kinds[kind].__name__}.",
                          obj=model, id="search.E002")
                )  # fmt: skip
    return found


def _faults(model: Any) -> Iterator[CheckMessage]:
    missing = [name for name in ATTRIBUTES if not getattr(model, name, "")]
    for name in METHODS:
        inherited = getattr(getattr(model, name), "__func__", getattr(model, name))
        bare = getattr(SearchablePage, name)
        if inherited is getattr(bare, "__func__", bare):
            missing.append(name)
    if missing:
        yield Error(
            f"A page that readers can find says nothing of: {', '.join(missing)}.",
            hint="See wiki.core.search_content.SearchablePage.",
            obj=model,
            id="search.E001",
        )


def index_is_current(**kwargs: Any) -> list[CheckMessage]:
    """The index was written by this version of the code.

    Only a stale one is a fault: at the first start there is none yet, and a server may
    come up after us.
    """
    try:
        with within(PATIENCE):
            engine().check()
    except IndexStale as error:
        return [
            Caution(
                str(error),
                hint="Run `manage.py search_rebuild`; the worker does it by itself.",
                id="search.W001",
            )
        ]
    except IndexMissing as error:
        return [
            Info(
                str(error),
                hint="Run `manage.py search_rebuild`; the worker does it by itself.",
                id="search.I001",
            )
        ]
    except SearchMisconfigured as error:
        return [
            Caution(
                str(error),
                hint="Searches are answered from the database until it is mended.",
                id="search.W002",
            )
        ]
    except SearchUnavailable as error:
        return [
            Info(f"The search index does not answer: {error}",
                 hint="Searches are answered from the database meanwhile.", id="search.I002")
        ]  # fmt: skip
    return []
