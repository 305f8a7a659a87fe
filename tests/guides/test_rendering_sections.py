"""The anchors of the search are those of the page, and anchors never move."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from guides.models import CaseStudyPage, GuidePage
from guides.rendering import rendered
from tests import factories
from tests.guides.test_rendering import picture
from wiki.communities.models import CommunityPage

pytestmark = pytest.mark.django_db

STEP = {"title": "Inviter ?", "text": "<h4>Avant</h4><p>Écrire.</p>", "tips": "<p>Tôt.</p>"}


def everything(community: CommunityPage) -> list[tuple[str, Any]]:
    """One block of each kind, with headings that collide."""
    image, target = picture(), factories.guide(community, title="Cible")
    return [
        ("text", "<p>Au début.</p><h2>L'été : <i>chaud</i> ?</h2><p>a&lt;b</p><h3></h3>"),
        ("heading", {"text": "L’été chaud", "level": "2", "anchor": "l-ete-chaud"}),
        ("markdown", "# Été {#ici}\n\n## L'été ![x](image:1)\n\n```\n# non\n```\n\n<h2>Brut</h2>"),
        ("quote", {"text": "Une phrase", "author": "Awa"}),
        ("callout", {"kind": "tip", "title": "Gare", "text": "<p>Au loup.</p>"}),
        ("accordion", {"items": [{"title": "Question", "text": "<p>Réponse.</p>"}]}),
        ("steps", {"title": "Suite", "steps": [STEP, {**STEP, "anchor": "inviter-donc"}]}),
        ("checklist", {"title": "Liste", "items": ["Un", "Deux"]}),
        ("image", {"image": image, "alt_text": "Carré", "caption": "Légende"}),
        ("table", {"data": [["A", "B"], ["1", "2"]], "first_row_is_table_header": True}),
        ("code", {"code": "x = 1", "language": "python", "caption": "Le code"}),
        ("video", {"url": "https://example.org/v", "title": "Film", "transcript": "Paroles."}),
        ("page", {"page": target, "why": "Parce que"}),
        ("markdown", "## Inviter\n\nNote[^1]\n\n[^1]: Fin.\n\n## main"),
    ]


def test_sections_and_page_share_their_anchors_in_order(community: CommunityPage) -> None:
    page = factories.guide(
        community,
        body=everything(community),
        steps=[("step", STEP), ("step", {**STEP, "title": "Steps"})],
        variants=[("markdown", "Au loin.\n\n# Variants\n\nEt plus.")],
    )
    text = rendered(GuidePage.objects.get(pk=page.pk))
    ids = []
    for part in text.parts:
        ids.append(part.anchor)
        for heading in BeautifulSoup(part.html, "html.parser").find_all(["h2", "h3", "h4", "h5"]):
            inner = heading.find_parent(class_="step") and heading.get_text() == "Avant"
            if heading.get_text(strip=True) and not inner:
                ids.append(heading["id"])
    anchors = [section.anchor for section in text.sections]
    assert [anchor for anchor in ids if anchor in anchors] == anchors
    assert len(anchors) == len(set(anchors))
    assert len(anchors) >= len(ids) - 1  # the part of steps has no words of its own
    words = " ".join(section.text for section in text.sections)
    for word in ("Au début", "a<b", "Une phrase", "Au loup", "Réponse", "Tôt", "Deux", "Légende",
                 "x = 1", "Paroles", "Parce que", "Fin"):  # fmt: skip
        assert word in words, word
    assert "Cible" not in words  # another page's title is not this page's text


def test_anchors_are_given_once_and_stay(community: CommunityPage) -> None:
    page = factories.guide(
        community,
        body=[
            ("heading", {"text": "Steps", "level": "2"}),
            ("heading", {"text": "Quand ?", "level": "2"}),
            ("heading", {"text": "Quand ?", "level": "2"}),
            ("steps", {"title": "", "steps": [STEP]}),
        ],
        steps=[("step", STEP)],
    )
    page = GuidePage.objects.get(pk=page.pk)
    assert [block.value["anchor"] for block in page.body[:3]] == ["steps-2", "quand", "quand-2"]
    assert page.body[3].value["steps"][0]["anchor"] == "inviter"
    assert page.steps[0].value["anchor"] == "inviter-2"
    page.body[1].value["text"] = "À quel moment ?"
    page.steps[0].value["title"] = "Convier"
    page.save_revision().publish()
    page = GuidePage.objects.get(pk=page.pk)
    assert page.body[1].value["anchor"] == "quand"
    assert page.steps[0].value["anchor"] == "inviter-2"


def test_a_block_copied_in_the_page_gets_an_anchor_of_its_own(community: CommunityPage) -> None:
    block = {"text": "Quand", "level": "2", "anchor": "quand"}
    page = factories.guide(community, body=[("heading", block), ("heading", dict(block))])
    anchors = [child.value["anchor"] for child in GuidePage.objects.get(pk=page.pk).body]
    assert anchors == ["quand", "quand-2"]


def test_saving_does_not_load_what_blocks_choose(community: CommunityPage) -> None:
    page = factories.guide(community, body=everything(community))
    page = GuidePage.objects.get(pk=page.pk)
    with CaptureQueriesContext(connection) as queries:
        page.fill_anchors()
    assert len(queries) == 0


def test_the_projection_says_all_that_is_known(community: CommunityPage) -> None:
    wide = factories.theme("Faire ensemble", label_en="Working together", synonyms="collectif")
    theme = factories.theme("Réunions", parent=wide, synonyms="réu\nmeeting")
    other = factories.community(title="Veille partagée")
    owner = factories.user("awa@example.org", first_name="Awa", last_name="Diallo")
    helper = factories.user("bob@example.org", first_name="Bob", last_name="Roy")
    page = factories.guide(
        community, title="Tour de table", themes=[theme], communities=[other, community],
        tags=["parole"], owner=owner, co_authors=[helper], keywords="briser la glace\n",
        aim="Chacun parle.", audience="Un groupe", prerequisites="Une salle\nDeux heures",
        body=[("markdown", "## Pourquoi\n\nPour écouter.")],
        steps=[("step", STEP)],
    )  # fmt: skip
    with translation.override("en"):
        content = GuidePage.search_queryset().get(pk=page.pk).search_content()
    assert (content.kind, content.language, content.url) == ("guide", "fr", page.url)
    assert content.community is not None
    assert (content.community.key, content.trail) == (community.slug, ("Guides",))
    assert [label.key for label in content.communities] == [community.slug, other.slug]
    assert [label.label for label in content.themes] == ["Réunions", "Faire ensemble"]
    assert content.theme_words == (
        "Réunions", "réu", "meeting", "Faire ensemble", "Working together", "collectif",
    )  # fmt: skip
    assert [label.label for label in content.tags] == ["parole"]
    assert [(label.key, label.label) for label in content.authors] == [
        (str(owner.pk), "Awa Diallo"), (str(helper.pk), "Bob Roy"),
    ]  # fmt: skip
    assert content.keywords == ("briser la glace",)
    assert content.sections[0].text == "Chacun parle. Un groupe · Une salle · Deux heures"
    assert [section.anchor for section in content.sections] == ["", "pourquoi", "inviter"]
    assert content.updated == page.last_published_at


def test_a_watch_note_says_until_when(community: CommunityPage) -> None:
    note = factories.watch_note(community, relevant_until="2026-12-31")
    content = type(note).search_queryset().get(pk=note.pk).search_content()
    assert str(content.expired_on) == "2026-12-31"
    assert content.sections[-1].anchor == "means-for-us"


def test_a_case_study_has_its_figures(community: CommunityPage) -> None:
    figure = {"label": "Délai", "before": 5, "after": 2.5, "unit": "jours"}
    case = factories.case_study(community, figures=[("figure", figure)])
    content = CaseStudyPage.objects.get(pk=case.pk).search_content()
    assert [(s.anchor, s.text) for s in content.sections] == [("figures", "Délai · 5 → 2,5 jours")]


def test_the_queries_of_a_projection_do_not_grow(community: CommunityPage) -> None:
    theme = factories.theme("Réunions")
    body = everything(community)
    pages = [
        factories.guide(community, title=f"G{rank}", themes=[theme], tags=[f"t{rank}"], body=body,
                        communities=[factories.community(title=f"C{rank}")])
        for rank in range(5)
    ]  # fmt: skip
    counts = []
    for number in (1, 1, 5):  # the first time fills the cache of site roots
        found = list(
            GuidePage.search_queryset().filter(pk__in=[page.pk for page in pages[:number]])
        )
        with CaptureQueriesContext(connection) as queries:
            assert len(list(GuidePage.search_contents(found))) == number
        counts.append(len(queries))
    assert counts[1] == counts[2] <= 11
