"""What pages of knowledge show of their readers."""

from typing import Any

from django.http import HttpRequest

from guides.models import KnowledgePage
from wiki.core.page_context import adds_context
from wiki.feedback.queries import discussion
from wiki.feedback.rights import powers


@adds_context(KnowledgePage)
def discussion_context(page: KnowledgePage, request: HttpRequest) -> dict[str, Any]:
    """``discussion``: the comments, for a published page; None in a preview."""
    if getattr(request, "is_preview", False) or not page.live:
        return {"discussion": None}
    whole = request.GET.get("comments") == "all"
    allowed = powers(page, request.user)
    return {"discussion": discussion(page, request.user, powers=allowed, whole=whole)}
