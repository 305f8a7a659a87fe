"""Links and pictures find their page, however they are written."""

from typing import Any

import pytest
from wagtail.models import Page, ReferenceIndex

from guides.models import GuideIndexPage
from guides.rendering import rendered
from tests import factories
from tests.importers.conftest import Folder, codes
from tests.together import together
from wiki.core.models import RecueilDocument, RecueilImage


def first_text(page: Page) -> str:
    return str(page.body.raw_data[0]["value"])


@pytest.fixture
def target(folder: Folder) -> Folder:
    folder.write(
        "outils/2-le-cadre.md",
        "---\npermalink: /outils/cadre\n---\n\n# Le cadre\n\n## L’évaluation à chaud\n\nTexte.\n",
    )
    folder.write("outils/README.md", "# Introduction\n\nUn paragraphe.\n\n## Deux\n\nUn autre.\n")
    return folder


@together(
    "href",
    [
        "outils/2-le-cadre.md",
        "./outils/2-le-cadre.md",
        "outils/2-le-cadre",
        "/outils/2-le-cadre.md",
        "/outils/cadre",
        "/outils/cadre/",
        "https://vieux.example.org/docs/outils/cadre/",
        "http://www.vieux.example.org/docs/outils/2-le-cadre.html",
    ],
)
def test_all_ways_to_name_a_page(target: Folder, href: str) -> None:
    target.write("a.md", f"# A\n\nVoir [le cadre]({href}).\n")
    report = target.load(site_url="https://vieux.example.org/docs/")
    page = target.page("outils/2-le-cadre.md")
    assert f'<a linktype="page" id="{page.pk}">le cadre</a>' in first_text(target.page("a.md"))
    assert "broken-link" not in codes(report)


@pytest.mark.parametrize(
    "anchor",
    ["l-evaluation-a-chaud", "lévaluation-à-chaud", "L%E2%80%99%C3%A9valuation-%C3%A0-chaud"],
)
def test_anchors_with_or_without_accents(target: Folder, anchor: str) -> None:
    target.write("a.md", f"# A\n\nVoir [le cadre](outils/2-le-cadre.md#{anchor}).\n")
    target.load()
    page = target.page("a.md")
    assert 'anchor="l-evaluation-a-chaud"' in first_text(page)
    cadre = target.page("outils/2-le-cadre.md")
    assert f'href="{cadre.url}#l-evaluation-a-chaud"' in rendered(page).parts[0].html
    assert 'id="l-evaluation-a-chaud"' in rendered(cadre).parts[0].html


def test_a_folder_is_its_index_and_a_readme_its_page(target: Folder) -> None:
    target.write("a.md", "# A\n\n[dossier](outils/) et [texte](outils/README.md)\n")
    target.load()
    readme = target.page("outils/README.md")
    text = first_text(target.page("a.md"))
    assert f'id="{readme.get_parent().pk}">dossier' in text
    assert f'id="{readme.pk}">texte' in text


def test_links_of_the_index_count_as_references(target: Folder) -> None:
    target.write(
        "a.md", "# A\n\n[x](outils/cadre)\n\n1. [y](outils/cadre)\n\n   ```\n   c\n   ```\n"
    )
    target.load()
    page = target.page("outils/2-le-cadre.md")
    users = {row.object_id for row in ReferenceIndex.get_references_to(page)}
    assert str(target.page("a.md").pk) in users


def test_what_leads_nowhere_is_reported_with_its_line(target: Folder) -> None:
    target.write("a.md", "# A\n\nVoir\n[perdu](perdu.md), [ancre](#nulle), [dehors](../../x.md).\n")
    report = target.load()
    found = {(w.code, w.line) for w in report.warnings if w.file == "a.md"}
    assert found == {("broken-link", 4), ("broken-anchor", 4), ("outside", 4)}
    assert first_text(target.page("a.md")) == "<p>Voir perdu, ancre, dehors.</p>"


def test_other_sites_and_addresses_stay(target: Folder) -> None:
    target.write("a.md", "# A\n\n[w](https://example.org/a?b=1&c=2) [m](mailto:a@example.org)\n")
    target.load()
    text = first_text(target.page("a.md"))
    assert '<a href="https://example.org/a?b=1&amp;c=2">w</a>' in text
    assert '<a href="mailto:a@example.org">m</a>' in text


def test_reference_links(target: Folder) -> None:
    target.write("a.md", "# A\n\n[le cadre][c] et [c]\n\n[c]: outils/cadre\n")
    target.load()
    page = target.page("outils/2-le-cadre.md")
    assert first_text(target.page("a.md")).count(f'id="{page.pk}"') == 2


def test_links_to_pages_already_in_the_site(target: Folder, community: Page) -> None:
    target.write("a.md", f"# A\n\n[communauté]({community.url})\n")
    target.load()
    assert f'linktype="page" id="{community.pk}"' in first_text(target.page("a.md"))


