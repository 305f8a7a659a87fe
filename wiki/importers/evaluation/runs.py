"""One run: every set asked of every engine, each in a process of its own.

The processes start with an environment that names nothing of the caller's site, so that
no mistake made there can touch it.
"""

import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from search.evaluation.figures import Figures
from search.evaluation.jobs import JOB, RESULT, Job, read_figures
from search.evaluation.sets import RelevanceSet
from search.evaluation.stock import sides
from search.evaluation.throwaway import fresh_name, postgresql_database, run
from wiki.importers.evaluation.servers import Servers

#: Variables of the caller's own site that must not reach a process.
FOREIGN = ("SITE_URL", "EMAIL_URL", "DEBUG", "ALLOWED_HOSTS", "VAR_DIR")
#: Variables that open the site's own Elasticsearch.
SECRETS = ("API_KEY", "USERNAME", "PASSWORD", "CA_CERTIFICATE")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of every set."""

    engines: tuple[str, ...]
    variants: tuple[str, ...]
    servers: Servers
    #: Whether the engines of others are asked too.
    stock: bool = False
    limit: int | None = None
    progress: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One set in its language, with a folder and a database for what is made of it."""

    collection: RelevanceSet
    language: str
    place: Path
    database: str


@contextmanager
def prepared(
    collection: RelevanceSet, language: str, *, place: Path, server: str
) -> Iterator[Asked]:
    """A place for the set; ``server`` is a PostgreSQL server, or "" for a database in a file."""
    place.mkdir()
    try:
        with _database(place, server) as database:
            yield Asked(collection, language, place, database)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def ask_product(asked: Asked, engine: str, plan: Plan) -> list[Figures]:
    """The figures of one of our engines; the pages made for the first serve the others."""
    job = _job(asked, engine, plan)
    return _in_process(job, "search_eval", "--job", str(asked.place / JOB), made=_site(job, plan))


def ask_stock(asked: Asked, side: str, plan: Plan) -> list[Figures]:
    """The figures of one engine that is not ours."""
    made = {
        "DJANGO_SETTINGS_MODULE": "search.evaluation.stock.settings",
        "SEARCH_EVAL_JOB": str(asked.place / JOB),
        **_locked(plan),
    }
    return _in_process(_job(asked, side, plan), "measure_stock", made=made)


def _job(asked: Asked, engine: str, plan: Plan) -> Job:
    on_server = engine not in sides.SIDES or sides.SIDES[engine].needs_elasticsearch
    return Job(
        folder=str(asked.collection.folder.resolve()),
        place=str(asked.place),
        language=asked.language,
        engine=engine,
        variants=plan.variants,
        limit=plan.limit,
        database=asked.database,
        address=plan.servers.elasticsearch if on_server else "",
        # Below the site's own: the rights that it has on its server are enough.
        prefix=f"{settings.ELASTICSEARCH['prefix']}-{fresh_name()}",
        progress=plan.progress,
    )


@contextmanager
def _database(place: Path, server: str) -> Iterator[str]:
    """The address of an empty database on this PostgreSQL server, or else in a file."""
    if not server:
        yield f"sqlite:///{place / 'db.sqlite3'}"
        return
    with postgresql_database(server) as address:
        yield address


def _site(job: Job, plan: Plan) -> dict[str, str]:
    """Variables of a site of its own."""
    made = {
        "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
        "VAR_DIR": job.place,
        "DATABASE_URL": job.database,
        "CACHE_URL": "locmemcache://search-eval",
        "TASK_QUEUE": "database",  # nobody works on it: the index is built in one go
        "SEARCH_ENGINE": job.engine,
        "SEARCH_INDEX_DIR": str(Path(job.place) / "index"),
        "ELASTICSEARCH_PREFIX": job.prefix,
        # A busy machine makes answers late, and no figure of them.
        "ELASTICSEARCH_TIMEOUT": "60",
        "SECRET_KEY": secrets.token_hex(32),
        "LOG_LEVEL": "ERROR",
    }
    if plan.servers.named:
        made["ELASTICSEARCH_URL"] = job.address
    return made | _locked(plan)


def _locked(plan: Plan) -> dict[str, str]:
    """What opens the site's own server is the business of no other server."""
    if not plan.servers.named:
        return {}
    return {f"ELASTICSEARCH_{name}": "" for name in SECRETS}


def _in_process(job: Job, *command: str, made: dict[str, str]) -> list[Figures]:
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    job.write(Path(job.place) / JOB)
    run(
        [sys.executable, "-m", "django", *command],
        environment={**kept, **made},
        cwd=settings.BASE_DIR,
    )
    return read_figures(Path(job.place) / RESULT)
