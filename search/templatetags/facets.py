"""The values of a facet as links, written without the template engine.

A page of results shows a hundred of them: as a template included for each they took
two thirds of the time of the whole page.
"""

from collections.abc import Iterable
from functools import cache
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, npgettext

from search.results import Facet, FacetValue
from wiki.core.templatetags.recueil import icon, number

register = template.Library()

ROW = (
    '<li><a class="facet-value" id="facet-{}-{}" href="?{}" rel="nofollow"{}>{} <span>{}</span> '
    '<span class="chip-count">{}<span class="visually-hidden"> {}</span></span></a></li>\n'
)
ON = ' aria-current="true"'
#: The languages of the interface have one form for two and more.
MOST_FORMS = 2


@register.simple_tag
def facet_values(facet: Facet, values: Iterable[FacetValue]) -> SafeString:
    """List items: each value with its count, a link that turns it on or off."""
    words = _results(get_language())
    ticked, empty = icon("square-check"), icon("square")
    rows = (
        ROW.format(
            facet.name,
            escape(value.key),
            escape(value.query_string),
            ON if value.active else "",
            ticked if value.active else empty,
            escape(str(value.label)),
            number(value.count),
            words[min(value.count, MOST_FORMS)],
        )
        for value in values
    )
    return mark_safe("".join(rows))  # noqa: S308  (encoded on the lines above)


@cache
def _results(_language: str | None) -> tuple[str, ...]:
    """« result » as it stands after 0, 1, 2 and more: among pages, facets count people too."""
    counts = range(MOST_FORMS + 1)
    return tuple(escape(npgettext("counted", "result", "results", count)) for count in counts)
