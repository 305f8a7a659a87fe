"""``manage.py prepare``: a site without content, ready to serve."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Site

from guides.models import GuidePage
from search.consistency import compare
from search.models import OutboxEntry
from tests import factories
from tests.search.conftest import (  # noqa: F401  (pytest looks for fixtures here)
    elastic_prefix,
    make_stale,
    search_engine,
    search_index,
)
from wiki.communities.models import CommunityPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folders(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"


def prepare() -> str:
    told = StringIO()
    call_command("prepare", stdout=told)
    return told.getvalue()


def test_makes_what_is_missing_and_may_be_repeated(settings: Any) -> None:
    settings.SITE_URL = "https://savoirs.example.org"
    settings.SITE_NAME = "Savoirs"
    assert "search index: made" in prepare()
    site = Site.objects.get()
    assert (site.hostname, site.port) == ("savoirs.example.org", 443)
    assert site.site_name == "Savoirs", "the CMS names the site, not its host"
    assert (settings.STATIC_ROOT / "wagtailadmin").is_dir()
    assert not compare().ids
    told = prepare()
    assert "search index: answers" in told
    assert "static files: up to date" in told


def test_serves_without_a_search(settings: Any) -> None:
    settings.SEARCH_ENGINE = "elastic"
    # Port 9 answers nobody.
    settings.ELASTICSEARCH = settings.ELASTICSEARCH | {"url": "http://127.0.0.1:9"}
    assert "reduced search" in prepare()


def test_says_who_answers_while_the_index_is_of_another_version(
    search_index: str,  # noqa: F811
    make_stale: Callable[[], None],  # noqa: F811
) -> None:
    make_stale()
    told = prepare()
    assert "written by another version" in told
    assert ("it goes on answering" in told) == (search_index == "elastic")
    assert ("readers get a reduced search" in told) == (search_index == "embedded")


def test_a_page_that_cannot_be_read_does_not_stop_the_start(
    community: CommunityPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(page: GuidePage) -> Any:
        raise ValueError("a table without rows")

    guide = factories.guide(community, title="Mentorat")
    monkeypatch.setattr(GuidePage, "facts", unreadable)
    assert "search index: made" in prepare()
    assert OutboxEntry.objects.filter(page_id=guide.pk, attempts=1).exists()
