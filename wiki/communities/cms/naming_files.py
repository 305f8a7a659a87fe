"""Pictures and documents that a form of the CMS shows, when its editor may not know of them.

As with pages (``wiki.communities.cms.naming``): somebody whose collection it was in chose the
file; whoever edits the same text later, and may neither open nor choose it, learns neither its
name nor its address. The choice itself stays.
"""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import BaseChooser
from wagtail.documents import get_document_model
from wagtail.documents.rich_text.contentstate import (
    DocumentLinkElementHandler,
    document_link_entity,
)
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.images.widgets import AdminImageChooser
from wagtail.models import CollectionMember
from wagtail.permissions import policy_registry
from wagtail.rich_text.feature_registry import FeatureRegistry

from wiki.communities.cms.at_work import person_at_work
from wiki.communities.file_audience import may_open

#: With one of these the CMS's own lists offer a file.
OFFERED_WITH = ("choose", "change")
NO_PREVIEW = {"url": "", "width": 0, "height": 0}


def may_be_shown(file: CollectionMember) -> bool:
    """Whether the person at work in the CMS may know of this picture or document.

    Nobody is at work in a task or a command, which show nothing.
    """
    person = person_at_work()
    if person is None:
        return True
    policy = policy_registry.get_by_type(type(file))
    # First what asks nothing of the database: most files are of the editor's own collections.
    offered = policy.user_has_any_permission_for_instance(person, OFFERED_WITH, file)
    return offered or may_open(file, person)


class DiscreetDocumentLink(DocumentLinkElementHandler):
    """A link whose document may not be named looks like one whose document is gone."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        data = super().get_attribute_data(attrs)
        document = get_document_model().objects.filter(pk=data.get("id")).first()
        if document is None or may_be_shown(document):
            return data
        return {"id": document.pk}


# After Wagtail's own (order 0), which these replace.
@hooks.register("register_rich_text_features", order=100)
def name_no_closed_file(features: FeatureRegistry) -> None:
    """Links in the editor tell only what its user may know; its texts hold no picture."""
    rule = {
        "from_database_format": {'a[linktype="document"]': DiscreetDocumentLink("DOCUMENT")},
        "to_database_format": {"entity_decorators": {"DOCUMENT": document_link_entity}},
    }
    features.register_converter_rule("contentstate", "document-link", rule)


def _tell_discreetly(chooser: type[BaseChooser], title: Promise, more: dict[str, Any]) -> None:
    stock = chooser.get_value_data_from_instance

    def value(self: BaseChooser, instance: CollectionMember) -> dict[str, Any]:
        if may_be_shown(instance):
            return stock(self, instance)
        told = {"id": instance.pk, "edit_url": None, self.display_title_key: str(title)}
        return {**told, **more}

    chooser.get_value_data_from_instance = value


# Panels, blocks and forms each make these widgets by their names: there is no place to give
# other ones.
_tell_discreetly(AdminDocumentChooser, _("A document that you may not open"), {})
_tell_discreetly(
    AdminImageChooser,
    _("A picture that you may not open"),
    {"preview": NO_PREVIEW, "default_alt_text": ""},
)
