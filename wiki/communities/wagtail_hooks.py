"""What communities change in the CMS."""

from importlib import import_module
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from wiki.communities.cms.naming import communities_named
from wiki.communities.cms_api import CommunityDocuments, CommunityImages, NumberedPages
from wiki.communities.cms_bulk import BULK_ACTIONS
from wiki.communities.review.said import said
from wiki.people.models import User

# Each registers what it brings.
import_module("wiki.communities.serving")
import_module("wiki.communities.cms.naming")
import_module("wiki.communities.cms.naming_files")
import_module("wiki.communities.cms.history")
import_module("wiki.communities.cms.lists")
import_module("wiki.communities.cms.children")
import_module("wiki.communities.cms.trees")
import_module("wiki.communities.cms.usage")
import_module("wiki.communities.cms.groups")
import_module("wiki.communities.cms.slugs")
import_module("wiki.communities.cms.publishers")
import_module("wiki.communities.cms.offered_people")


# After Wagtail's own registration (order 0), which these replace.
@hooks.register("construct_admin_api", order=100)
def list_own_files_only(router: WagtailAPIRouter) -> None:
    """The CMS's programming interface tells of no file of other communities."""
    router.register_endpoint("pages", NumberedPages)
    router.register_endpoint("images", CommunityImages)
    router.register_endpoint("documents", CommunityDocuments)


for action in BULK_ACTIONS:
    hooks.register("register_bulk_action", action, order=100)

#: Where an entry holds the communities that it is about. Its page is read by others than
#: those who may know of them, today or one day: names are looked up for each reader.
PLACES = ("before", "after")


@hooks.register("after_edit_page")
def say_what_was_done_on_a_review(request: HttpRequest, page: Page) -> None:
    """Whatever was decided, Wagtail says no more than that the page has been updated."""
    if request.POST.get("action-workflow-action") and isinstance(request.user, User):
        words = said(page, request.user, request.POST.get("workflow-action-name", ""))
        if words:
            messages.success(request, words)


@hooks.register("register_log_actions")
def name_our_actions(actions: LogActionRegistry) -> None:
    """Archives, merges and moves between communities."""
    actions.register_action("recueil.archive", _("Archive"), _("The community was archived"))
    actions.register_action("recueil.unarchive", _("Unarchive"), _("The community is in use again"))

    @actions.register_action("recueil.merge")
    class Merged(LogFormatter):  # one class for each action, as Wagtail registers them
        label = _("Merge")

        def format_message(self, log_entry: Any) -> str:
            return _("Merged into %(after)s") % _named(log_entry.data)

    @actions.register_action("recueil.moved")
    class Moved(LogFormatter):
        label = _("Move to another community")

        def format_message(self, log_entry: Any) -> str:
            return _("Moved from %(before)s to %(after)s") % _named(log_entry.data)


def _named(data: dict[str, Any]) -> dict[str, str]:
    places = {name: int((data.get(name) or {}).get("id") or 0) for name in PLACES}
    titles = communities_named({pk for pk in places.values() if pk})
    return {name: titles.get(pk) or str(_("another community")) for name, pk in places.items()}
