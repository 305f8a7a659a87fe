"""Markdown to clean HTML."""

from wiki.core.markdown.cleaning import clean_html
from wiki.core.markdown.plain import plain_html
from wiki.core.markdown.references import internal_references
from wiki.core.markdown.renderer import markdown_to_html, render_markdown

__all__ = ["clean_html", "internal_references", "markdown_to_html", "plain_html", "render_markdown"]
