"""Which pages have others below them, as far as each person may know.

Wagtail's arrows, folders and filters read the number of children in a page's own row,
which counts those of which its reader may not know.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Left, Length
from django.http import HttpRequest
from wagtail.admin.api.filters import HasChildrenFilter
from wagtail.admin.ui.tables.pages import PageTable
from wagtail.admin.views.chooser import BrowseView, PageChooserTable
from wagtail.admin.views.pages.listing import HasChildPagesFilter
from wagtail.admin.views.reports.base import PageReportView
from wagtail.api.v2.utils import parse_boolean
from wagtail.models import Page

from wiki.communities.cms.at_work import told_less
from wiki.communities.cms.policy import choosable, known
from wiki.people.models import User


def tell_children(pages: Iterable[Page], told: QuerySet[Page]) -> None:
    """Each of the pages, which are shown and not saved, counts its children among ``told``.

    One query, however many pages; none where no page has a child at all.
    """
    parents = {page.path: page for page in pages if page.numchild}
    if not parents:
        return
    depths = {page.depth + 1 for page in parents.values()}
    below = _with_place_above(told).filter(depth__in=depths, above__in=list(parents))
    rows = below.values("above").annotate(children=Count("pk"))
    counts = dict(rows.values_list("above", "children"))
    for path, page in parents.items():
        page.numchild = counts.get(path, 0)


def parents_of(told: QuerySet[Page]) -> QuerySet[Page]:
    """The ids of all pages that have one of ``told`` as a child, for a look-up."""
    return Page.objects.filter(path__in=_with_place_above(told).values("above")).values("pk")


def _with_place_above(told: QuerySet[Page]) -> QuerySet[Page]:
    return told.order_by().annotate(above=Left(F("path"), Length(F("path")) - Page.steplen))


_stock_table = PageTable.__init__
_stock_chooser_table = PageChooserTable.__init__
_stock_report = PageReportView.get_context_data
_stock_choices = BrowseView.filter_object_list
_stock_filter = HasChildPagesFilter.filter
_stock_api_filter = HasChildrenFilter.filter_queryset


def _table(self: PageTable, columns: Any, data: Any, *args: Any, **kwargs: Any) -> None:
    if person := told_less():
        tell_children(data, known(person))
    _stock_table(self, columns, data, *args, **kwargs)


def _chooser_table(self: PageChooserTable, columns: Any, data: Any, **kwargs: Any) -> None:
    if person := told_less():
        pages = [page for page in data if getattr(page, "can_descend", 0)]
        tell_children(pages, choosable(person))
        for page in pages:
            page.can_descend = page.numchild
    _stock_chooser_table(self, columns, data, **kwargs)


def _report(self: PageReportView, **kwargs: Any) -> dict[str, Any]:
    context: dict[str, Any] = _stock_report(self, **kwargs)
    if person := told_less():
        tell_children(context["object_list"], known(person))
    return context


def _choices(self: BrowseView, pages: QuerySet[Page]) -> QuerySet[Page]:
    """Of pages that cannot be chosen those alone that lead to one of which one may know."""
    found = _stock_choices(self, pages)
    person = told_less()
    if person is None or self.desired_classes == (Page,):
        return found
    leading = parents_of(choosable(person))
    wanted: Q = found.type_q(*self.desired_classes)
    return found.filter(wanted | Q(pk__in=leading))


def _filter(self: HasChildPagesFilter, pages: QuerySet[Page], value: str) -> QuerySet[Page]:
    person = told_less()
    if person is None or value not in {"true", "false"}:
        return _stock_filter(self, pages, value)
    return _with_children(pages, person, wanted=value == "true")


def _api_filter(
    self: HasChildrenFilter, request: HttpRequest, pages: QuerySet[Page], view: Any
) -> QuerySet[Page]:
    found = _stock_api_filter(self, request, pages, view)  # refuses what is no answer
    person = told_less()
    if person is None or "has_children" not in request.GET:
        return found
    return _with_children(pages, person, wanted=parse_boolean(request.GET["has_children"]))


def _with_children(pages: QuerySet[Page], person: User, *, wanted: bool) -> QuerySet[Page]:
    parents = Q(pk__in=parents_of(known(person)))
    return pages.filter(parents if wanted else ~parents)


# Each is made by its name in a view that takes no other.
PageTable.__init__ = _table
PageChooserTable.__init__ = _chooser_table
PageReportView.get_context_data = _report
BrowseView.filter_object_list = _choices
HasChildPagesFilter.filter = _filter
HasChildrenFilter.filter_queryset = _api_filter