def test_a_page_of_the_same_name_elsewhere_is_told_apart(folder: Folder) -> None:
    for name in ("un", "deux"):
        folder.write(f"{name}/README.md", "# Introduction\n\nUn.\n\nDeux.\n")
    folder.load()
    pages = [folder.page("un/README.md"), folder.page("deux/README.md")]
    assert [page.title for page in pages] == ["Introduction", "Introduction"]
    assert [page.get_parent().title for page in pages] == ["Un", "Deux"]


def test_pictures_go_to_the_library_once(folder: Folder) -> None:
    folder.picture("images/a.png")
    folder.picture("autre/copie.png")
    folder.write(
        "a.md",
        '# A\n\n![Un carré](images/a.png "Légende")\n\nDans ![x](autre/copie.png) le texte.\n',
    )
    folder.load()
    image = RecueilImage.objects.get()
    blocks = [(b["type"], b["value"]) for b in folder.page("a.md").body.raw_data]
    assert [kind for kind, _value in blocks] == ["image", "text", "image"]
    assert blocks[0][1] == {
        "image": image.pk,
        "alt_text": "Un carré",
        "decorative": False,
        "caption": "Légende",
        "credit": "",
    }
    assert image.description == "Un carré"


def test_pictures_that_cannot_be_had(folder: Folder) -> None:
    folder.write("b.svg", "<svg/>")
    folder.write("c.png", "no picture")
    folder.picture("d.png")
    folder.write(
        "a.md",
        "# A\n\n![Perdue](a.png)\n\n![Dessin](b.svg)\n\n![Cassée](c.png)\n\n![](d.png)\n\n"
        "![Loin](https://example.org/e.png)\n\n![Dehors](../../../f.png)\n",
    )
    report = folder.load()
    assert [(w.line, w.code) for w in report.warnings] == [
        (3, "image-missing"), (5, "image-format"), (7, "image-unreadable"), (9, "image-alt"),
        (11, "image-remote"), (13, "outside"),
    ]  # fmt: skip
    blocks = folder.page("a.md").body.raw_data
    assert blocks[0]["value"] == "<p><i>Perdue</i></p><p><i>Dessin</i></p><p><i>Cassée</i></p>"
    assert blocks[1]["value"]["decorative"] is True
    assert '<a href="https://example.org/e.png">Loin</a>' in blocks[2]["value"]


def test_a_picture_in_a_numbered_list_keeps_the_numbers(folder: Folder) -> None:
    folder.picture("a.png")
    folder.write("a.md", "# A\n\n1. un ![dessin](a.png)\n2. deux\n")
    folder.load()
    image = RecueilImage.objects.get()
    assert first_text(folder.page("a.md")) == f"1.  un ![dessin](image:{image.pk})\n2.  deux"


def test_a_document_of_the_folder_goes_to_the_library(folder: Folder) -> None:
    folder.write("modele.csv", "a;b")
    folder.write("a.md", "# A\n\n[modèle](modele.csv) et [dessin](d.xcf)\n")
    folder.load()
    assert 'linktype="document"' in first_text(folder.page("a.md"))


def test_a_document_that_is_not_what_its_name_says_stays_outside(folder: Folder) -> None:
    folder.write("modele.pdf", "<html>")
    folder.write("a.md", "# A\n\n[modèle](modele.pdf)\n")
    report = folder.load()
    assert [(w.line, w.code) for w in report.warnings] == [(3, "file-refused")]
    assert "modèle" in first_text(folder.page("a.md"))
    assert not RecueilDocument.objects.exists()


def test_pictures_meet_the_checks_of_the_cms(folder: Folder, settings: Any) -> None:
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 8 * 6 - 1
    folder.picture("a.png")
    folder.write("b.jpg", "<html>")
    folder.write("a.md", "# A\n\n![Un](a.png)\n\n![Deux](b.jpg)\n")
    report = folder.load()
    assert [(w.line, w.code) for w in report.warnings] == [
        (3, "image-too-large"), (5, "image-unreadable"),
    ]  # fmt: skip
    assert not RecueilImage.objects.exists()


def test_links_in_a_community(folder: Folder, community: Page) -> None:
    folder.write("a.md", "# A\n\n[b](b.md)\n")
    folder.write("b.md", "# B\n\nTexte.\n")
    folder.load(into=community.url)
    page = folder.page("b.md")
    assert page.get_parent().pk == factories.index_of(community, GuideIndexPage).pk
    assert f'id="{page.pk}"' in first_text(folder.page("a.md"))


def test_a_picture_under_the_name_of_another_format_gets_its_own(folder: Folder) -> None:
    folder.picture("vue.png").rename(folder.path / "vue.jpg")
    folder.write("a.md", "# A\n\n![Une vue](vue.jpg)\n")
    assert folder.load().warnings == ()
    assert RecueilImage.objects.get(title="Une vue").filename == "vue.png"
