"""Front matter and headings fill the fields of each type."""

from decimal import Decimal

from wagtail.models import Page

from guides.models import (
    CaseStudyIndexPage,
    CaseStudyPage,
    GuideIndexPage,
    SeriesPage,
    WatchIndexPage,
    WatchNotePage,
)
from tests import factories
from tests.importers.conftest import Folder, codes
from wiki.communities.models import CommunityPage
from wiki.communities.queries import facilitators

GUIDE = """\
---
title: Accueillir
lang: fr
summary: En une phrase.
themes: [Accueil, inconnu]
tags: [bienvenue]
keywords: [arrivée, nouveau venu]
authors: [lectrice@example.org, "Awa Diallo", Personne]
license: CC BY-SA 4.0
source: {name: Manuel, url: "https://example.org/manuel"}
duration: 1 h 30
level: débutant
prerequisites: [une salle]
material:
  - un tableau
aim: Que chacun parle.
heroText: gardé
---

Avant les étapes.

## Étapes

### 1. Inviter

*Durée : 20 min*

Écrire à chacun.

::: tip
Téléphoner.
:::

### Étape 2 : Ouvrir

Se présenter.

## Résultat attendu

Tous se connaissent.

## Voir aussi

- [Bilan](bilan.md) – pour finir
- [Un livre](https://example.org/livre)

## Autre chose

Reste dans le texte.
"""


def test_guide(folder: Folder, reader) -> None:
    factories.theme("Accueil")
    awa = factories.user("awa@example.org", first_name="Awa", last_name="Diallo")
    folder.write("accueillir.md", GUIDE)
    folder.write("bilan.md", "# Bilan\n\nTexte.\n")
    report = folder.load()
    page = folder.page("accueillir.md")
    assert codes(report) == {"unknown-key", "unknown-author", "unknown-theme"}
    assert (page.title, page.summary, page.language) == ("Accueillir", "En une phrase.", "fr")
    assert (page.duration, page.duration_unit, page.level) == (90, "minute", "beginner")
    assert (page.aim, page.prerequisite_list, page.material_list) == (
        "Que chacun parle.", ["une salle"], ["un tableau"],
    )  # fmt: skip
    assert [theme.label_fr for theme in page.themes.all()] == ["Accueil"]
    assert {tag.name for tag in page.tags.all()} == {"bienvenue", "inconnu"}
    assert page.keyword_list == ["arrivée", "nouveau venu"]
    assert (page.owner, list(page.co_authors.all())) == (reader, [awa])
    assert (page.licence, page.source_url) == ("CC-BY-SA-4.0", "https://example.org/manuel")
    assert page.source_name == "Manuel, Personne"
    assert page.imported_from.extra == {"heroText": "gardé"}
    steps = [child.value for child in page.steps]
    assert [(step["title"], step.length and step.length.iso, step["anchor"]) for step in steps] == [
        ("Inviter", "PT20M", "inviter"),
        ("Ouvrir", None, "ouvrir"),
    ]
    assert "Téléphoner" in steps[0]["tips"].source
    assert "Écrire" in steps[0]["text"].source
    assert page.expected_result.raw_data[0]["value"] == "<p>Tous se connaissent.</p>"
    assert [block["type"] for block in page.see_also.raw_data] == ["page", "link"]
    assert page.see_also.raw_data[0]["value"] == {
        "page": folder.page("bilan.md").pk,
        "why": "pour finir",
    }
    body = [block["type"] for block in page.body.raw_data]
    assert body == ["text", "heading", "text"]


def test_case_study(folder: Folder) -> None:
    folder.write("guide.md", "# Guide\n\nTexte.\n")
    folder.write(
        "cas.md",
        "---\ntype: case\ntitle: Un cas\nsize: small\nstage: stopped\ncase_date: 2024-03-01\n"
        "figures:\n  - {label: Délai, before: 9, after: '4,5', unit: jours}\n  - {label: sans}\n"
        "applied_guides:\n  - {page: guide.md, note: suivi}\n---\n\n"
        "D’abord.\n\n## Problème\n\nIci.\n\n"
        "## Ce qui n’a pas marché\n\nLà.\n\n### Détail\n\nPlus.\n",
    )
    report = folder.load()
    page = folder.page("cas.md")
    assert isinstance(page, CaseStudyPage)
    assert codes(report) == {"metadata-value"}
    assert (page.organisation_size, page.stage) == ("small", "stopped")
    assert [figure.value["after"] for figure in page.figures] == [Decimal("4.5")]
    assert page.context.raw_data[0]["value"] == "<p>D’abord.</p>"
    assert page.problem.raw_data[0]["value"] == "<p>Ici.</p>"
    assert [block["type"] for block in page.did_not_work.raw_data] == ["text", "heading", "text"]
    applied = page.applied_guides.get()
    assert (applied.guide.title, applied.note) == ("Guide", "suivi")


