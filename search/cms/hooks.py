"""The menu of the search in the CMS: synonyms and chosen results."""

from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from search.cms.page_choice import page_choice
from search.cms.pins import PinViewSet
from search.cms.synonyms import SynonymViewSet


class SearchGroup(SnippetViewSetGroup):
    """What editors do for those who search."""

    items = (SynonymViewSet, PinViewSet)
    menu_label = pgettext_lazy("part of the CMS", "Search")
    menu_name = "search-words"
    menu_icon = "search"
    menu_order = 260


@hooks.register("register_admin_viewset")
def list_search() -> SearchGroup:
    """Synonyms and chosen results."""
    return SearchGroup()


@hooks.register("register_admin_viewset")
def choose_pages() -> ChooserViewSet:
    """The chooser of pages that an editor may read."""
    return page_choice
