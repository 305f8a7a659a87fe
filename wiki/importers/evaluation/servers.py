"""The servers of a run: those named for it, or else those of the site."""

import os
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

import psycopg
from django.conf import settings

#: Variables that name servers for tests and measures.
POSTGRESQL, ELASTICSEARCH = "TEST_POSTGRESQL_URL", "TEST_ELASTICSEARCH_URL"
#: Seconds to wait for a server that may not be there.
PATIENCE = 5


@dataclass(frozen=True, slots=True)
class Servers:
    """Addresses; "" stands for none."""

    #: Where the site keeps its own database, when that is PostgreSQL.
    site: str
    postgresql: str
    elasticsearch: str
    #: Whether Elasticsearch was named for this run, and not for the site.
    named: bool

    @classmethod
    def of(cls, *, postgresql: str | None, elasticsearch: str | None) -> "Servers":
        """The servers that options, variables for tests, and the settings name, in this order."""
        own = os.environ.get("DATABASE_URL", "") if _on_postgresql() else ""
        named = elasticsearch or os.environ.get(ELASTICSEARCH, "")
        return cls(
            site=own,
            postgresql=postgresql or os.environ.get(POSTGRESQL, "") or own,
            elasticsearch=named or str(settings.ELASTICSEARCH["url"]),
            named=bool(named),
        )

    def why_no_postgresql(self) -> str:
        """Why PostgreSQL cannot be measured; "" when it can."""
        if not self.postgresql:
            return f"no server is named; use --postgresql-url or {POSTGRESQL}"
        address = urlsplit(self.postgresql)._replace(scheme="postgresql", path="/postgres")
        try:
            psycopg.connect(address.geturl(), connect_timeout=PATIENCE).close()
        except psycopg.Error as error:
            return str(error)
        return ""

    def why_no_elasticsearch(self) -> str:
        """Why Elasticsearch cannot be measured; "" when somebody listens at its address."""
        parts = urlsplit(self.elasticsearch)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            socket.create_connection((parts.hostname or "", port), timeout=PATIENCE).close()
        except OSError as error:
            return (
                f"nothing answers at {parts.hostname}:{port} ({error}); "
                f"use --elasticsearch-url or {ELASTICSEARCH}"
            )
        return ""


def _on_postgresql() -> bool:
    return "postgresql" in settings.DATABASES["default"]["ENGINE"]
