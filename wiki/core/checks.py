"""What is wrong with the settings, told by ``manage.py check``."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from wiki.core.file_sending import METHODS, X_ACCEL


@register(Tags.files)
def files_can_be_sent(**kwargs: Any) -> list[CheckMessage]:
    """``FILE_SENDING`` names a way that exists, and nginx has a place of its own."""
    if settings.FILE_SENDING not in METHODS:
        return [
            Error(
                f"FILE_SENDING is “{settings.FILE_SENDING}”.",
                hint=f"One of: {', '.join(METHODS)}.",
                id="core.E001",
            )
        ]
    prefix = settings.FILE_SENDING_PREFIX
    shaped = prefix.startswith("/") and prefix.endswith("/")
    if settings.FILE_SENDING == X_ACCEL and (not shaped or prefix == settings.MEDIA_URL):
        return [
            Error(
                f"FILE_SENDING_PREFIX is “{prefix}”.",
                hint="It begins and ends with a slash, and is not where readers ask for files.",
                id="core.E002",
            )
        ]
    return []
