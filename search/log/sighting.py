"""What the log keeps of a search, and of which searches it keeps nothing."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import SplitResult, urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from search.fields import NAMES
from search.log.tokens import Former, former_of, token_of
from search.log.words import Wording, wording
from search.params import FACETS, SearchParams
from search.results import ResultPage
from search.syntax import parse, pieces
from search.wording import key

#: Where the page says which search it showed: in its form, and in what its links ask by script.
PARAMETER, HEADER = "after", "Search-After"
#: Facets whose values may be kept. The others name a person, or a place that not everybody
#: may know of: of those only « was used » is kept.
NAMEABLE = frozenset({"type", "theme", "language", "year"})
VALUE = re.compile(r"[\w-]{1,40}")
ROBOT = re.compile(r"bot\b|crawl|spider|slurp", re.IGNORECASE)
#: By these a reader's browser asks not to be followed. Nobody is, here; but whoever says
#: so is taken at their word, and the few counts that are lost change no report.
REFUSALS = ("Sec-GPC", "DNT")
#: By these it says that nobody is reading yet.
PREFETCH = ("Sec-Purpose", "Purpose", "X-Moz")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One search, without anybody."""

    id: UUID
    day: date
    wording: Wording
    language: str
    filters: str
    results: int
    unanswered: bool
    former: Former | None
    #: Another page, order or filter of a question that is already counted.
    same: bool

    @property
    def token(self) -> str:
        """What the page of the results carries."""
        return token_of(self.id)


def sighting(request: HttpRequest, page: ResultPage) -> Sighting | None:
    """What to keep of this search; None when nothing may be kept, or nothing was asked."""
    if not settings.SEARCH_LOG_MONTHS or not _is_a_reader(request):
        return None
    params = SearchParams.of(request.GET)
    asked = _question(params.text)
    if asked is None:
        return None
    token = request.headers.get(HEADER) or request.GET.get(PARAMETER, "")
    return Sighting(
        id=uuid4(),
        day=timezone.localdate(),
        wording=asked,
        language=(get_language() or settings.LANGUAGE_CODE)[:2],
        filters=_filters(page.params),
        results=page.total,
        unanswered=page.near or not (page.total or page.elsewhere),
        former=former_of(token) if token else None,
        same=params.page > 1 or _came_from(request) == asked,
    )


def _is_a_reader(request: HttpRequest) -> bool:
    """Whether somebody reads this and lets it be counted; nothing looked at here is kept."""
    headers = request.headers
    return (
        request.method == "GET"
        and not any(headers.get(name) == "1" for name in REFUSALS)
        and not any("prefetch" in headers.get(name, "").lower() for name in PREFETCH)
        and not _referer(request).path.startswith(reverse("wagtailadmin_home"))
        and not ROBOT.search(headers.get("User-Agent", ""))
    )


def _question(text: str) -> Wording | None:
    """The words to find: « auteur:… » is a filter, and what is left out was not looked for."""
    words = (typed for typed, field in pieces(text) if not (field and key(field.name) in NAMES))
    return wording(parse(" ".join(words)).wanted)


def _filters(params: SearchParams) -> str:
    """``author type=guide year=2026``."""
    found = []
    for facet in FACETS:
        for value in params.filters.get(facet, ()):
            nameable = facet in NAMEABLE and VALUE.fullmatch(value)
            found.append(f"{facet}={value}" if nameable else facet)
    return " ".join(dict.fromkeys(found))[:200]


def _came_from(request: HttpRequest) -> Wording | None:
    """The question of the results page from which this was asked: without a script, links
    to filters and pages carry no token."""
    address = _referer(request)
    if address.path != reverse("search:results"):
        return None
    return _question(SearchParams.of(QueryDict(address.query)).text)


def _referer(request: HttpRequest) -> SplitResult:
    """The page of this site from which the question came; empty for any other."""
    nowhere = urlsplit("")
    try:
        address = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return nowhere
    return address if address.netloc == request.get_host() else nowhere
