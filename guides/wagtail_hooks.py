"""The CMS: what it lists, how it looks, what it does when a community opens."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from guides.cms import KnowledgeViewSet, VocabularyGroup
from guides.handing_over import LOGGED_AS
from guides.services import open_sections
from wiki.communities.models import CommunityPage
from wiki.people.models import User

knowledge = KnowledgeViewSet()


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
    """A community is born with its four sections."""
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
    actions.register_action(LOGGED_AS, _("Hand over"), _("Handed over to another owner"))


@hooks.register("insert_global_admin_css")
def colour_the_cms() -> SafeString:
    """Our colours over Wagtail's look."""
    return format_html('<link rel="stylesheet" href="{}">', static("recueil/css/cms.css"))


@hooks.register("insert_editor_js")
def count_characters() -> SafeString:
    """The counter of the summary."""
    return format_html('<script src="{}" defer></script>', static("recueil/js/cms.js"))
