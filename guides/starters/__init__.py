"""What a new community may begin with: a charter, a page of welcome, pages to copy.

The texts stand in one YAML file for each language of the interface.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from guides.models import (
    CaseStudyPage,
    DigestPage,
    GuidePage,
    KnowledgePage,
    SeriesPage,
    WatchNotePage,
)
from wiki.core.fields import BodyField
from wiki.core.languages import Language

FOLDER = Path(__file__).parent

#: The page types that have a template, by the name that the search gives them.
TEMPLATE_TYPES: Mapping[str, type[KnowledgePage]] = {
    page_type.search_kind: page_type
    for page_type in (GuidePage, CaseStudyPage, WatchNotePage, SeriesPage, DigestPage)
}


@dataclass(frozen=True, slots=True)
class Starters:
    """The texts in one language; ``pages`` are values of fields, by type of page."""

    language: str
    charter: str
    welcome: Mapping[str, Any]
    pages: Mapping[str, Mapping[str, Any]]


@cache
def starters(language: str) -> Starters:
    """The texts in this language, in French when there are none."""
    known = language if language in Language.values else Language.FRENCH.value
    raw = yaml.safe_load((FOLDER / f"{known}.yaml").read_text(encoding="utf-8"))
    return Starters(known, raw["charter"], raw["welcome"], raw["templates"])


def page_from(
    page_type: type[KnowledgePage], values: Mapping[str, Any], *, language: str
) -> KnowledgePage:
    """A page with these values that is not in the tree yet."""
    page = page_type(language=language, live=False)
    for name, value in values.items():
        field = page_type._meta.get_field(name)
        if isinstance(field, BodyField):
            # As it is stored: a list of blocks with their raw values.
            blocks = [{"type": kind, "value": block} for kind, block in map(_block, value)]
            value = field.to_python(blocks)
        setattr(page, name, value)
    return page


def _block(row: Any) -> tuple[str, Any]:
    """One block: a pair of name and value, or the value of a step alone."""
    return ("step", row) if isinstance(row, dict) else (row[0], row[1])
