"""The words of blocks, read from what is stored.

The search needs the words and the headings of a page, not its pictures or links:
reading them from the stored values loads no other object, so that thousands of
pages cost no query. Headings stand as in the templates of the blocks.
"""

import re
from collections.abc import Callable, Collection, Iterable
from html import escape
from typing import Any

from django.utils.formats import localize

from wiki.core.markdown import markdown_to_html, plain_html
from wiki.core.passages import INNER
from wiki.core.rich_text import rich_html

#: Blocks made of short plain texts: the children worth finding, in the order shown.
PLAIN = {
    "quote": ("text", "author", "source"),
    "image": ("alt_text", "caption"),
    "code": ("caption", "code"),
    "file": ("title",),
    "video": ("title", "transcript"),
    "page": ("why",),
    "link": ("title", "why"),
}
#: Blocks that are nothing without their file: its kind, which is the child's name.
FILES = {"image": "image", "file": "document"}
_HEADING = re.compile(r"<(h[1-6])\b")
#: Rich text of which cleaning would change no word: tags without attributes, no titles.
_CLEAN = re.compile(r"(?:[^<\x00]+|</?(?:b|em|i|li|ol|p|strong|ul)>|<br ?/?>)*+")


def words_of(
    raw_blocks: Iterable[dict[str, Any]],
    *,
    first: int = 0,
    withheld: Collection[tuple[str, int]] = (),
) -> str:
    """HTML of the words of stored blocks; ``first`` is the number of the first in its page.

    Nothing is said of ``withheld`` files (kind and id).
    """
    return "\n".join(
        READERS[raw["type"]](raw["value"], number)
        for number, raw in enumerate(raw_blocks, first)
        if raw["type"] in READERS and raw["value"] and file_of(raw) not in withheld
    )


def file_of(raw: dict[str, Any]) -> tuple[str, int] | None:
    """Kind and id of the file that a stored block is made of; None for other blocks."""
    kind = FILES.get(raw["type"])
    number = (raw["value"] or {}).get(kind) if kind else None
    return (kind, number) if kind and number else None


def _paragraphs(*texts: Any) -> str:
    return "".join(f"<p>{escape(str(text))}</p>" for text in texts if text not in (None, ""))


def _items(value: Any) -> list[Any]:
    """The values of a stored list, with the ids that Wagtail adds or without."""
    return [
        item["value"] if isinstance(item, dict) and "value" in item else item
        for item in value or []
    ]


def _heading(value: dict[str, Any], _number: int) -> str:
    anchor = f' id="{escape(value["anchor"])}"' if value.get("anchor") else ""
    level = value.get("level") or 2
    return f"<h{level}{anchor}>{escape(value.get('text') or '')}</h{level}>"


def _rich(value: str) -> str:
    return value if _CLEAN.fullmatch(value) else rich_html(value)


def _step(value: dict[str, Any], _number: int = 0) -> str:
    anchor = f' id="{escape(value["anchor"])}"' if value.get("anchor") else ""
    how = _rich(value.get("text") or "") + _rich(value.get("tips") or "")
    how = _HEADING.sub(rf"<\1 {INNER}", how)
    return f"<h3{anchor}>{escape(value.get('title') or '')}</h3>{how}"


def _markdown(value: str, number: int) -> str:
    html = plain_html(value)
    return markdown_to_html(value, block=number) if html is None else html


def _steps(value: dict[str, Any], _number: int) -> str:
    title = f"<h2>{escape(value['title'])}</h2>" if value.get("title") else ""
    return title + "".join(_step(step) for step in _items(value.get("steps")))


def _accordion(value: dict[str, Any], _number: int) -> str:
    return "".join(_titled(item, 0) for item in _items(value.get("items")))


def _titled(value: dict[str, Any], _number: int) -> str:
    return _paragraphs(value.get("title")) + _rich(value.get("text") or "")


def _checklist(value: dict[str, Any], _number: int) -> str:
    return _paragraphs(value.get("title"), *_items(value.get("items")))


def _table(value: dict[str, Any], _number: int) -> str:
    cells = [cell for row in value.get("data") or [] for cell in row]
    return _paragraphs(value.get("table_caption"), *cells)


def _figure(value: dict[str, Any], _number: int) -> str:
    values = " → ".join(localize(value[side]) for side in ("before", "after") if value.get(side))
    measured = f"{values} {value.get('unit') or ''}".strip()
    return _paragraphs(value.get("label"), measured, value.get("comment"))


def _plain(names: tuple[str, ...]) -> Callable[[dict[str, Any], int], str]:
    return lambda value, _number: _paragraphs(*(value.get(name) for name in names))


READERS: dict[str, Callable[[Any, int], str]] = {
    "heading": _heading,
    "text": lambda value, _number: _rich(value),
    "markdown": _markdown,
    "callout": _titled,
    "accordion": _accordion,
    "steps": _steps,
    "step": _step,
    "checklist": _checklist,
    "table": _table,
    "figure": _figure,
    **{name: _plain(children) for name, children in PLAIN.items()},
}
