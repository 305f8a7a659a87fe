"""People by whom lists of pages may be narrowed: those behind pages that one may know.

Wagtail offers everybody who owns, changed, locked or submitted any page of the site.
"""

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.admin.views.reports.locked_pages import LockedPagesReportFilterSet
from wagtail.admin.views.reports.workflows import WorkflowReportFilterSet
from wagtail.models import Page, PageLogEntry, WorkflowState

from wiki.communities.cms.policy import known
from wiki.core.once import once
from wiki.people.models import User

EDITED = "wagtail.edit"


def _pages(request: HttpRequest) -> QuerySet[Page]:
    person = request.user
    return once(("known pages", person.pk), lambda: known(person).order_by())


def owners(request: HttpRequest) -> QuerySet[User]:
    """Who owns pages that the person knows."""
    return User.objects.filter(pk__in=_pages(request).values("owner"))


def editors(request: HttpRequest) -> QuerySet[User]:
    """Who changed such pages."""
    entries = PageLogEntry.objects.filter(action=EDITED, page__in=_pages(request).values("pk"))
    return User.objects.filter(pk__in=entries.order_by().values("user"))


def lockers(request: HttpRequest) -> QuerySet[User]:
    """Who has locked such pages."""
    return User.objects.filter(pk__in=_pages(request).values("locked_by"))


def submitters(request: HttpRequest) -> QuerySet[User]:
    """Who has submitted such pages; only pages are reviewed here."""
    ids = _pages(request).annotate(key=Cast("pk", CharField())).values("key")
    states = WorkflowState.objects.filter(object_id__in=ids).order_by()
    return User.objects.filter(pk__in=states.values("requested_by"))


# The filters of all lists of pages are copies of these.
PageFilterSet.base_filters["owner"].queryset = owners
PageFilterSet.base_filters["edited_by"].queryset = editors
LockedPagesReportFilterSet.base_filters["locked_by"].queryset = lockers
WorkflowReportFilterSet.base_filters["requested_by"].queryset = submitters
