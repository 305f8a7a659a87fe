"""A second import knows what the first one did."""

from wagtail.models import Page, Revision

from guides.models import GuideIndexPage, GuidePage
from tests.importers.conftest import Folder, codes
from wiki.core.changes import content_version
from wiki.importers.models import ImportedPage
from wiki.importers.reports import ImportReport


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.created, report.updated, report.unchanged, report.failed


def two_files(folder: Folder) -> None:
    folder.write("a.md", "# A\n\nVoir [b](sous/b.md).\n")
    folder.write("sous/b.md", "# B\n\nTexte.\n")


def test_unchanged_files_do_nothing(folder: Folder) -> None:
    two_files(folder)
    assert counts(folder.load()) == (2, 0, 0, 0)
    before = Revision.objects.count(), Page.objects.count()
    assert counts(folder.load()) == (0, 0, 2, 0)
    assert (Revision.objects.count(), Page.objects.count()) == before


def test_a_changed_file_makes_one_revision(folder: Folder) -> None:
    two_files(folder)
    folder.load()
    before = Revision.objects.count()
    folder.write("sous/b.md", "# B bis\n\nAutre texte.\n")
    assert counts(folder.load()) == (0, 1, 1, 0)
    assert Revision.objects.count() == before + 1
    page = folder.page("sous/b.md")
    assert (page.title, page.slug, page.live) == ("B bis", "b", True)
    assert page.get_latest_revision().as_object().title == "B bis"
    assert not page.has_unpublished_changes


def test_a_changed_picture_changes_the_page(folder: Folder) -> None:
    folder.picture("a.png")
    folder.write("a.md", "# A\n\n![dessin](a.png)\n")
    folder.load()
    folder.picture("a.png", colour="blue")
    assert folder.load().updated == 1


def test_a_page_edited_here_is_left_alone(folder: Folder) -> None:
    two_files(folder)
    folder.load()
    page = folder.page("a.md")
    page.title = "Titre corrigé"
    page.save_revision().publish()
    folder.write("a.md", "# A\n\nAutre.\n")
    report = folder.load()
    assert codes(report) == {"edited-here"}
    assert {done.file: done.action for done in report.pages} == {
        "a.md": "kept",
        "sous/b.md": "unchanged",
    }
    assert folder.page("a.md").title == "Titre corrigé"
    assert counts(folder.load(force=True)) == (0, 1, 1, 0)
    assert folder.page("a.md").title == "A"
    assert folder.load().warnings == ()


def test_a_page_moved_here_is_found_again(folder: Folder) -> None:
    two_files(folder)
    folder.load()
    folder.page("a.md").move(GuideIndexPage.objects.get(title="Sous"), pos="last-child")
    folder.write("a.md", "# A\n\nAutre.\n")
    assert counts(folder.load()) == (0, 1, 1, 0)
    assert folder.page("a.md").get_parent().title == "Sous"


def test_a_deleted_page_is_made_again_and_said_so(folder: Folder) -> None:
    two_files(folder)
    folder.load()
    folder.page("sous/b.md").delete()
    report = folder.load()
    assert report.created == 1
    assert codes(report) == {"deleted-here"}


def test_another_place_is_another_import(folder: Folder, community: Page) -> None:
    two_files(folder)
    folder.load()
    assert counts(folder.load(into=community.url)) == (2, 0, 0, 0)
    assert GuidePage.objects.filter(title="A").count() == 2


def test_a_dry_run_writes_nothing(folder: Folder, settings) -> None:
    two_files(folder)
    folder.picture("a.png")
    folder.write("c.md", "# C\n\n![dessin](a.png)\n")
    before = Page.objects.count(), Revision.objects.count()
    report = folder.load(dry_run=True)
    assert counts(report) == (3, 0, 0, 0)
    assert (Page.objects.count(), Revision.objects.count()) == before
    assert not ImportedPage.objects.exists()
    assert not (settings.MEDIA_ROOT / "original_images").exists()


def test_readers_see_the_new_version_at_once(folder: Folder) -> None:
    two_files(folder)
    before = content_version()
    folder.load()
    after = content_version()
    assert after != before
    folder.load()
    assert content_version() == after


def test_pages_are_whole(folder: Folder) -> None:
    """Written past Wagtail's own save, and yet as it would have written them."""
    folder.write(
        "a.md", "---\ntags: [Été, été, autre]\ndate: 2024-05-02\n---\n# A\n\n## Un\n\nTexte.\n"
    )
    folder.load()
    page = folder.page("a.md")
    assert Page.find_problems() == ([], [], [], [], [])
    assert sorted(tag.name for tag in page.tags.all()) == ["autre", "Été"]
    assert page.first_published_at.date().isoformat() == "2024-05-02"
    assert page.live_revision_id == page.latest_revision_id
    copy = page.get_latest_revision().as_object()
    assert [child.block_type for child in copy.body] == ["heading", "text"]
    assert sorted(tag.name for tag in copy.tags.all()) == ["autre", "Été"]
    page.full_clean()
    page.save()
    assert folder.load().unchanged == 1
    assert page.get_parent().numchild == page.get_parent().get_children().count()
