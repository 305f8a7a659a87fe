"""What tells an index of this code from another one's."""

import os
import subprocess
import sys

from django.conf import settings

PRINT = (
    "import django; django.setup();"
    "from search.engines.elastic.mapping import all_languages, fingerprint;"
    "print([fingerprint(language) for language in all_languages()])"
)


def test_every_process_knows_the_index_again() -> None:
    """An order that Python draws by lot would have each restart call its own index stale."""
    told = {
        subprocess.run(
            [sys.executable, "-c", PRINT],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "wiki.settings", "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1
