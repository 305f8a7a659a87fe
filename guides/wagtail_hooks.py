"""The CMS: what it lists, how it looks, what it does when a community opens or a page moves."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from guides.cms import KnowledgeViewSet, VocabularyGroup
from guides.cms_moves import move_many, move_one
from guides.handing_over import LOGGED_AS
from guides.models import IndexPage, KnowledgePage
from guides.services import open_sections
from guides.templates_to_copy import templates_of
from wiki.communities.models import CommunityPage
from wiki.communities.queries import community_of
from wiki.communities.rights import Act
from wiki.communities.standing import standing_of
from wiki.people.models import User

knowledge = KnowledgeViewSet()
NO_TEMPLATE = _("A template is not published: start a page from it, and publish that one.")


@hooks.register("register_admin_viewset")
def list_all_knowledge() -> KnowledgeViewSet:
    """The flat list of pages."""
    return knowledge


@hooks.register("register_admin_viewset")
def list_vocabulary() -> VocabularyGroup:
    """Themes and tags."""
    return VocabularyGroup()


@hooks.register("after_create_page")
def open_sections_of_new_community(request: HttpRequest, page: Page) -> None:
    """A community is born with its sections."""
    if isinstance(page, CommunityPage):
        open_sections(page, user=request.user if isinstance(request.user, User) else None)


@hooks.register("after_publish_page")
def publish_sections_of_new_community(request: HttpRequest, page: Page) -> None:
    """The sections of a draft community are published with it, the first time."""
    if isinstance(page, CommunityPage) and page.first_published_at == page.last_published_at:
        for section in page.get_children().not_live().filter(first_published_at=None).specific():
            section.get_latest_revision().publish(user=request.user)


@hooks.register("register_log_actions")
def name_what_is_logged(actions: LogActionRegistry) -> None:
    """How the journal of a page calls what was done outside of the CMS."""

    @actions.register_action(LOGGED_AS)
    class HandedOver(LogFormatter):
        label = _("Hand over")

        def format_message(self, log_entry: Any) -> str:
            ids = [log_entry.data.get(key) for key in ("from", "to")]
            people = User.objects.in_bulk([pk for pk in ids if pk])
            before, after = (people.get(pk) for pk in ids)
            if after is None:
                return str(_("Handed over to another owner"))
            if before is None:
                return _("Handed over to %(after)s") % {"after": after}
            return _("Handed over from %(before)s to %(after)s") % {
                "before": before,
                "after": after,
            }


@hooks.register("insert_global_admin_css")
def colour_the_cms() -> SafeString:
    """Our colours over Wagtail's look."""
    return format_html('<link rel="stylesheet" href="{}">', static("recueil/css/cms.css"))


@hooks.register("insert_editor_js")
def count_characters() -> SafeString:
    """The counter of the summary."""
    return format_html('<script src="{}" defer></script>', static("recueil/js/cms.js"))


@hooks.register("before_move_page")
def ask_before_another_community(
    request: HttpRequest, page: Page, destination: Page
) -> HttpResponse | None:
    """Moving a page to another community shows who gains and who loses access."""
    return move_one(request, page, destination)


@hooks.register("before_bulk_action")
def ask_before_another_community_for_all(
    request: HttpRequest, action_type: str, pages: Sequence[Page], action: Any
) -> HttpResponse | None:
    """The same for several pages at once."""
    return move_many(request, pages, action) if isinstance(action, MoveBulkAction) else None


@hooks.register("before_bulk_action")
def publish_no_template(
    request: HttpRequest, action_type: str, pages: Sequence[Page], action: Any
) -> HttpResponse | None:
    """Nor several at once."""
    if action_type != "publish" or not isinstance(action, PageBulkAction):
        return None
    ids = [page.pk for page in pages]
    if not KnowledgePage.objects.filter(pk__in=ids, is_template=True).exists():
        return None
    messages.error(request, NO_TEMPLATE)
    return redirect(action.next_url)


@hooks.register("before_publish_page")
def publish_no_template_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A page to copy shows how one writes; what is published is a copy."""
    if not getattr(page, "is_template", False):
        return None
    messages.error(request, NO_TEMPLATE)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("register_page_header_buttons")
def begin_from_template(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """On the sections of a community that has pages to copy."""
    if not isinstance(page, IndexPage):
        return
    community = community_of(page)
    if community is None or not standing_of(user).may(Act.PROPOSE, community):
        return
    if templates_of(community).exists():
        url = reverse("guides:begin_page", args=[community.slug])
        yield Button(_("Start from a template"), url, icon_name="copy", priority=5)
