"""Of which pages, pictures and documents a request to the CMS speaks, by number."""

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import ResolverMatch

from wiki.core.row_numbers import row_number

#: Parts of an address that are the number of a page. « pk » is one in two namespaces only.
PAGE_IDS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
PAGE_PK = ("wagtailadmin_pages", "wagtailadmin_api:pages")
#: Those of a picture or a document, by the beginning of the view's name.
FILE_IDS = {
    "wagtailimages:": ("image", ("image_id",)),
    "wagtailimages_chooser:": ("image", ("image_id", "pk")),
    "wagtailadmin_api:images:": ("image", ("pk",)),
    "wagtaildocs:": ("document", ("document_id", "doc_id")),
    "wagtaildocs_chooser:": ("document", ("pk",)),
    "wagtailadmin_api:documents:": ("document", ("pk",)),
}
#: Fields that name the place where pages are made, moved or copied.
PLACES = ("new_parent_page", "parent_page", "chooser")
LINK_ELSEWHERE = "wagtailadmin_choose_page_external_link"
LINK_FIELD = "external-link-chooser-url"
#: What bulk actions work on, by the address's name of the model.
BULK = {
    "wagtailcore.page": "page",
    "core.recueilimage": "image",
    "core.recueildocument": "document",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Numbers by what they are: ``page`` is worked on, ``place`` only named or led to."""

    page: set[int] = field(default_factory=set)
    place: set[int] = field(default_factory=set)
    image: set[int] = field(default_factory=set)
    document: set[int] = field(default_factory=set)
    #: The page of whose children a bulk action takes all; 0 for the whole site.
    all_below: int | None = None


def asked(match: ResolverMatch, request: HttpRequest) -> Asked:
    """The numbers in the address and in the form; 404 for what cannot be a number."""
    name, kwargs = match.view_name, match.kwargs
    found = Asked()
    if name == LINK_ELSEWHERE and request.method == "POST" and LINK_FIELD not in request.POST:
        raise Http404  # no form of ours; Wagtail's field fails on it
    if name.startswith("wagtailadmin_choose_page"):
        found.place.update(_numbers(kwargs.get("parent_page_id"), *request.GET.getlist("id")))
        found.place.update(_numbers(*request.GET.getlist("target_pages[]")))
        return found
    if name == "search_page_choice:chosen_multiple":
        found.place.update(_numbers(*request.GET.getlist("id")))
    keys = PAGE_IDS + (("pk",) if ":".join(match.namespaces) in PAGE_PK else ())
    found.page.update(_numbers(*(kwargs.get(key) for key in keys)))
    for prefix, (kind, keys) in FILE_IDS.items():
        if name.startswith(prefix):
            getattr(found, kind).update(_numbers(*(kwargs.get(key) for key in keys)))
            if name.endswith(":chosen_multiple"):
                getattr(found, kind).update(_numbers(*request.GET.getlist("id")))
    if name.startswith(("wagtailadmin_pages:", "knowledge:", "wagtail_bulk_action")):
        for key in PLACES:
            found.place.update(_numbers(*request.POST.getlist(key)))
    if name == "wagtailadmin_pages:copy" and "" in request.POST.getlist(PLACES[0]):
        raise Http404  # Wagtail looks for the page before it looks at the form
    return _bulk(found, request, kwargs) if name == "wagtail_bulk_action" else found


def _bulk(found: Asked, request: HttpRequest, kwargs: dict[str, Any]) -> Asked:
    kind = BULK.get(f"{kwargs['app_label']}.{kwargs['model_name']}".lower())
    ids = request.GET.getlist("id")
    if kind is None:
        return found
    getattr(found, kind).update(_numbers(*(each for each in ids if each != "all")))
    if kind != "page" or "all" not in ids:
        return found
    below = _numbers(request.GET.get("childOf"))
    return Asked(found.page | below, found.place, all_below=next(iter(below), 0))


def _numbers(*values: object) -> set[int]:
    return {_number(value) for value in values if value not in (None, "")}


def _number(value: object) -> int:
    number = row_number(value)
    if number is None:
        raise Http404
    return number
