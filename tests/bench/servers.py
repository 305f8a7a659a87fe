"""The servers that some measures need, and throwaway places on them."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import psycopg
from elasticsearch import Elasticsearch
from psycopg import sql

from tests.bench.memory_use import resident
from tests.bench.sides import CannotMeasureError

#: Stands in the command line of every Elasticsearch.
MAIN_CLASS = "org.elasticsearch.bootstrap.Elasticsearch"


@dataclass(frozen=True, slots=True)
class Servers:
    """Addresses of a PostgreSQL database and of an Elasticsearch server."""

    postgresql: str
    elasticsearch: str

    @classmethod
    def found(cls) -> "Servers":
        """Those of the environment. Raises CannotMeasureError with what to do."""
        postgresql = os.environ.get("TEST_POSTGRESQL_URL") or os.environ.get("DATABASE_URL", "")
        elasticsearch = os.environ.get("TEST_ELASTICSEARCH_URL", "")
        if not postgresql.startswith("postgres") or not elasticsearch:
            raise CannotMeasureError(
                'start both servers first: eval "$(.ci/postgresql)" "$(.ci/elasticsearch)"'
            )
        return cls(postgresql, elasticsearch)

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of an empty database, dropped at the end."""
        name = f"bench_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self.postgresql, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            try:
                yield urlunsplit(urlsplit(self.postgresql)._replace(path=f"/{name}"))
            finally:
                connection.execute(
                    sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
                )

    @contextmanager
    def prefix(self) -> Iterator[str]:
        """A prefix for indexes, all of which are removed at the end."""
        name = f"bench-{uuid.uuid4().hex[:12]}"
        try:
            yield name
        finally:
            with Elasticsearch(self.elasticsearch, request_timeout=60) as client:
                for index in client.indices.get_alias(index=f"{name}*", allow_no_indices=True):
                    client.indices.delete(index=index)

    def bytes_on_disk(self, prefix: str) -> int:
        """Bytes of all indexes below a prefix."""
        with Elasticsearch(self.elasticsearch, request_timeout=60) as client:
            client.indices.refresh(index=f"{prefix}*")
            stats = client.indices.stats(index=f"{prefix}*", metric="store")
            return int(stats["_all"]["primaries"]["store"]["size_in_bytes"])

    def megabytes_in_memory(self) -> float:
        """The server's heap in use and what it holds beside it."""
        with Elasticsearch(self.elasticsearch, request_timeout=60) as client:
            nodes = client.nodes.stats(metric="jvm")["nodes"].values()
            used = sum(
                node["jvm"]["mem"]["heap_used_in_bytes"]
                + node["jvm"]["mem"]["non_heap_used_in_bytes"]
                for node in nodes
            )
        return used / 1_000_000

    def megabytes_resident(self) -> float | None:
        """All that the server's processes hold in memory; None when they are not seen from here."""
        with Elasticsearch(self.elasticsearch, request_timeout=60) as client:
            nodes = client.nodes.info(metric="process")["nodes"].values()
        held = [resident(node["process"]["id"], running=MAIN_CLASS) for node in nodes]
        seen = [size for size in held if size is not None]
        return sum(seen) if len(seen) == len(held) else None
