"""A page taken away as a Markdown file."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from guides.models import SeriesEntry
from tests import factories
from tests.factories import words
from wiki.communities.models import CommunityPage
from wiki.core.html_to_markdown import to_markdown
from wiki.people.models import User


def export(client: Client, page: Page) -> Any:
    return client.get(reverse("guides:export", args=[page.pk]))


def test_the_file_holds_the_whole_page(client: Client, community: CommunityPage) -> None:
    page = factories.guide(
        community,
        title="Animer : le cercle",
        slug="cercle",
        tags=["écoute"],
        licence="CC-BY-4.0",
        body=[
            *words("Un <b>mot</b> et <a href='/ailleurs/'>un lien</a>."),
            ("heading", {"text": "Pourquoi", "level": "3"}),
            ("markdown", "| a | b |\n|---|---|\n| 1 | 2 |"),
            ("callout", {"kind": "tip", "title": "Écouter", "text": "<p>Attendez.</p>"}),
            ("checklist", {"title": "", "items": ["Chaises"]}),
            ("code", {"language": "bash", "caption": "", "code": "echo ```"}),
            ("table", {"data": [["x", "y|z"], ["1", None]], "first_row_is_table_header": True}),
            ("quote", {"text": "Oui.", "author": "Awa", "source": "", "url": ""}),
        ],
        steps=[
            ("step", {"title": "Inviter", "text": "<ol><li>A<ul><li>B</li></ul></li></ol>"}),
            ("step", {"title": "Parler", "text": "<p>Oui.</p>", "tips": "<p>Doucement.</p>"}),
        ],
    )
    response = export(client, page)
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert 'filename="cercle.md"' in response["Content-Disposition"]
    text = response.content.decode()
    for passage in (
        'title: "Animer : le cercle"',
        'tags: ["écoute"]',
        'licence: "CC-BY-4.0"',
        "Un **mot** et [un lien](http",
        "### Pourquoi",
        "| a | b |",
        "::: tip Écouter\n\nAttendez.\n\n:::",
        "- [ ] Chaises",
        "````bash\necho ```\n````",
        "| x | y\\|z |\n| --- | --- |\n| 1 |  |",
        "> Oui.\n>\n> — Awa",
        "### 1. Inviter\n\n1. A\n   - B",
        "### 2. Parler",
        "::: tip\n\nDoucement.",
    ):
        assert passage in text


def test_only_readers_of_the_page_may_take_it(
    client: Client, community: CommunityPage, reader: User
) -> None:
    page = factories.guide(community)
    factories.restrict(page)
    assert export(client, page).status_code == 404
    client.force_login(reader)
    assert export(client, page).status_code == 200


def test_a_draft_cannot_be_taken(client: Client, community: CommunityPage) -> None:
    page = factories.guide(community)
    page.unpublish()
    assert export(client, page).status_code == 404


def test_closed_pages_are_not_named(client: Client, community: CommunityPage) -> None:
    closed = factories.guide(community, title="Fermé")
    factories.restrict(closed)
    series = factories.series(
        community,
        body=[("page", {"page": closed})],
        entries=[SeriesEntry(page=closed), SeriesEntry(page=factories.guide(community))],
    )
    text = export(client, series).content.decode()
    assert "Fermé" not in text
    assert "1. [Animer une réunion]" in text


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a*b_c [d] `e` &lt;f&gt;</p>", "a\\*b\\_c \\[d\\] \\`e\\` \\<f>"),
        ("<p>un<br>deux</p>", "un  \ndeux"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<pre>x\n  y</pre>", "```\nx\n  y\n```"),
        ("mots<p>para</p>fin", "mots\n\npara\n\nfin"),
        ("<h3>T</h3><ul><li><p>a</p><p>b</p></li></ul>", "### T\n\n- a\n\n  b"),
        ("", ""),
    ],
)
def test_rich_text_becomes_markdown(html: str, markdown: str) -> None:
    assert to_markdown(html, address_of=str) == markdown
