"""What the editor can do more than Wagtail's own."""

from wagtail import hooks
from wagtail.admin.rich_text.converters.html_to_contentstate import ExternalLinkElementHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

from wiki.core.page_cache import serve_kept
from wiki.core.page_links import (
    SectionLinkElementHandler,
    SectionLinkHandler,
    section_link_entity,
)

# Inside Wagtail's own link of the chain (order 0), which refuses readers without the right.
hooks.register("on_serve_page", serve_kept, order=100)


# After Wagtail's own registration (order 0), which this one replaces.
@hooks.register("register_rich_text_features", order=100)
def let_links_lead_to_sections(features: FeatureRegistry) -> None:
    """Page links may carry the anchor of a section."""
    features.register_link_type(SectionLinkHandler)
    features.register_converter_rule(
        "contentstate",
        "link",
        {
            "from_database_format": {
                "a[href]": ExternalLinkElementHandler("LINK"),
                'a[linktype="page"]': SectionLinkElementHandler("LINK"),
            },
            "to_database_format": {"entity_decorators": {"LINK": section_link_entity}},
        },
    )
