"""The project as a whole: migrations, deployment checks, probes, catalogues."""

import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = sorted(ROOT.glob("*/locale/*/LC_MESSAGES/django.po"))


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


def test_production_settings_pass_djangos_deployment_checks(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={
            "PATH": "/usr/bin:/bin",
            "VAR_DIR": str(tmp_path),
            "SITE_URL": "https://recueil.example.org",
            "LANG": "C.UTF-8",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.django_db
def test_probes_answer(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["parts"]["database"] == "ok"


@pytest.mark.django_db
def test_pages_carry_the_security_headers(client: Client) -> None:
    response = client.get("/")
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self'" in [each.strip() for each in policy.split(";")]
    assert "unsafe-inline" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"


def entries(text: str) -> list[tuple[str, str]]:
    """(heading line, message) of each entry of a catalogue, the header left out."""
    return [
        (chunk.split("msgid", 1)[0], chunk)
        for chunk in re.split(r"\n\n+", text)[1:]
        if "msgid" in chunk and not chunk.lstrip().startswith("#~")
    ]


def test_words_of_every_sort_of_template_are_collected() -> None:
    told = re.search(r"makemessages .*--extension (\S+)", (ROOT / "Makefile").read_text())
    collected = {f".{each}" for each in told[1].split(",")} if told else {".html", ".txt", ".py"}
    files = [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    worded = {path.suffix for path in files if "{% load i18n" in path.read_text()}
    assert ".html" in worded
    assert worded <= collected


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)))
def test_catalogues_are_complete(path: Path) -> None:
    for comments, chunk in entries(path.read_text()):
        assert "fuzzy" not in comments, chunk
        translations = re.findall(r"^msgstr(?:\[\d\])? ((?:\".*\"\n?)+)", chunk, re.MULTILINE)
        assert translations, chunk
        for translation in translations:
            assert translation.replace('"', "").strip(), chunk


@pytest.mark.parametrize(
    "path",
    [path for path in CATALOGUES if "/fr/" in path.as_posix()],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_french_catalogue_has_french_typography(path: Path) -> None:
    for _comments, chunk in entries(path.read_text()):
        text = "".join(re.findall(r'"(.*)"', chunk.split("msgstr", 1)[1]))
        words = re.sub(r"%\([a-z_]+\)[sd]|%[sd]|https?:\S+|<[^>]*>|\{[^}]*\}", "x", text)
        assert not re.search(r"(?<=[a-zéà])'(?=[a-zéàêhœ])", words), chunk
        assert not re.search(r" [:;?!»]|« ", words), f"plain space: {chunk}"
