"""How often something may be tried."""

import hashlib

from django.core.cache import cache


def within_limit(what: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one more try of ``what`` by ``who``; whether it is one of the first ``most``.

    Counted in the cache for ``seconds`` from the first try; ``who`` is stored as a digest.
    """
    digest = hashlib.sha256(who.encode()).hexdigest()[:32]
    key = f"limit:{what}:{digest}"
    if cache.add(key, 1, seconds):
        return most >= 1
    try:
        tries: int = cache.incr(key)
    except ValueError:  # it ended at this very moment
        cache.set(key, 1, seconds)
        tries = 1
    return tries <= most
