"""Pictures in the sizes that pages need, without a query per picture."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from wagtail.images.exceptions import InvalidFilterSpecError

from wiki.core.models import RecueilImage

logger = logging.getLogger("pictures")

#: Widths in pixels: a phone, the text column, the same on a dense screen.
WIDTHS = (480, 960, 1600)
#: The text column is 44rem wide at most (see the tokens of the interface).
SIZES = "(min-width: 48rem) 44rem, 100vw"


@dataclass(frozen=True, slots=True)
class Picture:
    """What an ``img`` element needs; all sizes in pixels."""

    src: str
    srcset: str
    width: int
    height: int
    #: The largest size, to see the details.
    full: str
    sizes: str = SIZES


def _specs(image: RecueilImage) -> list[str]:
    if image.filename.lower().endswith(".gif"):
        return ["original"]  # smaller sizes would stop an animation
    needed = next((width for width in WIDTHS if width >= image.width), WIDTHS[-1])
    return [f"width-{width}" for width in WIDTHS if width <= needed]


def load_pictures(ids: Iterable[int]) -> dict[int, RecueilImage]:
    """The pictures of the library with their renditions (two queries), by id."""
    ids = set(ids)
    if not ids:
        return {}
    specs = [*(f"width-{width}" for width in WIDTHS), "original"]
    images = RecueilImage.objects.filter(pk__in=ids).prefetch_renditions(*specs)
    return {image.pk: image for image in images}


def picture(image: RecueilImage) -> Picture | None:
    """The sizes of ``image``; None when its file is gone or cannot be read."""
    try:
        found = list(image.get_renditions(*_specs(image)).values())
    except (OSError, ValueError, InvalidFilterSpecError):
        logger.warning("picture.unreadable", extra={"image": image.pk})
        return None
    found.sort(key=lambda rendition: rendition.width)
    shown = next((size for size in found if size.width >= WIDTHS[1]), found[-1])
    srcset = {size.width: size.url for size in found}
    return Picture(
        src=shown.url,
        srcset=", ".join(f"{url} {width}w" for width, url in srcset.items())
        if len(srcset) > 1
        else "",
        width=shown.width,
        height=shown.height,
        full=found[-1].url,
    )
