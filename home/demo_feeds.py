"""The web of the demo: the feeds that its communities follow, and the pages that these name.

Served by the demo itself, so that fetching, clipping and reading again work on a machine
without a network. Elsewhere the addresses do not exist.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

FILE = Path(__file__).parent / "demo" / "watch.yaml"


@dataclass(frozen=True, slots=True)
class DemoItem:
    """One entry of a feed; ``page`` is the last part of its address."""

    page: str
    days: int
    title: str
    text: str

    @property
    def published(self) -> datetime:
        """So many days ago, at the same hour each time it is asked on one day."""
        morning = timezone.localtime().replace(hour=7, minute=30, second=0, microsecond=0)
        return morning - timedelta(days=self.days)


@cache
def watch() -> dict[str, Any]:
    """The file."""
    found: dict[str, Any] = yaml.safe_load(FILE.read_text())
    return found


def items(feed: dict[str, Any]) -> list[DemoItem]:
    """The entries of one of its feeds."""
    return [DemoItem(**row) for row in feed["items"]]


def feed_address(site: str, name: str) -> str:
    """Where the feed of this name stands on the demo at ``site``."""
    return f"{site}/demo/feeds/{name}"


def written(feed: dict[str, Any], *, site: str) -> tuple[bytes, str]:
    """The feed in its format, and its content type."""
    context = {"feed": feed, "site": site, "rows": list(_rows(feed, site))}
    if feed["format"] == "json":
        return json.dumps(_json(context), ensure_ascii=False).encode(), "application/feed+json"
    kind = "atom" if feed["format"] == "atom" else "rss"
    page = render(None, f"home/demo/{kind}.xml", context)
    return page.content, f"application/{kind}+xml"


def _rows(feed: dict[str, Any], site: str) -> Iterator[dict[str, Any]]:
    for item in items(feed):
        yield {
            "title": item.title,
            "text": item.text,
            "url": f"{site}/demo/pages/{item.page}",
            "moment": item.published,
            "rfc": format_datetime(item.published),
        }


def _json(context: dict[str, Any]) -> dict[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": context["feed"]["title"],
        "home_page_url": f"{context['site']}/demo/pages/{context['feed']['name']}",
        "items": [
            {
                "id": row["url"],
                "url": row["url"],
                "title": row["title"],
                "content_text": row["text"],
                "date_published": row["moment"].isoformat(),
            }
            for row in context["rows"]
        ],
    }


@require_safe
def demo_feed(request: HttpRequest, name: str) -> HttpResponse:
    """A feed of the demo."""
    found = next((feed for feed in watch()["feeds"] if feed["name"] == name), None)
    if not settings.DEMO or found is None:
        raise Http404
    content, content_type = written(found, site=settings.SITE_URL)
    return HttpResponse(content, content_type=content_type)


@require_safe
def demo_page(request: HttpRequest, name: str) -> HttpResponse:
    """A page of the web of the demo."""
    rows = ((feed, item) for feed in watch()["feeds"] for item in items(feed))
    found = next(((feed, item) for feed, item in rows if item.page == name), None)
    if not settings.DEMO or found is None:
        raise Http404
    feed, item = found
    return render(request, "home/demo/page.html", {"feed": feed, "item": item})
