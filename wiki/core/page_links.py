"""Links of rich text that lead to one section of a page.

Wagtail's link knows a page and no place in it. Here it may carry an ``anchor``:
``<a linktype="page" id="12" anchor="before-you-start">``. The editor keeps it, the usage
report counts it as any other link to the page.
"""

from html import escape
from typing import Any

from draftjs_exporter import DOM
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import PageLinkElementHandler
from wagtail.rich_text.pages import PageLinkHandler


class SectionLinkHandler(PageLinkHandler):
    """From what is stored to what readers get."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        return [
            f'{link[:-2]}#{escape(attrs["anchor"])}">'
            if attrs.get("anchor") and link.endswith('">')
            else link
            for attrs, link in zip(
                attrs_list, super().expand_db_attributes_many(attrs_list), strict=True
            )
        ]


class SectionLinkElementHandler(PageLinkElementHandler):
    """From what is stored to what the editor holds."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        data = super().get_attribute_data(attrs)
        return {**data, "anchor": attrs["anchor"]} if attrs.get("anchor") else data


def section_link_entity(props: dict[str, Any]) -> Any:
    """From what the editor holds to what is stored."""
    if props.get("id") is None or not props.get("anchor"):
        return link_entity(props)
    attributes = {"linktype": "page", "id": props["id"], "anchor": props["anchor"]}
    return DOM.create_element("a", attributes, props["children"])
