"""Whether a file is a picture that the library takes."""

import struct
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext_lazy as _
from PIL import Image as Pillow

from wiki.core.uploads.refusals import extension_of, refuse_drawing, refuse_large

#: Pillow's name of the format that each ending announces.
FORMATS = {
    "avif": "AVIF",
    "gif": "GIF",
    "jpeg": "JPEG",
    "jpg": "JPEG",
    "png": "PNG",
    "webp": "WEBP",
}
#: What Pillow's decoders raise for bytes that are not what they announce.
DAMAGED = (
    OSError, EOFError, SyntaxError, ValueError, RuntimeError, ArithmeticError, LookupError,
    TypeError, struct.error,
)  # fmt: skip
MILLION = 1_000_000


def check_picture(file: File) -> tuple[int, int]:
    """Width and height in pixels of a picture that was drawn once, to be sure that it can be.

    Raises ValidationError with code « svg », « format », « too-large » or « damaged ».
    """
    refuse_drawing(file)
    extension = extension_of(file)
    accepted = [name for name in settings.WAGTAILIMAGES_EXTENSIONS if name in FORMATS]
    if extension not in accepted:
        raise ValidationError(
            _("This is no format of pictures that the library takes. It takes: %(accepted)s."),
            code="format",
            params={"accepted": ", ".join(accepted).upper()},
        )
    refuse_large(file, limit=settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    file.open()
    try:
        # Only the announced format is tried: whatever the content is, it is that or nothing.
        with Pillow.open(file, formats=[FORMATS[extension]]) as picture:
            frames = getattr(picture, "n_frames", 1)
            if picture.width * picture.height * frames > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                raise _bomb()
            picture.load()
            return picture.size
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise _bomb() from error
    except DAMAGED as error:
        raise damaged(extension) from error
    finally:
        file.seek(0)


def true_name(file: File) -> str:
    """The file's name with the ending that its content calls for; as it is when no format fits.

    For imports, where nobody is there to rename a JPEG that is really a PNG.
    """
    name = Path(file.name or "")
    accepted = {format_: ending for ending, format_ in FORMATS.items() if ending != "jpeg"}
    file.open()
    try:
        with Pillow.open(file, formats=list(accepted)) as picture:
            found = accepted[picture.format or ""]
    except (*DAMAGED, Pillow.DecompressionBombError, Pillow.DecompressionBombWarning):
        return name.name
    finally:
        file.seek(0)
    announced = FORMATS.get(extension_of(file))
    return name.name if announced == FORMATS[found] else f"{name.stem}.{found}"


def damaged(extension: str) -> ValidationError:
    """What is said of a file that is no picture, or no longer one."""
    return ValidationError(
        _("The content is damaged, or it is no picture in the format of its name (.%(ext)s)."),
        code="damaged",
        params={"ext": extension},
    )


def _bomb() -> ValidationError:
    return ValidationError(
        _(
            "The picture has too many pixels: the limit is %(limit)d million, "
            "all its frames together."
        ),
        code="too-large",
        params={"limit": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // MILLION},
    )
