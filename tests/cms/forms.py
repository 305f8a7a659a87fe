"""Forms as the editor posts them."""

from typing import Any

from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

Blocks = list[tuple[str, Any]]


def text(html: str) -> tuple[str, Any]:
    """A block of rich text with this content."""
    return "text", rich_text(html)


def guide_form(*, body: Blocks = (), steps: Blocks = (), **fields: Any) -> dict[str, Any]:
    """What the edit form of a guide posts."""
    empty = {name: streamfield([]) for name in ("expected_result", "variants", "see_also")}
    return nested_form_data(
        {
            "title": "Un guide", "slug": "un-guide", "summary": "À quoi il sert.",
            "language": "fr", "duration_unit": "hour", "level": "", "licence": "", "aim": "",
            "audience": "", "prerequisites": "", "material": "", "keywords": "", "tags": "",
            "source_name": "", "source_url": "", "seo_title": "", "search_description": "",
            "body": streamfield(list(body)), "steps": streamfield(list(steps)), **empty,
            "comments": inline_formset([]), **fields,
        }
    )  # fmt: skip


def add_url(parent: Page, kind: str = "guidepage") -> str:
    return reverse("wagtailadmin_pages:add", args=["guides", kind, parent.pk])


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
