"""The demo on a machine that has seen nothing yet."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Of the caller's own site.
FOREIGN = ("DATABASE_URL", "SEARCH_ENGINE", "ELASTICSEARCH_URL", "DJANGO_SETTINGS_MODULE")


def test_an_empty_folder_becomes_the_demo(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    done = subprocess.run(
        [sys.executable, "manage.py", "demo", "--prepare-only"],
        cwd=ROOT, env={**kept, "VAR_DIR": str(tmp_path), "SEARCH_ENGINE": "embedded"},
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2_000:]
    assert "digests: 3 new" in done.stdout
