"""A feed as an answer: kept while nothing changes, and not sent twice to who has it."""

import hashlib
from calendar import timegm
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date

from wiki.communities.audience import Viewer, viewer_tokens
from wiki.core.changes import content_version

#: Seconds for which whoever stands between us and a program may keep a public feed.
PUBLIC_FOR = 600
#: Seconds in our own cache; much less than ``wiki.core.changes.MEMORY``.
KEPT_FOR = 600


@dataclass(frozen=True, slots=True)
class Document:
    """A feed written down, and when something in it last changed."""

    body: bytes
    content_type: str
    updated: datetime
    #: What tells one version from another, where the body holds the hour; else made from it.
    mark: str = ""

    @property
    def etag(self) -> str:
        """The same for the same words, on every machine."""
        told = self.mark.encode() if self.mark else self.body
        return f'"{hashlib.sha256(told).hexdigest()[:32]}"'


def kept(name: str, viewer: Viewer, build: Callable[[], Document]) -> Document:
    """The document that ``build`` makes, or the same from the cache (two queries at most).

    It may be kept for all who hold the same rights: what a feed says depends on them and on
    the content, of which the key holds the version.
    """
    tokens = ",".join(sorted(viewer_tokens(viewer)))
    parts = "\n".join((settings.SITE_URL, name, tokens, content_version()))
    key = f"feed:{hashlib.sha256(parts.encode()).hexdigest()}"
    document: Document | None = cache.get(key)
    if document is None:
        document = build()
        cache.set(key, document, KEPT_FOR)
    return document


def answer(request: HttpRequest, document: Document, *, private: bool) -> HttpResponse:
    """The document, or that it has not changed since the program asked last."""
    moment = timegm(document.updated.utctimetuple())
    response = HttpResponse(document.body, content_type=document.content_type)
    response.headers["ETag"] = document.etag
    response.headers["Last-Modified"] = http_date(moment)
    response.headers["Content-Language"] = settings.LANGUAGE_CODE
    with_headers(response, private=private)
    found = get_conditional_response(
        request, etag=document.etag, last_modified=moment, response=response
    )
    return with_headers(found or response, private=private)


def with_headers(response: HttpResponse, *, private: bool) -> HttpResponse:
    """Who may keep it; and that an address with a secret goes no further."""
    if private:
        # To be asked for each time, and kept by nobody but the program itself.
        patch_cache_control(response, private=True, no_cache=True, max_age=0)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
    else:
        patch_cache_control(response, public=True, max_age=PUBLIC_FOR)
    return response
