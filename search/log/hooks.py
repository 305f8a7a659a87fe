"""The search log in the CMS: addresses, menu, right to see it, note beside the keywords."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search.log.calls import calls_for_keywords
from search.log.keyword_views import keywords
from search.log.reports import LISTINGS, addresses
from wiki.core.form_notes import register_note

SEE = "search.view_loggedsearch"

register_note("keywords", calls_for_keywords)


class SearchesMenuItem(MenuItem):
    """For those who may see the report."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(SEE)


@hooks.register("register_admin_urls")
def give_addresses() -> list[Any]:
    """The report's lists, and the form that adds keywords."""
    return [*addresses(), path("search/keywords/", keywords, name="search_log_keywords")]


@hooks.register("register_reports_menu_item")
def stand_among_the_reports() -> MenuItem:
    """« Searches »."""
    address = reverse(LISTINGS[0].url_name)
    return SearchesMenuItem(_("Searches"), address, name="searches", icon_name="search", order=200)


@hooks.register("register_permissions")
def offer_the_right() -> QuerySet[Permission]:
    """A box to tick in the form of a group."""
    app, _dot, codename = SEE.partition(".")
    return Permission.objects.filter(content_type__app_label=app, codename=codename)
