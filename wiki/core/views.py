"""Error pages and pictures."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.static import serve

#: Folders of the media store that hold pictures; documents go through Wagtail's
#: view, which checks their collection.
PICTURE_FOLDERS = ("images/", "original_images/", "avatar_images/")
YEAR = 31_536_000  # seconds


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400. The host may be forged: the template asks nothing of the request or the database."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not for this."""
    return render(request, "403.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500. The database may be down: the template asks nothing of it."""
    return render(request, "500.html", status=500)


def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture of the media store; anything else below it is a 404."""
    if not path.startswith(PICTURE_FOLDERS):
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    # A rendition's name changes with its content.
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    # An uploaded file opened on its own runs nothing.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response
