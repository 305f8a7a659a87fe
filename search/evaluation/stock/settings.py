"""Settings of the process that asks Wagtail's own search; its job says which engine."""

import os
from pathlib import Path
from typing import Any

import environ

from search.evaluation.jobs import read_job
from search.evaluation.stock.sides import CHAINS, SIDES

#: Variable that names the file of the job.
JOB_FILE = "SEARCH_EVAL_JOB"
JOB = read_job(Path(os.environ[JOB_FILE]))
SIDE = SIDES[JOB.engine]

SECRET_KEY = "of-a-process-that-serves-nobody"  # noqa: S105  (says so itself)
USE_TZ = True
INSTALLED_APPS = [
    "search.evaluation.stock",
    "modelsearch",  # what wagtail.search is made of; that one needs the tables of a whole site
    "django.contrib.contenttypes",
]
DATABASES = {"default": environ.Env.db_url_config(JOB.database)}
LOGGING_CONFIG = None


def _opening() -> dict[str, Any]:
    """What opens the site's own server, as the client calls it; its address may do so too."""
    key, name, password, authority = (
        os.environ.get(f"ELASTICSEARCH_{each}", "")
        for each in ("API_KEY", "USERNAME", "PASSWORD", "CA_CERTIFICATE")
    )
    opening: dict[str, Any] = {"ca_certs": authority} if authority else {}
    if key:
        return {**opening, "api_key": key}
    return {**opening, "basic_auth": (name, password)} if name else opening


if SIDE.needs_elasticsearch:
    _analyzer = {"default": {"type": CHAINS[JOB.language] if SIDE.in_language else "standard"}}
    MODELSEARCH_BACKENDS = {
        "default": {
            "BACKEND": "modelsearch.backends.elasticsearch8",
            "URLS": [JOB.address],
            "INDEX_PREFIX": f"{JOB.prefix}_",
            "TIMEOUT": 60,
            "OPTIONS": _opening(),
            "INDEX_SETTINGS": {"settings": {"analysis": {"analyzer": _analyzer}}},
        }
    }
else:
    MODELSEARCH_BACKENDS = {
        "default": {
            "BACKEND": "modelsearch.backends.database",
            # For PostgreSQL, whose own default is the language of the server.
            "SEARCH_CONFIG": CHAINS[JOB.language],
        }
    }
