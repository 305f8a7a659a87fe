"""Which blocks may stand where."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from wiki.core.blocks.media import (
    FileBlock,
    KnowledgeTableBlock,
    PageLinkBlock,
    PictureBlock,
    VideoBlock,
    WebLinkBlock,
)
from wiki.core.blocks.steps import StepBlock, StepsBlock
from wiki.core.blocks.text import (
    RICH_TEXT,
    AccordionBlock,
    CalloutBlock,
    ChecklistBlock,
    CodeBlock,
    HeadingBlock,
    MarkdownBlock,
    QuoteBlock,
)

WORDS = _("To read")
TO_DO = _("To do")
TO_SEE = _("To see and take away")


class BodyBlocks(blocks.StreamBlock):
    """Everything a page's body may hold."""

    heading = HeadingBlock(group=WORDS)
    text = blocks.RichTextBlock(
        features=RICH_TEXT,
        group=WORDS,
        icon="pilcrow",
        label=_("Text"),
        template="components/blocks/text.html",
        description=_("Paragraphs and lists. Paste from a word processor: it stays clean."),
    )
    markdown = MarkdownBlock(group=WORDS)
    quote = QuoteBlock(group=WORDS)
    callout = CalloutBlock(group=WORDS)
    accordion = AccordionBlock(group=WORDS)
    steps = StepsBlock(group=TO_DO)
    checklist = ChecklistBlock(group=TO_DO)
    image = PictureBlock(group=TO_SEE)
    table = KnowledgeTableBlock(group=TO_SEE)
    code = CodeBlock(group=TO_SEE)
    file = FileBlock(group=TO_SEE)
    video = VideoBlock(group=TO_SEE)
    page = PageLinkBlock(group=TO_SEE)


class StepBlocks(blocks.StreamBlock):
    """The numbered steps of a guide."""

    step = StepBlock()


class SeeAlsoBlocks(blocks.StreamBlock):
    """Where to go next, inside the site or outside."""

    page = PageLinkBlock()
    link = WebLinkBlock()
