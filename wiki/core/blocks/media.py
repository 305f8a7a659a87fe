"""Pictures, tables, files, videos and links."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

TABLE_OPTIONS = {
    "minSpareRows": 0,
    "startRows": 3,
    "startCols": 3,
    "autoColumnSize": False,
    "stretchH": "all",
    "height": 160,
    "renderer": "text",
    "contextMenu": True,
}


class PictureBlock(blocks.StructBlock):
    """A picture with the text that stands for it."""

    image = ImageChooserBlock(label=_("Image"))
    alt_text = blocks.CharBlock(
        required=False,
        max_length=300,
        label=_("Alternative text"),
        help_text=_("What a person who cannot see the picture needs to know."),
    )
    decorative = blocks.BooleanBlock(
        required=False,
        label=_("Decorative"),
        help_text=_("The picture adds nothing to the text: screen readers skip it."),
    )
    caption = blocks.CharBlock(required=False, max_length=300, label=_("Caption"))
    credit = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("Credit"),
        help_text=_("Empty: the credit kept with the picture."),
    )

    class Meta:
        icon = "image"
        label = _("Image")
        label_format = "{caption}"
        template = "components/blocks/picture.html"
        description = _("A drawing, a diagram or a photograph that shows what words cannot.")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        # A draft may wait for its alternative text; a published page may not.
        waits = self.is_deferred_validation
        if not waits and not cleaned["decorative"] and not cleaned["alt_text"].strip():
            raise StructBlockValidationError(
                block_errors={
                    "alt_text": ValidationError(
                        _("Say what the picture shows, or mark it as decorative.")
                    )
                }
            )
        return cleaned


class KnowledgeTableBlock(TableBlock):
    """A table whose header row or column the author chooses."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(table_options=TABLE_OPTIONS, **kwargs)

    class Meta:
        icon = "table"
        label = _("Table")
        template = "components/blocks/table.html"
        description = _("Figures or options side by side. Say which row or column is the header.")


class FileBlock(blocks.StructBlock):
    """A document to download."""

    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        required=False, max_length=160, label=_("Title"), help_text=_("Empty: the document's.")
    )

    class Meta:
        icon = "doc-full"
        label = _("File")
        label_format = "{title}"
        template = "components/blocks/file.html"
        description = _("A template, a form or a slide deck to take away.")


class VideoBlock(blocks.StructBlock):
    """A video; nothing is loaded from its host until the reader asks."""

    url = blocks.URLBlock(label=_("Address of the video"))
    title = blocks.CharBlock(max_length=160, label=_("Title"))
    poster = ImageChooserBlock(required=False, label=_("Still picture"))
    transcript = blocks.TextBlock(
        required=False,
        label=_("Transcript"),
        help_text=_("For people who cannot hear it, and for the search."),
    )

    class Meta:
        icon = "media"
        label = _("Video")
        label_format = "{title}"
        template = "components/blocks/video.html"
        description = _("Opens at its host when the reader asks; nothing before.")


class PageLinkBlock(blocks.StructBlock):
    """A link to a page of this site, with the reason to follow it."""

    page = blocks.PageChooserBlock(label=_("Page"))
    why = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("Why read it"),
        help_text=_("For example: the same method with ten people or fewer."),
    )

    class Meta:
        icon = "doc-empty-inverse"
        label = _("Link to a page")
        label_format = "{page}"
        template = "components/blocks/page_link.html"
        description = _("Sends the reader to another page of the collection.")


class WebLinkBlock(blocks.StructBlock):
    """A link to another site."""

    title = blocks.CharBlock(max_length=200, label=_("Title"))
    url = blocks.URLBlock(label=_("Address"))
    why = blocks.CharBlock(required=False, max_length=200, label=_("Why read it"))

    class Meta:
        icon = "link-external"
        label = _("Link to another site")
        label_format = "{title}"
        template = "components/blocks/web_link.html"
