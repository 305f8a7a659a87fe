"""From the blocks of a page to Markdown, block by block: nothing is lost on the way."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from guides.figures import change_in_words, with_unit
from wiki.core.html_to_markdown import AddressOf, escaped, fenced, indented, to_markdown
from wiki.core.internal_links import Withheld


@dataclass(frozen=True, slots=True)
class Around:
    """What the blocks show of other things."""

    #: Turns an address of the site into a full one.
    address_of: AddressOf
    #: The pages that this reader may be told of, by id.
    pages: Mapping[int, Page]
    #: The pictures and documents that this reader may not open, by kind and id.
    withheld: Withheld = frozenset()


_DOCUMENT = re.compile(r"/documents/(\d+)/")
_IMAGE = re.compile(r"!\[[^\]]*\]\(image:(\d{1,9})[^)]*\)")

Writer = Callable[[Any, Around], str]


def blocks_to_markdown(blocks: Iterable[Any], *, around: Around) -> str:
    """Markdown of the blocks of one part of a page."""
    texts, number = [], 0
    for block in blocks:
        if block.block_type == "step":
            number += 1
            texts.append(_step(block.value, around, number=number))
            continue
        writer = WRITERS.get(block.block_type, _unknown)
        texts.append(writer(block.value, around))
    return "\n\n".join(text for text in texts if text)


def _rich(value: Any, around: Around) -> str:
    def address_of(address: str) -> str:
        found = _DOCUMENT.match(address)
        closed = found and ("document", int(found[1])) in around.withheld
        return "" if closed else around.address_of(address)

    return to_markdown(str(value), address_of=address_of) if value else ""


def _heading(value: Any, _around: Around) -> str:
    return f"{'#' * int(value['level'] or 2)} {escaped(value['text'])}"


def _markdown(value: Any, around: Around) -> str:
    def shown(found: re.Match[str]) -> str:
        return "" if ("image", int(found[1])) in around.withheld else found[0]

    return _IMAGE.sub(shown, str(value)).strip()


def _quote(value: Any, _around: Around) -> str:
    text = escaped(value["text"])
    source = ", ".join(escaped(value[name]) for name in ("author", "source") if value[name])
    if value["url"]:
        source = f"[{source or value['url']}]({value['url']})"
    return indented(f"{text}\n\n— {source}" if source else text, "> ")


def _callout(value: Any, around: Around) -> str:
    title = f" {value['title']}" if value["title"] else ""
    return f"::: {value['kind']}{title}\n\n{_rich(value['text'], around)}\n\n:::"


def _accordion(value: Any, around: Around) -> str:
    return "\n\n".join(
        f"### {escaped(item['title'])}\n\n{_rich(item['text'], around)}" for item in value["items"]
    )


def _checklist(value: Any, _around: Around) -> str:
    title = f"**{escaped(value['title'])}**\n\n" if value["title"] else ""
    return title + "\n".join(f"- [ ] {escaped(item)}" for item in value["items"])


def _step(value: Any, around: Around, *, number: int) -> str:
    length = f" ({value.length})" if value.length else ""
    parts = [f"### {number}. {escaped(value['title'])}{length}", _rich(value["text"], around)]
    tips = _rich(value["tips"], around)
    if tips:
        parts.append(f"::: tip\n\n{tips}\n\n:::")
    return "\n\n".join(part for part in parts if part)


def _steps(value: Any, around: Around) -> str:
    title = [f"**{escaped(value['title'])}**"] if value["title"] else []
    steps = [_step(each, around, number=n) for n, each in enumerate(value["steps"], start=1)]
    return "\n\n".join([*title, *steps])


def _picture(value: Any, around: Around) -> str:
    image = value["image"]
    if image is None or ("image", image.pk) in around.withheld:
        return ""
    alt = "" if value["decorative"] else escaped(value["alt_text"])
    line = f"![{alt}]({around.address_of(image.file.url)})"
    caption = escaped(value["caption"] or "")
    credit = escaped(value["credit"] or image.credit)
    words = ". ".join(each for each in (caption, credit) if each)
    return f"{line}\n\n*{words}*" if words else line


def _table(value: Any, _around: Around) -> str:
    rows = [
        [escaped(str(cell or "")).replace("|", "\\|") for cell in row]
        for row in (value or {}).get("data") or []
    ]
    if not rows:
        return ""
    if not (value.get("first_row_is_table_header") or value.get("table_header_choice") == "both"):
        rows.insert(0, [""] * len(rows[0]))
    rows.insert(1, ["---"] * len(rows[0]))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _code(value: Any, _around: Around) -> str:
    caption = f"\n\n*{escaped(value['caption'])}*" if value["caption"] else ""
    return fenced(value["code"], value["language"] or "") + caption


def _file(value: Any, around: Around) -> str:
    document = value["document"]
    if document is None or ("document", document.pk) in around.withheld:
        return ""
    return f"[{escaped(value['title'] or document.title)}]({around.address_of(document.url)})"


def _video(value: Any, _around: Around) -> str:
    link = f"[{escaped(value['title'])}]({value['url']})"
    return f"{link}\n\n{escaped(value['transcript'])}" if value["transcript"] else link


def _page(value: Any, around: Around) -> str:
    page = around.pages.get(value["page"].pk) if value["page"] else None
    if page is None:
        return ""
    why = f" – {escaped(value['why'])}" if value["why"] else ""
    return f"- [{escaped(page.title)}]({around.address_of(page.url or '')}){why}"


def _link(value: Any, _around: Around) -> str:
    why = f" – {escaped(value['why'])}" if value["why"] else ""
    return f"- [{escaped(value['title'])}]({value['url']}){why}"


def _figure(value: Any, _around: Around) -> str:
    unit = value["unit"] or ""
    after = with_unit(value["after"], unit)
    if value["before"] is None:
        line = f"- **{escaped(value['label'])}**: {after}"
    else:
        change = change_in_words(value["before"], value["after"], unit=unit)
        before = with_unit(value["before"], unit)
        line = f"- **{escaped(value['label'])}**: {before} → {after} ({change})"
    return f"{line}. {escaped(value['comment'])}" if value["comment"] else line


def _unknown(value: Any, _around: Around) -> str:
    return escaped(_("A block that has no form in Markdown stood here: %s") % type(value).__name__)


WRITERS: dict[str, Writer] = {
    "heading": _heading,
    "text": _rich,
    "markdown": _markdown,
    "quote": _quote,
    "callout": _callout,
    "accordion": _accordion,
    "steps": _steps,
    "checklist": _checklist,
    "image": _picture,
    "table": _table,
    "code": _code,
    "file": _file,
    "video": _video,
    "page": _page,
    "link": _link,
    "figure": _figure,
}
