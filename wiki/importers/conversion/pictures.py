"""The value of an image block."""

from typing import Any

from wiki.importers.conversion.context import Picture

MAX_ALT = 300
MAX_CAPTION = 300


def picture_value(picture: Picture) -> dict[str, Any]:
    """What the image block stores; a picture without words is marked as decorative."""
    alt = " ".join(picture.alt.split())
    return {
        "image": picture.id,
        "alt_text": alt[:MAX_ALT],
        "decorative": not alt,
        # Words too long for the alternative text are not lost.
        "caption": (picture.caption or alt[MAX_ALT:])[:MAX_CAPTION],
        "credit": "",
    }
