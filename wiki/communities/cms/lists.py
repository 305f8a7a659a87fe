"""Lists and figures of the CMS that Wagtail makes without asking who looks."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.forms.view_restrictions import BaseViewRestrictionForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.admin.views.home import (
    LockedPagesPanel,
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
)
from wagtail.admin.views.reports.locked_pages import LockedPagesView
from wagtail.models import Page

from wiki.communities.cms.administered import known_groups
from wiki.communities.cms.at_work import told_less
from wiki.communities.cms.policy import choosable, known
from wiki.people.models import User


@hooks.register("construct_page_chooser_queryset")
def offer_known_pages(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Choosers offer what their user may read or works on."""
    return pages.filter(pk__in=choosable(request.user).order_by().values("pk"))


class KnownEditsPanel(RecentEditsPanel):
    """The pages that somebody edited last; a page may have closed to them since."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        ids = [page.pk for _date, page in context["last_edits"]]
        told = set(known(context["request"].user).filter(pk__in=ids).values_list("pk", flat=True))
        context["last_edits"] = [row for row in context["last_edits"] if row[1].pk in told]
        return context


class KnownReviewsPanel(UserObjectsInWorkflowModerationPanel):
    """What somebody submitted and waits for; they may have left the place since."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        states = list(context["workflow_states"])
        pages = [each.object_id for each in states if isinstance(each.content_object, Page)]
        told = known(context["request"].user).filter(pk__in=pages).values_list("pk", flat=True)
        closed = {*pages} - {str(pk) for pk in told}
        context["workflow_states"] = [
            each
            for each in states
            if not (isinstance(each.content_object, Page) and each.object_id in closed)
        ]
        return context


class KnownLocksPanel(LockedPagesPanel):
    """The pages that somebody locked; they may have left the place since."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        context["locked_pages"] = _known_among(context["locked_pages"], context["request"].user)
        return context


def _known_among(pages: QuerySet[Page], person: User) -> QuerySet[Page]:
    return pages.filter(pk__in=known(person).order_by().values("pk"))


#: What stands in the place of Wagtail's panels.
PANELS = {
    LockedPagesPanel: KnownLocksPanel,
    RecentEditsPanel: KnownEditsPanel,
    UserObjectsInWorkflowModerationPanel: KnownReviewsPanel,
}


@hooks.register("construct_homepage_panels", order=100)
def show_known_pages(request: HttpRequest, panels: list[Any]) -> None:
    """The panels above instead of Wagtail's."""
    panels[:] = [PANELS[type(panel)]() if type(panel) in PANELS else panel for panel in panels]


@hooks.register("construct_homepage_summary_items", order=100)
def count_for_administrators(request: HttpRequest, items: list[Any]) -> None:
    """The number of all pages counts those of closed communities."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if not isinstance(item, PagesSummaryItem)]


@hooks.register("construct_reports_menu", order=100)
def hide_report_of_types(request: HttpRequest, items: list[MenuItem]) -> None:
    """Figures of the whole site are for administrators; see the guard."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name != "page-types-usage"]


_stock_locks = LockedPagesView.get_queryset


def _known_locks(self: LockedPagesView) -> QuerySet[Page]:
    """Wagtail's report lists what one locked, wherever it is now."""
    return _known_among(_stock_locks(self), self.request.user)


_stock_form = BaseViewRestrictionForm.__init__


def _form_of_known_groups(self: BaseViewRestrictionForm, *args: Any, **kwargs: Any) -> None:
    """The groups of a community bear its name: they are offered to those who are in them."""
    _stock_form(self, *args, **kwargs)
    if person := told_less():
        self.fields["groups"].queryset = known_groups(person)


# One form for pages and for collections, made by views that take no other.
BaseViewRestrictionForm.__init__ = _form_of_known_groups
# The address of the report leads to this one.
LockedPagesView.get_queryset = _known_locks
