"""Who is at work in the CMS, for what Wagtail makes without being told: widgets, messages."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest

from wiki.people.models import User

_request: ContextVar[HttpRequest | None] = ContextVar("cms_request", default=None)


@contextmanager
def at_work(request: HttpRequest) -> Iterator[None]:
    """Inside, :func:`person_at_work` is whoever makes this request."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def person_at_work() -> User | None:
    """The person for whom the CMS makes a page now; None in tasks and commands."""
    request = _request.get()
    return request.user if request is not None and request.user.is_authenticated else None


def told_less() -> User | None:
    """Whoever is at work, when there may be things of which they may not know."""
    person = person_at_work()
    return None if person is None or person.is_superuser else person


def is_only_asking() -> bool:
    """Whether the CMS makes a page now and changes nothing."""
    request = _request.get()
    return request is not None and request.method in {"GET", "HEAD"}
