"""From a page of knowledge to what the search stores of it."""

from typing import TYPE_CHECKING

from wiki.core.search_content import SearchContent

if TYPE_CHECKING:
    from guides.models import KnowledgePage


def project(page: "KnowledgePage") -> SearchContent:
    """All that the search stores of ``page``."""
    return SearchContent(
        page_id=page.pk,
        kind=page.search_kind,
        language=page.language,
        title=page.title,
        url=page.url or "",
        summary=page.summary,
    )
