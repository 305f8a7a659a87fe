"""What every template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name and public address, and the languages of the interface."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "interface_languages": settings.LANGUAGES,
    }
