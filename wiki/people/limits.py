"""How often something may be tried."""

import hashlib
from contextlib import suppress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def within_limit(what: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one more try of ``what`` by ``who``; whether it is one of the first ``most``.

    Counted in the cache for ``seconds`` from the first try; ``who`` is stored as a digest.
    """
    key = _key(what, who)
    if cache.add(key, 1, seconds):
        return most >= 1
    try:
        tries: int = cache.incr(key)
    except ValueError:  # it ended at this very moment
        cache.set(key, 1, seconds)
        tries = 1
    return tries <= most


def take_back(what: str, who: str) -> None:
    """One try less: it came to a good end."""
    with suppress(ValueError):  # nothing is counted any more
        cache.decr(_key(what, who))


def forget(what: str, who: str) -> None:
    """Count anew from the next try."""
    cache.delete(_key(what, who))


def too_often(request: HttpRequest, *, seconds: int, signing_in: bool = False) -> HttpResponse:
    """429: how long one waits at most, and the other way in for whoever was signing in."""
    context = {"minutes": seconds // 60, "signing_in": signing_in}
    response = render(request, "people/too_often.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _key(what: str, who: str) -> str:
    digest = hashlib.sha256(who.encode()).hexdigest()[:32]
    return f"limit:{what}:{digest}"


def origin_of(request: HttpRequest) -> str:
    """The network address from which a request comes.

    Behind a proxy that is believed, the last one that it noted: those before it are the
    visitor's own words.
    """
    if settings.SECURE_PROXY_SSL_HEADER:
        noted = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if noted:
            return noted
    return str(request.META.get("REMOTE_ADDR", ""))
