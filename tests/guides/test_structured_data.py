"""What pages say of themselves to machines."""

import json
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page

from guides.models import SeriesEntry
from tests import factories
from wiki.communities.models import CommunityPage


def graph_of(client: Client, page: Page) -> tuple[dict[str, Any], dict[str, Any]]:
    """The description of the page and its breadcrumb, as a machine reads them."""
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    (script,) = soup.find_all("script", type="application/ld+json")
    data = json.loads(script.get_text())
    assert data["@context"] == "https://schema.org"
    described, breadcrumb = data["@graph"]
    return described, breadcrumb


def step(title: str) -> tuple[str, dict[str, Any]]:
    return ("step", {"title": title, "text": f"<p>Texte de {title}.</p>"})


def test_a_guide_is_a_how_to_with_its_steps(client: Client, community: CommunityPage) -> None:
    page = factories.guide(
        community, duration=90, duration_unit="minute", steps=[step("Inviter"), step("Écouter")]
    )
    described, breadcrumb = graph_of(client, page)
    assert described["@type"] == "HowTo"
    assert described["totalTime"] == "PT90M"
    assert [each["name"] for each in described["step"]] == ["Inviter", "Écouter"]
    assert described["step"][0]["url"].endswith("#inviter")
    assert "Texte de Inviter" in described["step"][0]["text"]
    assert described["inLanguage"] == "fr"
    assert [each["position"] for each in breadcrumb["itemListElement"]] == [1, 2, 3, 4]
    assert breadcrumb["itemListElement"][-1]["item"] == described["url"]


def test_a_case_is_an_article(client: Client, community: CommunityPage) -> None:
    described, _ = graph_of(client, factories.case_study(community, case_date=date(2026, 3, 14)))
    assert described["@type"] == "Article"
    assert described["headline"] == "Une réunion plus courte"
    assert described["temporalCoverage"] == "2026-03-14"


def test_a_watch_note_names_its_source(client: Client, community: CommunityPage) -> None:
    page = factories.watch_note(
        community,
        source_url="https://example.org/etude",
        source_title="A study",
        publisher="Journal",
        source_language="en",
    )
    described, _ = graph_of(client, page)
    assert described["isBasedOn"] == "https://example.org/etude"
    assert described["citation"]["name"] == "A study"
    assert described["citation"]["inLanguage"] == "en"


def test_a_series_lists_only_what_the_reader_may_read(
    client: Client, community: CommunityPage
) -> None:
    opened = factories.guide(community, title="Ouvert")
    closed = factories.guide(community, title="Réservé")
    factories.restrict(closed)
    entries = [SeriesEntry(page=opened), SeriesEntry(page=closed)]
    described, _ = graph_of(client, factories.series(community, entries=entries))
    assert described["@type"] == ["LearningResource", "ItemList"]
    assert described["numberOfItems"] == 1
    assert [each["name"] for each in described["itemListElement"]] == ["Ouvert"]


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--", "a & b \u2028 c"])
def test_an_author_cannot_leave_the_script(
    client: Client, community: CommunityPage, text: str
) -> None:
    page = factories.guide(community, title=f"Titre {text}", slug="titre", summary=text)
    described, _ = graph_of(client, page)
    assert described["name"] == f"Titre {text}"
    assert "alert(1)</script>" not in client.get(page.url).content.decode()


def test_empty_values_are_not_said(client: Client, community: CommunityPage) -> None:
    described, _ = graph_of(client, factories.guide(community))
    assert not {"license", "image", "totalTime", "step", "keywords"} & set(described)
