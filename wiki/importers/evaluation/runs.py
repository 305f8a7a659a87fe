"""One run: every set asked of every engine, each in a process of its own.

The processes start with an environment that names nothing of the caller's site, so that
no mistake made there can touch it.
"""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from search.evaluation.figures import Figures
from search.evaluation.jobs import Job, read_figures
from search.evaluation.sets import RelevanceSet
from search.evaluation.throwaway import fresh_name, postgresql_database, run

ELASTIC = "elastic"
ENGINES = ("embedded", ELASTIC)
#: Variables of the caller's own site that must not reach the process.
FOREIGN = ("SITE_URL", "EMAIL_URL", "DEBUG", "ALLOWED_HOSTS")
JOB, RESULT = "job.json", "figures.json"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of every set."""

    engines: tuple[str, ...]
    variants: tuple[str, ...]
    limit: int | None = None
    #: Where Elasticsearch is; "" for the site's own server.
    elasticsearch: str = ""
    progress: bool = False


def ask_product(
    collection: RelevanceSet, language: str, plan: Plan, *, place: Path
) -> Iterator[list[Figures]]:
    """The figures of each engine on one set; the pages are made once for all engines."""
    with _database(place) as database:
        for engine in plan.engines:
            job = Job(
                folder=str(collection.folder.resolve()),
                place=str(place),
                language=language,
                engine=engine,
                variants=plan.variants,
                limit=plan.limit,
                progress=plan.progress,
            )
            yield _in_process(job, _environment(job, database, plan))


@contextmanager
def _database(place: Path) -> Iterator[str]:
    """The address of an empty database of the kind that the site uses."""
    if connection.vendor != "postgresql":
        yield f"sqlite:///{place / 'db.sqlite3'}"
        return
    with postgresql_database(os.environ["DATABASE_URL"]) as address:
        yield address


def _environment(job: Job, database: str, plan: Plan) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    made = {
        "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
        "VAR_DIR": job.place,
        "DATABASE_URL": database,
        "CACHE_URL": "locmemcache://search-eval",
        "TASK_QUEUE": "database",  # nobody works on it: the index is built in one go
        "SEARCH_ENGINE": job.engine,
        "SEARCH_INDEX_DIR": str(Path(job.place) / "index"),
        "ELASTICSEARCH_PREFIX": fresh_name(),
        "SECRET_KEY": secrets.token_hex(32),
        "LOG_LEVEL": "ERROR",
    }
    if plan.elasticsearch:
        made["ELASTICSEARCH_URL"] = plan.elasticsearch
    return {**kept, **made}


def _in_process(job: Job, environment: dict[str, str]) -> list[Figures]:
    place = Path(job.place)
    job.write(place / JOB)
    command = [sys.executable, "-m", "django", "search_eval", "--job", str(place / JOB)]
    run(command, environment=environment, cwd=settings.BASE_DIR)
    return read_figures(place / RESULT)
