"""``manage.py prepare``: a site without content, ready to serve."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Site

from search.consistency import compare

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
    assert "search index: made" in prepare()
    site = Site.objects.get()
    assert (site.hostname, site.port) == ("savoirs.example.org", 443)
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
