"""The text of a page as a whole: headings, anchors, links, sections, cache."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.images import ImageFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import ReferenceIndex

from guides.models import GuidePage
from guides.rendering import rendered
from tests import factories
from tests.factories import guide
from tests.together import together
from wiki.communities.models import CommunityPage
from wiki.core.models import RecueilDocument, RecueilImage

pytestmark = pytest.mark.django_db

STEP = {"title": "Inviter", "text": "<p>Écrire à chacun.</p>", "tips": "<p>Tôt.</p>"}


def picture(title: str = "Un schéma", width: int = 700) -> RecueilImage:
    file: ImageFile = get_test_image_file(filename=f"{title}.png", size=(width, 400))
    return RecueilImage.objects.create(title=title, file=file, credit="Awa Diallo")


def tree(page: GuidePage) -> BeautifulSoup:
    return BeautifulSoup("".join(part.html for part in rendered(page).parts), "html.parser")


def test_headings_follow_one_another_whatever_the_blocks(community: CommunityPage) -> None:
    page = guide(
        community,
        body=[
            ("markdown", "# Pourquoi\n\n#### Quand\n\n## Pour qui"),
            ("heading", {"text": "Limites", "level": "4", "anchor": "limites"}),
            ("text", "<h2>Sources</h2><p>Fin.</p>"),
        ],
        steps=[("step", {**STEP, "anchor": "inviter"}), ("step", {**STEP, "title": "Accueillir"})],
        variants=[("markdown", "# À distance")],
    )
    levels = [
        (tag.name, tag.get_text()) for tag in tree(page).find_all(["h1", "h2", "h3", "h4", "h5"])
    ]
    assert levels == [
        ("h2", "Pourquoi"), ("h3", "Quand"), ("h3", "Pour qui"), ("h4", "Limites"),
        ("h3", "Sources"), ("h3", "Inviter"), ("h3", "Accueillir"), ("h3", "À distance"),
    ]  # fmt: skip


def test_steps_are_one_list_with_anchors_and_one_section_each(community: CommunityPage) -> None:
    page = guide(
        community,
        steps=[
            ("step", {**STEP, "anchor": "inviter", "text": "<h4>Avant</h4><p>Écrire.</p>"}),
            ("step", {**STEP, "title": "Accueillir"}),
        ],
    )
    html = tree(page)
    assert len(html.find_all("ol", class_="steps")) == 1
    assert [heading["id"] for heading in html.find_all("h3")] == ["inviter", "accueillir"]
    sections = [
        (section.anchor, section.heading, section.text) for section in rendered(page).sections
    ]
    assert sections == [
        ("inviter", "Inviter", "Avant · Écrire. Tôt."),
        ("accueillir", "Accueillir", "Écrire à chacun. Tôt."),
    ]


def test_sections_have_the_anchors_of_the_page(community: CommunityPage) -> None:
    page = guide(
        community,
        body=[
            ("markdown", "Avant tout.\n\n## L’été\n\nIl fait **ch**aud.\n\n## L'été\n\nEncore."),
            ("heading", {"text": "L'été", "level": "2", "anchor": "l-ete"}),
            ("checklist", {"title": "À cocher", "items": ["Une table", "Deux chaises"]}),
        ],
    )
    sections = rendered(page).sections
    ids = {tag["id"] for tag in tree(page).find_all(id=True)}
    assert [section.anchor for section in sections] == ["", "l-ete-2", "l-ete-3", "l-ete"]
    assert sections[1].text == "Il fait chaud."
    assert sections[3].text == "À cocher · Une table · Deux chaises"
    assert {section.anchor for section in sections} - {""} <= ids


def test_contents_nest_and_lead_to_ids(community: CommunityPage) -> None:
    page = guide(
        community,
        body=[("markdown", "## Un\n\n### Deux\n\n#### Trop bas")],
        steps=[("step", {**STEP, "anchor": "inviter"})],
    )
    toc = rendered(page).toc
    assert [(entry.anchor, [child.text for child in entry.children]) for entry in toc] == [
        ("un", ["Deux"]), ("steps", ["Inviter"]),
    ]  # fmt: skip


def test_ids_are_unique_and_spare_the_anchors_of_parts(community: CommunityPage) -> None:
    page = guide(
        community,
        body=[
            ("markdown", "## Steps\n\nNote[^1].\n\n[^1]: Une."),
            ("markdown", "## Steps\n\nNote[^1].\n\n[^1]: Deux.\n\n<a name='main'></a>"),
        ],
        steps=[("step", STEP)],
    )
    ids = [tag["id"] for tag in tree(page).find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert "steps" not in ids
    for link in tree(page).find_all("a", class_="footnote-ref"):
        assert link["href"][1:] in ids


@together(
    "written",
    ["#Évaluation-à-chaud", "#evaluation-a-chaud", "#%C3%89valuation-%C3%A0-chaud",
     "#user-content-évaluation-à-chaud", "#evaluationachaud"],
)  # fmt: skip
def test_a_link_in_the_page_finds_its_section(community: CommunityPage, written: str) -> None:
    page = guide(community, body=[("markdown", f"[voir]({written})\n\n## Évaluation à chaud")])
    assert tree(page).find("a", string="voir")["href"] == "#evaluation-a-chaud"


def test_every_heading_has_a_link_to_copy(community: CommunityPage) -> None:
    page = guide(community, body=[("markdown", "## Un")])
    with translation.override("en"):
        link = tree(page).find("a", class_="anchor-link")
    assert link["href"] == "#un"
    assert "Link to this section" in link.find(class_="visually-hidden").get_text()


def test_links_resolve_only_to_live_pages(community: CommunityPage) -> None:
    target = guide(community, title="Cible")
    draft = guide(community, title="Brouillon secret")
    draft.unpublish()
    markdown = (
        f"[une](page:{target.pk}) [ancre](page:{target.pk}#Été) [deux](page:{draft.pk}) "
        "[trois](page:abc) [quatre](page:99999999) ![cinq](image:abc) [six](document:x)"
    )
    link = '<a linktype="page" id="{}">{}</a>'
    rich = f"<p>{link.format(target.pk, 'riche')} {link.format(draft.pk, 'non')}</p>"
    html = tree(guide(community, title="Source", body=[("markdown", markdown), ("text", rich)]))
    links = {link.get_text(): link["href"] for link in html.find_all("a")}
    assert links == {"une": target.url, "ancre": f"{target.url}#ete", "riche": target.url}
    assert "page:" not in str(html)
    for words in ("deux", "trois", "quatre", "cinq", "six", "non"):
        assert words in html.get_text()


def test_a_chosen_page_is_named_only_to_those_who_may_read_it(
    community: CommunityPage, home: Any
) -> None:
    other = factories.community(title="Fermée")
    hidden = factories.guide(other, title="Plan confidentiel", summary="Chut.")
    shown = guide(community, title="Cible ouverte")
    page = guide(
        community,
        title="Source",
        see_also=[("page", {"page": hidden, "why": ""}), ("page", {"page": shown, "why": "Utile"})],
    )
    assert "Plan confidentiel" in tree(page).get_text()
    factories.restrict(other)
    text = tree(page).get_text()
    assert "Plan confidentiel" not in text
    assert "Chut" not in text
    assert "Cible ouverte" in text
    factories.restrict(home)
    factories.restrict(community)
    other.get_view_restrictions().all().delete()
    assert "Plan confidentiel" in tree(page).get_text()


def test_pictures_have_their_place_and_sizes(community: CommunityPage) -> None:
    image = picture(width=1200)
    page = guide(
        community,
        body=[
            ("image", {"image": image, "alt_text": "Un carré", "caption": "Le carré"}),
            ("markdown", f"![rond](image:{image.pk}) ![ailleurs](https://example.org/x.png)"),
        ],
    )
    html = tree(page)
    first, second = html.find_all("img")
    assert first["alt"] == "Un carré"
    assert second["alt"] == "rond"
    for found in (first, second):
        assert found["width"]
        assert found["height"]
        assert found["loading"] == "lazy"
        assert "480w" in found["srcset"]
    assert "Awa Diallo" in html.find("figcaption").get_text()
    assert html.find("a", string="ailleurs")["href"] == "https://example.org/x.png"


def test_a_picture_without_file_says_so(community: CommunityPage) -> None:
    image = picture()
    page = guide(community, body=[("image", {"image": image, "alt_text": "Un carré"})])
    image.file.storage.delete(image.file.name)
    html = tree(page)
    assert not html.find("img")
    assert "Un carré" in html.get_text()


def test_french_pages_get_french_spaces(community: CommunityPage) -> None:
    body = [("text", "<p>L'eau : quoi ? <code>a ?</code></p>")]
    french = tree(guide(community, title="Un", body=body)).get_text()
    english = tree(guide(community, title="Two", body=body, language="en")).get_text()
    assert "L’eau\u00a0: quoi\u202f? a ?" in french
    assert "L'eau : quoi ? a ?" in english


def many(community: CommunityPage, number: int) -> GuidePage:
    """A guide with ``number`` of everything that costs a query."""
    targets = [guide(community, title=f"Cible {number} {rank}") for rank in range(number)]
    images = [picture(f"i{number}-{rank}") for rank in range(number)]
    files = [
        RecueilDocument.objects.create(title=f"d{rank}", file=get_test_image_file(f"d{rank}.png"))
        for rank in range(number)
    ]
    body = [
        *[("page", {"page": target}) for target in targets],
        *[("image", {"image": image, "alt_text": "x"}) for image in images],
        *[("file", {"document": file}) for file in files],
        *[
            ("markdown", f"[x](page:{t.pk}) ![y](image:{i.pk})")
            for t, i in zip(targets, images, strict=True)
        ],
        *[("text", f'<p><a linktype="page" id="{t.pk}">x</a></p>') for t in targets],
    ]
    return guide(community, title=f"Source {number}", body=body)


def test_queries_do_not_grow_with_the_content(community: CommunityPage) -> None:
    counts, again = [], []
    for number in (2, 6):
        page = many(community, number)
        rendered(page, preview=True)  # makes the files of the pictures
        page = GuidePage.objects.get(pk=page.pk)
        with CaptureQueriesContext(connection) as first:
            rendered(page)
        page = GuidePage.objects.get(pk=page.pk)
        with CaptureQueriesContext(connection) as second:
            rendered(page)
        counts.append(len(first))
        again.append(len(second))
    assert counts[0] == counts[1]
    assert again[0] == again[1] <= 5


def test_a_kept_page_without_links_costs_no_query(community: CommunityPage) -> None:
    page = guide(community, body=[("markdown", "## Un\n\nTexte."), ("text", "<p>a</p>")])
    first = rendered(page)
    page = GuidePage.objects.get(pk=page.pk)
    with CaptureQueriesContext(connection) as queries:
        assert rendered(page) == first
    assert len(queries) == 0


def test_what_is_kept_follows_its_targets(community: CommunityPage) -> None:
    target = guide(community, title="Avant")
    page = guide(community, title="S", body=[("markdown", f"[x](page:{target.pk})")],
                 see_also=[("page", {"page": target})])  # fmt: skip
    assert "Avant" in tree(page).get_text()
    target.title = "Après"
    target.slug = "apres"
    target.save_revision().publish()
    html = tree(page)
    assert "Après" in html.get_text()
    assert html.find("a", string="x")["href"].endswith("/apres/")
    target.unpublish()
    assert html.find("a", string="x")
    assert not tree(page).find("a", string="x")


def test_a_preview_is_not_kept(community: CommunityPage) -> None:
    page = guide(community, body=[("markdown", "Publié")])
    rendered(page)
    page.body = [("markdown", "Brouillon")]
    assert "Brouillon" in rendered(page, preview=True).parts[0].html
    page = GuidePage.objects.get(pk=page.pk)
    assert "Publié" in rendered(page).parts[0].html


def test_the_reference_index_counts_markdown(community: CommunityPage) -> None:
    target, image = guide(community, title="Cible"), picture()
    source = guide(
        community, title="S", body=[("markdown", f"[x](page:{target.pk}) ![y](image:{image.pk})")]
    )
    for used in (target, image):
        users = ReferenceIndex.get_grouped_references_to(used)
        assert [user.pk for user, _references in users] == [source.pk]
