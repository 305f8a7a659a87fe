"""Each bad file gets a clear line, and the others go on."""

import os

from wagtail.models import Page

from tests.importers.conftest import Folder
from wiki.importers.reading import scan


def outcome(folder: Folder) -> dict[str, tuple[str, int]]:
    """Code and line for each file that failed; the good file is always imported."""
    folder.write("bon.md", "# Bon\n\nTexte.\n")
    report = folder.load()
    assert folder.page("bon.md").live
    failed = {done.file for done in report.pages if done.action == "failed"}
    assert report.failed == len(failed)
    return {w.file: (w.code, w.line) for w in report.warnings if w.file in failed}


def test_broken_front_matter(folder: Folder) -> None:
    folder.write("a.md", "---\ntitle: A\ntags: [a, b\n---\n\nTexte.\n")
    folder.write("b.md", "---\n- pas\n- une table\n---\n\nTexte.\n")
    folder.write("c.md", "---\nx: !!python/object/apply:os.system [ls]\n---\n\nTexte.\n")
    found = outcome(folder)
    assert {name: code for name, (code, _line) in found.items()} == dict.fromkeys(
        ("a.md", "b.md", "c.md"), "front-matter"
    )
    assert found["a.md"][1] == 4
    assert not Page.objects.filter(title="A").exists()


def test_too_large_and_unreadable(folder: Folder) -> None:
    with (folder.path / "gros.md").open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    (folder.path / "binaire.md").write_bytes(b"# A\x00\x01")
    (folder.path / "inconnu.md").write_bytes("# é\n\n\x81".encode("latin-1"))
    assert {name: code for name, (code, _line) in outcome(folder).items()} == {
        "gros.md": "too-large",
        "binaire.md": "encoding",
        "inconnu.md": "encoding",
    }


def test_windows_encoding_is_read_and_reported(folder: Folder) -> None:
    (folder.path / "a.md").write_bytes("# Été\n\nL’œuvre\n".encode("cp1252"))
    report = folder.load()
    assert [(w.code, w.line) for w in report.warnings] == [("encoding", 1)]
    assert folder.page("a.md").title == "Été"
    (folder.path / "b.md").write_bytes("# Avec marque\n\nTexte\n".encode("utf-8-sig"))
    folder.load()
    assert folder.page("b.md").title == "Avec marque"


def test_links_out_of_the_folder_are_not_followed(folder: Folder) -> None:
    outside = folder.path.parent / "secret"
    outside.mkdir()
    (outside / "secret.md").write_text("# Secret\n")
    os.symlink(outside / "secret.md", folder.path / "lien.md")
    os.symlink(outside, folder.path / "dossier")
    os.symlink(outside / "rien.md", folder.path / "mort.md")
    found = outcome(folder)
    assert {name: code for name, (code, _line) in found.items()} == {
        "lien.md": "outside",
        "dossier": "outside",
        "mort.md": "outside",
    }
    assert not Page.objects.filter(title="Secret").exists()


def test_a_picture_behind_a_link_out_is_not_read(folder: Folder) -> None:
    outside = folder.path.parent / "hors.png"
    outside.write_bytes(b"x")
    os.symlink(outside, folder.path / "a.png")
    folder.write("a.md", "# A\n\n![x](a.png)\n")
    assert [w.code for w in folder.load().warnings] == ["outside"]


def test_no_half_made_page(folder: Folder, monkeypatch) -> None:
    """Whatever goes wrong while a page is written, no draft of it stays."""
    folder.write("a.md", "---\nsource_title: x\ntype: watch\n---\n# Note\n\n## What it says\n\nx\n")
    monkeypatch.setattr(
        "wiki.importers.writing.writer.write_page",
        lambda *args, **kwargs: (_ for _ in ()).throw(ValueError("disk full")),
    )
    report = folder.load()
    assert [(w.code, w.file) for w in report.warnings if w.code == "not-written"] == [
        ("not-written", "a.md")
    ]
    assert report.failed == 1
    assert not Page.objects.filter(title="Note").exists()


def test_limits_are_what_the_documentation_says() -> None:
    assert scan.MAX_TEXT_BYTES == 5 * 1024 * 1024


def test_an_empty_file_is_a_page_with_a_title(folder: Folder) -> None:
    folder.write("2-le_vide.md", "")
    assert folder.load().created == 1
    assert folder.page("2-le_vide.md").title == "Le vide"


def test_a_symbolic_link_loop_ends(folder: Folder) -> None:
    os.symlink(folder.path, folder.path / "boucle")
    folder.write("a.md", "# A\n")
    assert folder.load().created == 1
