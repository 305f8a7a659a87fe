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
    if path is not None and settings.FILE_SENDING == X_ACCEL:
        if not path.is_file():
            raise Http404
        return _handed_over("X-Accel-Redirect", _prefixed(name), content_type)
    try:
        modified = storage.get_modified_time(name)
    except FileNotFoundError as error:
        raise Http404 from error
    by_apache = path is not None and settings.FILE_SENDING == X_SENDFILE
    if by_apache:
        etag = etag or f"{int(modified.timestamp()):x}-{storage.size(name):x}"
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
    response: HttpResponseBase
    if by_apache:
        response = _handed_over("X-Sendfile", _as_bytes(str(path)), content_type)
    else:
        response = FileResponse(storage.open(name, "rb"), content_type=content_type)
    for header in ("Last-Modified", "ETag"):
        if header in known.headers:
            response.headers[header] = known.headers[header]
    return response


def _handed_over(header: str, place: str, content_type: str) -> HttpResponse:
    """An empty answer whose header tells the web server what to send."""
    response = HttpResponse(content_type=content_type)
    response.headers[header] = place
    return response


def _prefixed(name: str) -> str:
    """Where nginx finds the file; it decodes the value, knows the dates and makes the tag."""
    return f"{settings.FILE_SENDING_PREFIX}{quote(name)}"


def _as_bytes(path: str) -> str:
    """The path as it goes over the wire: UTF-8, of which a header holds the single bytes.

    The module of Apache that distributions ship (0.12) decodes nothing, a later one what follows
    a « % », which no stored name has. It makes the tag « 0 » for every file that comes without.
    """
    return path.encode().decode("latin-1")


def _local_path(storage: Storage, name: str) -> Path | None:
    """Where the file lies on this machine; None for a store elsewhere."""
    try:
        return Path(storage.path(name))
    except NotImplementedError:
        return None