def test_watch_note(folder: Folder) -> None:
    folder.write(
        "note.md",
        "---\ntype: veille\ntitle: Une note\nsource: https://example.org/a\n"
        "source_title: Un article\n"
        "kind: rapport\nreading_minutes: 12 min\nsource_date: 2024-02-30\n---\n\n"
        "## Ce que ça dit\n\nDes choses.\n\n## Ce que ça change pour nous\n\nBeaucoup.\n",
    )
    report = folder.load()
    page = folder.page("note.md")
    assert isinstance(page, WatchNotePage)
    assert (page.source_url, page.kind, page.reading_minutes) == (
        "https://example.org/a", "report", 12,
    )  # fmt: skip
    assert page.says.raw_data[0]["value"] == "<p>Des choses.</p>"
    assert page.means_for_us.raw_data[0]["value"] == "<p>Beaucoup.</p>"
    # YAML leaves an impossible date as text.
    assert codes(report) == {"metadata-value"}


def test_series_from_its_own_file_and_from_its_pages(folder: Folder) -> None:
    for number, name in ((2, "b"), (1, "a")):
        folder.write(
            f"{name}.md",
            f"---\ntitle: {name}\n"
            f"series: {{name: Débuter, slug: debuter, order: {number}}}\n---\n\nTexte.\n",
        )
    folder.write(
        "parcours.md",
        "---\ntype: series\ntitle: Parcours\nduration: 3 h\npages:\n  - b.md\n"
        "  - {page: a.md, note: ensuite}\n---\n\nPour qui.\n",
    )
    folder.load()
    by_title = {page.title: page for page in SeriesPage.objects.all()}
    assert [entry.page.title for entry in by_title["Débuter"].entries.all()] == ["a", "b"]
    own = [(entry.page.title, entry.note) for entry in by_title["Parcours"].entries.all()]
    assert own == [("b", ""), ("a", "ensuite")]
    assert by_title["Débuter"].live
    report = folder.load()
    assert (report.unchanged, report.updated) == (3, 0)


def test_translation_and_cover(folder: Folder) -> None:
    folder.picture("images/c.png")
    folder.write("a.md", "# A\n\nLe texte est en français pour les gens.\n")
    folder.write(
        "a.en.md",
        "---\ntranslation_of: a.md\ncover: images/c.png\ncover_alt: A square\n---\n\n"
        "# A\n\nThe text is for you and the others.\n",
    )
    folder.load()
    page = folder.page("a.en.md")
    assert page.language == "en"
    assert page.translation_of.pk == folder.page("a.md").pk
    assert page.cover.description == "A square"


def test_a_community_with_its_folders(folder: Folder, reader) -> None:
    folder.write(
        "anim/README.md",
        "---\ntype: community\ntitle: Animation\nslug: animer\nsummary: Faire vivre.\n"
        "facilitator: lectrice@example.org\n---\n\n## Domaine\n\nLe *sujet*.\n\n"
        "## Comment nous rejoindre\n\nÉcrire.\n",
    )
    folder.write("anim/guides/g.md", "# G\n\nTexte.\n")
    folder.write("anim/guides/c.md", "---\ntype: case\n---\n# C\n\n## Contexte\n\nTexte.\n")
    folder.write(
        "anim/watch/w.md", "---\ntype: watch\n---\n# W\n\n## What it means for us\n\nText.\n"
    )
    folder.write("anim/ateliers/x.md", "# X\n\nTexte.\n")
    folder.write("autre.md", "---\ncommunities: [anim]\n---\n# Autre\n\nTexte.\n")
    report = folder.load()
    community = CommunityPage.objects.get()
    assert report.warnings == ()
    assert (community.slug, community.live) == ("animer", True)
    assert facilitators([community.pk])[community.pk] == [reader]
    assert community.domain == "<p>Le <i>sujet</i>.</p>"
    assert community.how_to_join == "<p>Écrire.</p>"
    guides = GuideIndexPage.objects.child_of(community).get()
    assert folder.page("anim/guides/g.md").get_parent().pk == guides.pk
    assert (
        folder.page("anim/guides/c.md").get_parent().pk
        == CaseStudyIndexPage.objects.child_of(community).get().pk
    )
    assert (
        folder.page("anim/watch/w.md").get_parent().pk
        == WatchIndexPage.objects.child_of(community).get().pk
    )
    workshop = folder.page("anim/ateliers/x.md").get_parent()
    assert (workshop.title, workshop.get_parent().pk) == ("Ateliers", guides.pk)
    assert list(folder.page("autre.md").communities.all()) == [community]


def test_folders_below_the_home_page(folder: Folder, home: Page) -> None:
    folder.write("README.md", "# Nos guides\n\nUn mot sur ce dossier.\n")
    folder.write("a.md", "# A\n\nTexte.\n")
    folder.write("un/deux/b.md", "# B\n\nTexte.\n")
    report = folder.load()
    root = folder.page("a.md").get_parent().specific
    assert (root.title, root.intro) == ("Nos guides", "Un mot sur ce dossier.")
    assert root.get_parent().pk == home.pk
    trail = [page.title for page in folder.page("un/deux/b.md").get_ancestors()][-2:]
    assert trail == ["Un", "Deux"]
    readme = next(done for done in report.pages if done.file == "README.md")
    assert (readme.id, readme.action) == (root.pk, "created")
    assert folder.load().unchanged == 3
