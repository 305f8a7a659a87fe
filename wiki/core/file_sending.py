"""The bytes of an uploaded file, once it is known that this person may have them.

The application sends them itself, or names the file to the web server in front, which
is quicker for large ones (``FILE_SENDING``; docs/production.md has the servers' side).
"""

from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import Storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

APPLICATION = "application"
X_ACCEL = "x-accel"
X_SENDFILE = "x-sendfile"
METHODS = (APPLICATION, X_ACCEL, X_SENDFILE)


def send_file(
    request: HttpRequest, storage: Storage, name: str, *, content_type: str, etag: str = ""
) -> HttpResponseBase:
    """The file, or 304 when the reader has it already. Raises Http404 when it is gone.

    ``etag`` is the opaque part of an entity tag; without it the date alone is compared.
    """
    path = _local_path(storage, name)
    if path is not None and settings.FILE_SENDING != APPLICATION:
        return _handed_over(path, name, content_type)
    try:
        modified = storage.get_modified_time(name)
    except FileNotFoundError as error:
        raise Http404 from error
    known = HttpResponse(content_type=content_type)
    known.headers["Last-Modified"] = http_date(modified.timestamp())
    if etag:
        known.headers["ETag"] = f'"{etag}"'
    answer = get_conditional_response(
        request,
        etag=known.headers.get("ETag"),
        last_modified=int(modified.timestamp()),
        response=known,
    )
    if answer is not None and answer is not known:
        return answer
    response = FileResponse(storage.open(name, "rb"), content_type=content_type)
    for header in ("Last-Modified", "ETag"):
        if header in known.headers:
            response.headers[header] = known.headers[header]
    return response


def _handed_over(path: Path, name: str, content_type: str) -> HttpResponse:
    """An empty answer whose header tells the web server what to send; it knows the dates."""
    if not path.is_file():
        raise Http404
    response = HttpResponse(content_type=content_type)
    # Both servers decode the value; a raw name could not hold an accent.
    if settings.FILE_SENDING == X_ACCEL:
        response.headers["X-Accel-Redirect"] = settings.FILE_SENDING_PREFIX + quote(name)
    else:
        response.headers["X-Sendfile"] = quote(str(path))
    return response


def _local_path(storage: Storage, name: str) -> Path | None:
    """Where the file lies on this machine; None for a store elsewhere."""
    try:
        return Path(storage.path(name))
    except NotImplementedError:
        return None
