"""Reads a web address and says what came; see the package for what it refuses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.parse import urljoin

from django.conf import settings
from urllib3 import HTTPHeaderDict
from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as UrllibTimeout
from urllib3.response import BaseHTTPResponse

from wiki.core.fetching.addresses import Target, target_of
from wiki.core.fetching.bodies import ACCEPTED_ENCODINGS, read_body
from wiki.core.fetching.connecting import connected
from wiki.core.fetching.deadlines import Deadline
from wiki.core.fetching.errors import AddressRefused, TooManyRedirects, TooSlow, Unreadable

PERMANENT = {301, 308}
REDIRECTS = PERMANENT | {302, 303, 307}
#: Meant for one origin: an answer must not lead them to another.
_SECRETS = {"authorization", "cookie"}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of our time and memory an address may take, redirects included."""

    seconds: float = 10.0
    bytes: int = 5 * 1024 * 1024
    redirects: int = 5


PAGE = Limits()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came from ``address``, the last one of the redirects."""

    address: str
    status: int
    content: bytes = field(repr=False, default=b"")
    #: Names in any case.
    headers: Mapping[str, str] = field(repr=False, default_factory=HTTPHeaderDict)
    #: Where redirects that are meant for good lead; None when the first one is not.
    permanent_address: str | None = None

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class _Question:
    method: str
    headers: Mapping[str, str]
    limits: Limits
    body: bytes | None = None
    reads_body: bool = True


def fetch(
    address: str, *, headers: Mapping[str, str] | None = None, limits: Limits = PAGE
) -> Fetched:
    """What the address answers; errors (status 400 and more) and 304 are answers too.

    Raises FetchRefused.
    """
    return _followed(address, _Question("GET", headers or {}, limits))


def reach(address: str, *, limits: Limits = PAGE) -> Fetched:
    """What the address answers, its body left unread: many servers refuse HEAD.

    Raises FetchRefused.
    """
    return _followed(address, _Question("GET", {}, limits, reads_body=False))


def post(
    address: str,
    *,
    body: bytes,
    headers: Mapping[str, str] | None = None,
    limits: Limits = PAGE,
) -> Fetched:
    """What the address answers to ``body``; a redirect is returned, not followed.

    Raises FetchRefused.
    """
    question = _Question("POST", headers or {}, limits, body=body)
    return _asked(target_of(address), question, Deadline.after(limits.seconds))


def agent() -> str:
    """How the site presents itself, so that whoever is disturbed finds us."""
    return f"Recueil (+{settings.SITE_URL})"


def _followed(address: str, question: _Question) -> Fetched:
    deadline = Deadline.after(question.limits.seconds)
    target, for_good, permanent = target_of(address), True, None
    first = target.origin
    for _hop in range(question.limits.redirects + 1):
        answer = _asked(target, question, deadline, secrets=target.origin == first)
        onwards = answer.headers.get("Location")
        if answer.status not in REDIRECTS or not onwards:
            return Fetched(target.address, answer.status, answer.content, answer.headers, permanent)
        target = target_of(_joined(target.address, onwards))
        for_good = for_good and answer.status in PERMANENT
        permanent = target.address if for_good else permanent
    raise TooManyRedirects


def _joined(address: str, onwards: str) -> str:
    try:
        # Headers are read as Latin-1; addresses in them are UTF-8 when they are not ASCII.
        return urljoin(address, onwards.encode("latin-1").decode("utf-8", "replace").strip())
    except (ValueError, UnicodeError) as error:
        raise AddressRefused from error


def _asked(
    target: Target, question: _Question, deadline: Deadline, *, secrets: bool = True
) -> Fetched:
    """One request to one place."""
    connection = connected(target, deadline=deadline)
    try:
        connection.timeout = deadline.remaining()
        connection.request(
            question.method,
            target.path,
            body=question.body,
            headers=_headers(target, question, secrets),
            preload_content=False,
            decode_content=False,
        )
        return _read(target, question, connection.getresponse())
    except (TimeoutError, UrllibTimeout) as error:
        raise TooSlow from error
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        deadline.remaining()
        raise Unreadable from error
    finally:
        connection.close()


def _read(target: Target, question: _Question, response: BaseHTTPResponse) -> Fetched:
    wanted = question.reads_body and response.status not in REDIRECTS
    content = read_body(response, limit=question.limits.bytes) if wanted else b""
    return Fetched(target.address, response.status, content, response.headers)


def _headers(target: Target, question: _Question, secrets: bool) -> dict[str, str]:
    given = {
        name: value
        for name, value in question.headers.items()
        if secrets or name.lower() not in _SECRETS
    }
    return {
        "Accept": "*/*",
        **given,
        "Host": target.host_header,
        "User-Agent": agent(),
        "Accept-Encoding": ACCEPTED_ENCODINGS,
        "Connection": "close",
    }
