"""The command line: counts, report, exit codes."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.importers.conftest import Folder


def run(*args: Any) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_content", *args, "--no-progress", stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_report(folder: Folder, tmp_path: Path) -> None:
    folder.write("a.md", "# A\n\n![x](perdue.png)\n")
    target = tmp_path / "report.json"
    out, err = run(folder.path, "--report", target)
    report = json.loads(target.read_text())
    page = folder.page("a.md")
    assert set(report) == {"created", "updated", "unchanged", "failed", "pages", "warnings"}
    assert report["pages"] == [
        {"file": "a.md", "id": page.pk, "url": page.url, "action": "created"}
    ]
    assert [(w["file"], w["line"], w["code"]) for w in report["warnings"]] == [
        ("a.md", 3, "image-missing")
    ]
    assert report["created"] == 1
    assert "a.md:3" in err
    assert "1" in out


def test_a_failed_file_gives_exit_code_1(folder: Folder) -> None:
    folder.write("a.md", "---\na: [\n---\n")
    with pytest.raises(SystemExit) as exit_:
        run(folder.path)
    assert exit_.value.code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["{missing}"],
        ["{folder}", "--into", "/nowhere/"],
        ["{folder}", "--owner", "nobody@example.org"],
        ["{folder}", "--report", "{missing}/report.json"],
    ],
)
def test_wrong_usage_gives_exit_code_2(
    folder: Folder, tmp_path: Path, arguments: list[str]
) -> None:
    names = {"folder": str(folder.path), "missing": str(tmp_path / "missing")}
    with pytest.raises(CommandError) as error:
        run(*(argument.format(**names) for argument in arguments))
    assert error.value.returncode == 2


def test_owner(folder: Folder, reader) -> None:
    folder.write("a.md", "# A\n\nTexte.\n")
    run(folder.path, "--owner", reader.email.upper())
    assert folder.page("a.md").owner == reader
