"""Blocks made of words."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.models import Page

from wiki.core.blocks.anchors import AnchorBlock
from wiki.core.markdown import internal_references
from wiki.core.models import RecueilImage

#: What rich text may hold. Headings are here too, so that a pasted text keeps its own.
RICH_TEXT = [
    "h2", "h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link",
    "superscript", "subscript", "strikethrough", "code", "blockquote",
]  # fmt: skip
#: Inside a step, a callout or an answer: no heading of its own.
SHORT_TEXT = ["bold", "italic", "ol", "ul", "link", "document-link", "code"]


class HeadingBlock(blocks.StructBlock):
    """A heading; its anchor is filled on the first save and then never moves."""

    text = blocks.CharBlock(label=_("Heading"), max_length=160)
    level = blocks.ChoiceBlock(
        choices=[("2", _("Section")), ("3", _("Sub-section")), ("4", _("Paragraph heading"))],
        default="2",
        label=_("Level"),
    )
    anchor = AnchorBlock()

    class Meta:
        form_layout = blocks.BlockGroup(children=["text", "level"], settings=["anchor"])
        icon = "title"
        label = _("Heading")
        label_format = "{text}"
        template = "components/blocks/heading.html"
        description = _("Cuts the page into parts that people can jump and link to.")


class MarkdownBlock(blocks.TextBlock):
    """Markdown source: tables, code, notes and task lists included."""

    class Meta:
        icon = "code"
        label = _("Markdown")
        template = "components/blocks/markdown.html"
        description = _("For people who already have their text in Markdown.")

    def extract_references(self, value: str | None) -> Iterator[tuple[type, str, str, str]]:
        """Its ``page:``, ``document:`` and ``image:`` targets, for « where is this used »."""
        models = {"page": Page, "document": get_document_model(), "image": RecueilImage}
        for kind, number in internal_references(value or ""):
            yield models[kind], str(number), "", ""


class CalloutBlock(blocks.StructBlock):
    """A passage set apart."""

    kind = blocks.ChoiceBlock(
        choices=[
            ("note", _("Note")),
            ("tip", _("Tip")),
            ("important", _("Important")),
            ("warning", _("Warning")),
            ("example", _("Example")),
        ],
        default="note",
        label=_("Kind"),
    )
    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    text = blocks.RichTextBlock(features=SHORT_TEXT, label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        label_format = "{kind} – {title}"
        template = "components/blocks/callout.html"
        description = _("A tip, a warning or an example beside the main text.")


class ChecklistBlock(blocks.StructBlock):
    """Things to tick off; ticks stay in the reader's browser."""

    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    items = blocks.ListBlock(blocks.CharBlock(max_length=300), label=_("To check"))

    class Meta:
        icon = "tick-inverse"
        label = _("Checklist")
        label_format = "{title}"
        template = "components/blocks/checklist.html"
        description = _("Points to tick off before or after acting.")


class CodeBlock(blocks.StructBlock):
    """Program text or a command."""

    language = blocks.CharBlock(
        required=False,
        max_length=30,
        label=_("Programming language"),
        help_text=_("For example: python, bash, json. Empty for plain text."),
    )
    caption = blocks.CharBlock(required=False, max_length=160, label=_("Caption"))
    code = blocks.TextBlock(label=_("Code"))

    class Meta:
        icon = "code"
        label = _("Code")
        label_format = "{caption}"
        template = "components/blocks/code.html"
        description = _("Code to read or to copy, kept as it is.")


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, with their source."""

    text = blocks.TextBlock(label=_("Quotation"))
    author = blocks.CharBlock(required=False, max_length=160, label=_("Who said it"))
    source = blocks.CharBlock(required=False, max_length=200, label=_("Where"))
    url = blocks.URLBlock(required=False, label=_("Address of the source"))

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        label_format = "{text}"
        template = "components/blocks/quote.html"
        description = _("Words of somebody else; say whose.")


class AccordionBlock(blocks.StructBlock):
    """Questions with answers that open."""

    items = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("title", blocks.CharBlock(max_length=160, label=_("Title"))),
                ("text", blocks.RichTextBlock(features=SHORT_TEXT, label=_("Text"))),
            ],
            label_format="{title}",
        ),
        label=_("Parts"),
    )

    class Meta:
        icon = "list-ul"
        label = _("Accordion")
        template = "components/blocks/accordion.html"
        description = _("Details that only some readers need: frequent questions, exceptions.")
