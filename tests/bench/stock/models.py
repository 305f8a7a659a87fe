"""A page type as a first Wagtail site has it."""

from typing import Any, ClassVar

import markdown
import nh3
from django.db import models
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

#: As the usual Markdown package for Wagtail calls Python-Markdown and nh3: at every view.
EXTENSIONS = ["extra", "codehilite", "toc", "sane_lists"]
SIBLINGS = 10


def render_markdown(text: str) -> SafeString:
    """Markdown to clean HTML."""
    html = markdown.markdown(
        text, extensions=EXTENSIONS, extension_configs={"codehilite": {"guess_lang": False}}
    )
    return mark_safe(nh3.clean(html))


class MarkdownBlock(blocks.TextBlock):
    def render_basic(self, value: str, context: dict[str, Any] | None = None) -> SafeString:
        return render_markdown(value)


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock()
    text = MarkdownBlock()

    class Meta:
        template = "stock/step.html"


class Community(models.Model):
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class HomePage(Page):
    pass


class GuideIndexPage(Page):
    pass


class GuideTag(TaggedItemBase):
    content_object = ParentalKey(
        "stock.GuidePage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class GuidePage(Page):
    """Title, intro, date, eight blocks, communities and tags."""

    intro = models.TextField()
    date = models.DateField()
    body = StreamField(
        [
            ("heading", blocks.CharBlock(template="stock/heading.html")),
            ("text", blocks.RichTextBlock()),
            ("markdown", MarkdownBlock()),
            ("step", StepBlock()),
        ]
    )
    communities = ParentalManyToManyField(Community, blank=True)
    tags = ClusterTaggableManager(through=GuideTag, blank=True)

    template = "stock/guide_page.html"
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
    ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["breadcrumb"] = self.get_ancestors().live().filter(depth__gt=1)
        context["siblings"] = self.get_siblings(inclusive=False).live().in_menu()[:SIBLINGS]
        return context
