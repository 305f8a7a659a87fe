"""A search in words: what it asks for and what narrows it."""

from django.utils.translation import gettext as _

from search.params import SearchParams
from wiki.communities.audience import Viewer
from wiki.communities.queries import listed
from wiki.core.models import KnowledgeTag, Theme


def described(params: SearchParams, viewer: Viewer) -> str:
    """One line: the question, then the filters by their names (three queries at most).

    A community of which the viewer may not know (any more) is named by nothing but what
    the address says.
    """
    parts = [f"« {params.text} »"] if params.text else []
    for facet, values in params.filters.items():
        names = _names(facet, values, viewer)
        parts += [names.get(value, value) for value in values]
    return ", ".join(parts) or _("All pages")


def _names(facet: str, values: tuple[str, ...], viewer: Viewer) -> dict[str, str]:
    match facet:
        case "theme":
            return {each.slug: each.label for each in Theme.objects.filter(slug__in=values)}
        case "community":
            return dict(listed(viewer).filter(slug__in=values).values_list("slug", "title"))
        case "tag":
            rows = KnowledgeTag.objects.filter(slug__in=values)
            return dict(rows.values_list("slug", "name"))
    return {}
