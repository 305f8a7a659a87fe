"""What is new since one's last visit."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wiki.communities.views.places import person_of
from wiki.core.once import reading_once
from wiki.core.trails import Crumb
from wiki.people.models import User
from wiki.syndication.visits import news
from wiki.syndication.visits.marking import last_visit

PER_PAGE = 30
VISIT, WEEK, MONTH = "visit", "week", "month"
DAYS = {WEEK: timedelta(days=7), MONTH: timedelta(days=31)}
#: Characters of a comment that are quoted.
QUOTED = 240


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the moments since which one may look."""

    key: str
    label: str | Promise
    chosen: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as the list shows it."""

    author: str
    title: str
    language: str
    page_id: int
    pk: int
    quote: str
    at: datetime


@login_required
@never_cache
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Pages by community and by type, then what was said on those that one follows."""
    person, now = person_of(request), timezone.now()
    chosen = request.GET.get("since", VISIT)
    before = last_visit(person, now=now)
    # Whoever comes for the first time has missed everything: a week is enough to begin with.
    first = before is None
    since = now - DAYS.get(chosen, DAYS[WEEK])
    if chosen not in DAYS and before is not None:
        since = before
    with reading_once():
        context = {
            "trail": [Crumb(title=_("Home"), url="/")],
            "since": since,
            "first": first and chosen not in DAYS,
            "choices": _choices(chosen, first=first),
            **_pages(request, person, since),
            "comments": _comments(person, since),
        }
    return render(request, "syndication/new.html", context)


def _pages(request: HttpRequest, person: User, since: datetime) -> dict[str, object]:
    community, kind = (_asked(request, name) for name in ("community", "type"))
    everything = news.news(person, since)
    pages = news.narrowed(everything, community=community, kind=kind)
    try:
        page = Paginator(pages, PER_PAGE).page(request.GET.get("page", "1"))
    except InvalidPage as error:
        raise Http404("No such page of the list.") from error
    return {
        "page_obj": page,
        "places": news.places_of(list(page.object_list), since),
        "tallies": news.tallies(everything),
        "community": community,
        "kind": kind,
    }


def _asked(request: HttpRequest, name: str) -> str:
    """What an address asks for, without what no database could hold."""
    return request.GET.get(name, "").replace("\x00", "")[:200]


def _comments(person: User, since: datetime) -> list[Said]:
    rows = news.comments_for(person, since)[: news.COMMENTS_SHOWN]
    return [
        Said(
            author=row.author.display_name if row.author else _("Somebody"),
            title=row.page.title,
            language=row.page.language,
            page_id=row.page_id,
            pk=row.pk,
            quote=Truncator(" ".join(row.text.split())).chars(QUOTED),
            at=row.written_at,
        )
        for row in rows
    ]


def _choices(chosen: str, *, first: bool) -> list[Choice]:
    labels = {
        VISIT: gettext_lazy("Since my last visit"),
        WEEK: gettext_lazy("The last seven days"),
        MONTH: gettext_lazy("The last month"),
    }
    if first:
        del labels[VISIT]
    current = chosen if chosen in labels else next(iter(labels))
    return [Choice(key, label, key == current) for key, label in labels.items()]
