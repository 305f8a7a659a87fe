"""Pages that a form of the CMS names, when its editor may not read them.

Somebody who may read a page chose it, in a field, a block or a link; whoever edits the
same text later and may not read it learns neither its title nor its address. The choice
itself stays.
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.rich_text.converters.html_to_contentstate import ExternalLinkElementHandler
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from wiki.communities.cms.at_work import person_at_work
from wiki.communities.cms.policy import choosable_ids
from wiki.communities.models import CommunityPage
from wiki.communities.queries import listed
from wiki.core.page_links import SectionLinkElementHandler, section_link_entity


def may_be_named(ids: set[int]) -> bool:
    """Whether the person at work in the CMS may see all these pages named.

    Nobody is at work in a task or a command, which show nothing.
    """
    person = person_at_work()
    return person is None or not ids - choosable_ids(ids, person)


def communities_named(ids: set[int]) -> dict[int, str]:
    """The titles of those of these communities of which the person at work may know.

    Where nobody is at work, those of which visitors know.
    """
    person = person_at_work()
    known = listed(person or AnonymousUser()).filter(pk__in=ids)
    titles = dict(known.values_list("pk", "title"))
    if person is not None and (others := ids - titles.keys()):
        # One that has left the site, in the part of the CMS that is theirs.
        worked_on = CommunityPage.objects.filter(pk__in=choosable_ids(others, person))
        titles |= dict(worked_on.values_list("pk", "title"))
    return titles


class DiscreetLinkElementHandler(SectionLinkElementHandler):
    """A link whose page may not be named looks like one whose page is gone."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        data = super().get_attribute_data(attrs)
        if data["url"] is None or may_be_named({data["id"]}):
            return data
        return {**data, "url": None, "parentId": None}


# After ours of wiki.core (order 100), which this one replaces.
@hooks.register("register_rich_text_features", order=200)
def name_no_closed_page(features: FeatureRegistry) -> None:
    """Links in the editor tell only what its user may know."""
    features.register_converter_rule(
        "contentstate",
        "link",
        {
            "from_database_format": {
                "a[href]": ExternalLinkElementHandler("LINK"),
                'a[linktype="page"]': DiscreetLinkElementHandler("LINK"),
            },
            "to_database_format": {"entity_decorators": {"LINK": section_link_entity}},
        },
    )


_stock_value = AdminPageChooser.get_value_data_from_instance


def _discreet_value(self: AdminPageChooser, instance: Page) -> dict[str, Any]:
    if may_be_named({instance.pk}):
        return _stock_value(self, instance)
    title = _("A page that you may not read")
    return {
        "id": instance.pk, "edit_url": None, "parent_id": None, self.display_title_key: title,
    }  # fmt: skip


# Panels, blocks and forms each make this widget by its name: there is no place to give
# another one.
AdminPageChooser.get_value_data_from_instance = _discreet_value
