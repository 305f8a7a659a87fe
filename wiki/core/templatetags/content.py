"""Tags of the block templates."""

from typing import Any
from urllib.parse import urlsplit

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page
from wagtail.rich_text import RichText

from wiki.core.linked_pages import LinkedPage, public_face
from wiki.core.markdown import markdown_to_html
from wiki.core.markdown.callouts import callout_word as word_of
from wiki.core.markdown.code import highlighted
from wiki.core.models import RecueilImage
from wiki.core.pictures import Picture, picture
from wiki.core.rich_text import rich_html

register = template.Library()


@register.filter
def rich(value: RichText | str | None) -> SafeString:
    """Clean HTML of a rich text; the links inside the site are resolved with the page."""
    source = value.source if isinstance(value, RichText) else (value or "")
    return mark_safe(rich_html(source))  # noqa: S308  # cleaned


@register.simple_tag(takes_context=True)
def markdown_block(context: Context, value: str) -> SafeString:
    """Clean HTML of a Markdown block."""
    number = int(context.get("block_number") or 0)
    return mark_safe(markdown_to_html(value or "", block=number))  # noqa: S308  # cleaned


@register.simple_tag(takes_context=True)
def block_picture(context: Context, image: RecueilImage | None) -> Picture | None:
    """The sizes of a chosen picture, from those loaded with the page when they are.

    None for a picture of which the page is to be silent.
    """
    if image is None or ("image", image.pk) in (context.get("withheld") or ()):
        return None
    return picture((context.get("pictures") or {}).get(image.pk, image))


@register.simple_tag(takes_context=True)
def linked_page(context: Context, page: Page | None) -> LinkedPage:
    """What may be said of a chosen page to whoever reads this one."""
    if page is None:
        return LinkedPage()
    known = context.get("linked")
    return public_face(page) if known is None else known.get(page.pk, LinkedPage())


@register.filter
def callout_word(kind: str) -> str:
    """The word on a callout of this kind."""
    return word_of(kind)


@register.filter
def code_html(code: str | None, language: str | None = "") -> SafeString:
    """Program text with the classes of its colours."""
    return highlighted(code or "", language or "")


@register.filter
def host(url: Any) -> str:
    """The site that an address leads to, as people say it: without « www. »."""
    return (urlsplit(str(url or "")).hostname or "").removeprefix("www.")
