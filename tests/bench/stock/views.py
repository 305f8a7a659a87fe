"""The search view of a new Wagtail project: count, 20 rows, template."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.models import Page

ROWS = 20


def search(request: HttpRequest) -> HttpResponse:
    """``?query=…``, and ``&operator=or`` for pages that hold any of the words."""
    question = request.GET.get("query", "")
    operator = request.GET.get("operator", "and")
    found = Page.objects.live().search(question, operator=operator)
    return TemplateResponse(
        request,
        "stock/search.html",
        {
            "search_query": question,
            "search_results": Paginator(found, ROWS).get_page(request.GET.get("page")),
        },
    )
