"""All that an import writes into one page."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class PageData:
    """Values by field: plain ones, streams as they are stored, and relations by id."""

    plain: dict[str, Any] = field(default_factory=dict)
    streams: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    many: dict[str, list[int]] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    #: Ids of pages with a note, in order: stops of a series, guides of a case.
    ordered: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    #: Dates of the page's life, in ISO 8601.
    first_published: Any = None
    updated: Any = None
    #: Kept beside the page.
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """SHA-256 of all of it: two equal digests write the same page."""
        content = [
            self.plain, self.streams, self.many, self.tags, self.ordered, self.extra,
            self.first_published, self.updated,
        ]  # fmt: skip
        text = json.dumps(content, sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()
