"""What no screen of the CMS asks: an answer for it, where Wagtail fails."""

import re
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponseNotAllowed
from django.urls import ResolverMatch
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.models import Page

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
#: From these Wagtail leads to the place above the page, and nothing is above the root.
LEAD_UP = ("wagtailadmin_pages:lock", "wagtailadmin_pages:unlock")
_NUMBER = re.compile(r"[0-9]{1,18}")


def refuse_nonsense(match: ResolverMatch, request: HttpRequest) -> HttpResponseNotAllowed | None:
    """405 for a method that no view knows.

    Raises Http404 for a number that is none, and for a way back that leads nowhere.
    """
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    numbers = []
    if match.view_name.endswith(":chosen"):
        numbers.append(str(match.kwargs.get("pk", "")))
    if match.view_name.startswith("wagtailadmin_editing_sessions:"):
        numbers.append(str(match.kwargs.get("object_id", "0")))
    if match.view_name.endswith(":find") and "id" in request.GET:
        numbers.append(request.GET["id"])
    if not all(_NUMBER.fullmatch(number) for number in numbers):
        raise Http404
    if match.kwargs.get("revision_id") == 0:
        raise Http404  # Wagtail takes it for no number at all, and goes on without a version
    ways = (*request.GET.getlist("next"), *request.POST.getlist("next"))
    lost = any(way and "/" not in way and "." not in way for way in ways)
    if lost and request.method == "POST":
        raise Http404  # Django takes one word for the name of a view
    if match.view_name in LEAD_UP and _is_root(str(match.kwargs["page_id"])):
        raise Http404
    return None


def _is_root(number: str) -> bool:
    return bool(_NUMBER.fullmatch(number)) and Page.objects.filter(pk=number, depth=1).exists()


_stock_instance = BaseChooser.get_instance


def _chosen(self: BaseChooser, value: Any) -> Model | None:
    """Nothing is chosen by what is no number, in a form that is shown again with its errors."""
    try:
        found: Model | None = _stock_instance(self, value)
    except (ValueError, OverflowError):
        return None
    return found


# Every chooser's: pages, pictures, documents, words.
BaseChooser.get_instance = _chosen
