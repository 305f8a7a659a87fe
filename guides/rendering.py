"""The text of a page of knowledge as its readers see it.

Rendering is the dearest part of a page, and the same for all readers: it is kept in
the cache under a hash of the content. What the text shows of other pages, pictures
and documents is checked at each reading, in a query for each kind that it uses.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.blocks import StreamValue

from guides.targets import discreet_addresses, linked_faces, references, state_of
from guides.withheld import withheld_files
from wiki.core.blocks.words import FILES, words_of
from wiki.core.internal_links import Withheld
from wiki.core.outline import RenderedPage, RenderedPart, SourcePart, TocEntry, outline
from wiki.core.passages import PassageSource, read_passages
from wiki.core.pictures import load_pictures
from wiki.core.search_content import Section

if TYPE_CHECKING:
    from guides.models.knowledge import KnowledgePage, Part

__all__ = ["RenderedPage", "RenderedPart", "TocEntry", "rendered", "sections_of"]

#: Part of the key: raise it when the same content is to give other HTML.
VERSION = 3
#: Seconds. Long, because what goes out of date is checked; a bound all the same, for
#: what is not (a picture whose file was changed by hand).
KEPT_FOR = 24 * 60 * 60

#: Blocks that stand side by side in an element of their own, by name.
GROUPS = {
    "step": ('<ol class="steps" data-ticks>', "</ol>"),
    "figure": ('<div class="figures">', "</div>"),
    "page": ('<ul class="page-links">', "</ul>"),
    "link": ('<ul class="page-links">', "</ul>"),
}
WITHHELD = "components/blocks/withheld.html"


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the cache holds: the page and the state of all that it shows of others."""

    page: RenderedPage
    targets: tuple[tuple[str, int], ...]
    chosen: tuple[int, ...]
    state: str


def rendered(page: "KnowledgePage", *, preview: bool = False) -> RenderedPage:
    """The text of ``page`` in reading order; a preview is neither read from the cache nor kept."""
    parts = [part for part in page.parts() if len(part.body)]
    if preview:
        return _render(page, parts, preview=True).page
    key = _key(page, parts)
    kept: _Kept | None = cache.get(key)
    if kept is not None and kept.state == state_of(page, kept.targets):
        return kept.page
    fresh = _render(page, parts)
    cache.set(key, fresh, KEPT_FOR)
    return fresh.page


def sections_of(
    parts: "Iterable[Part]", *, withheld: Withheld = frozenset()
) -> tuple[Section, ...]:
    """The passages of a page under the ids that they have in it; no query, whatever it shows.

    Nothing is said of ``withheld`` files.
    """
    sources, number = [], 0
    for part in parts:
        html = words_of(part.body.raw_data, first=number, withheld=withheld)
        sources.append(PassageSource(part.anchor, str(part.heading), html))
        number += len(part.body)
    return read_passages(sources)


def _key(page: "KnowledgePage", parts: "list[Part]") -> str:
    content = json.dumps(
        [[part.anchor, str(part.heading), list(part.body.raw_data)] for part in parts],
        default=str,
    )
    digest = hashlib.sha256(content.encode()).hexdigest()
    return f"rendered:{VERSION}:{get_language()}:{page.language}:{page.pk}:{digest}"


def _render(page: "KnowledgePage", parts: "list[Part]", *, preview: bool = False) -> _Kept:
    targets, chosen = references(parts)
    state = state_of(page, targets)
    withheld = withheld_files(page, targets)
    shown = [
        number for kind, number in targets if kind == "image" and (kind, number) not in withheld
    ]
    context: dict[str, Any] = {
        "page": page,
        "preview": preview,
        "withheld": withheld,
        "pictures": load_pictures(shown),
        "linked": linked_faces(page, chosen),
    }
    sources, number = [], 0
    for part in parts:
        sources.append(
            SourcePart(part.anchor, str(part.heading), _html(part.body, context, number))
        )
        number += len(part.body)
    text = outline(
        sources,
        language=page.language,
        sections=sections_of(parts, withheld=withheld),
        addresses=discreet_addresses(page, targets),
        withheld=withheld,
    )
    return _Kept(text, targets, chosen, state)


def _html(body: StreamValue, context: dict[str, Any], first_number: int) -> str:
    """The blocks one after the other, those of a group in its element."""
    written: list[str] = []
    numbered = enumerate(body, first_number)
    for group, children in groupby(numbered, lambda child: GROUPS.get(child[1].block_type)):
        html = [
            _block(child, {**context, "block_id": child.id, "block_number": number})
            for number, child in children
        ]
        written += [group[0], *html, group[1]] if group else html
    return "\n".join(written)


def _block(child: StreamValue.StreamChild, context: dict[str, Any]) -> SafeString:
    field = FILES.get(child.block_type)
    file = child.value.get(field) if field else None
    if file is not None and (field, file.pk) in context["withheld"]:
        return render_to_string(WITHHELD) if context["preview"] else SafeString()
    return child.render(context)
