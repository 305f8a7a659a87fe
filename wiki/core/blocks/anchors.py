"""Anchors that are given once and then never move.

A heading or a step gets its anchor from its words when it is first saved; words may
change afterwards, the address stays.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StreamValue

from wiki.core.anchors import FRAME
from wiki.core.text import AnchorBook


class AnchorBlock(blocks.CharBlock):
    """The part of an address that leads to a heading; shown to authors, not for them to change."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            max_length=90,
            label=_("Anchor"),
            help_text=_("Fills itself in and stays when you reword: links remain valid."),
            **kwargs,
        )
        self.field.widget.attrs["readonly"] = True


#: Blocks with an anchor, and the child that holds their words.
WORDS_OF = {"heading": "text", "step": "title"}


def fill_anchors(bodies: Iterable[StreamValue], *, reserved: Iterable[str]) -> None:
    """Gives an anchor to each heading and step of one page that has none, in place.

    Of two blocks with the same anchor (a copy inside the page) the first keeps it.
    ``reserved`` are the ids that the page itself uses.
    """
    book = AnchorBook()
    for name in (*reserved, *FRAME):
        book.anchor_for(name)
    waiting: list[tuple[Any, str]] = []
    taken: set[str] = set()
    for value, words in _anchored(bodies):
        anchor = str(value.get("anchor") or "").strip()
        if anchor and anchor not in taken:
            taken.add(anchor)
            book.anchor_for(anchor)
        elif str(value.get(words) or "").strip():
            waiting.append((value, words))
    for value, words in waiting:
        value["anchor"] = book.anchor_for(str(value[words]))


def _anchored(bodies: Iterable[StreamValue]) -> Iterator[tuple[Any, str]]:
    """The values that hold an anchor, in reading order, with the name of their words."""
    for body in bodies:
        # By number: reading the other blocks would load the pictures and pages they choose.
        numbers = [
            number for number, raw in enumerate(body.raw_data)
            if raw["type"] in WORDS_OF or raw["type"] == "steps"
        ]  # fmt: skip
        for number in numbers:
            child = body[number]
            if child.block_type in WORDS_OF:
                yield child.value, WORDS_OF[child.block_type]
            elif child.block_type == "steps":
                for step in child.value.get("steps") or []:
                    yield step, WORDS_OF["step"]
