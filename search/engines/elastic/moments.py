"""Versions of entries: the moment before their page was read, on one clock for all.

Two processes may read the same page and write its entry in the other order. Each
sends the moment before its reading as the entry's version, and the server refuses
the older one. With PostgreSQL the clock is the database's, the same for every host;
SQLite has but one host.
"""

import time

from django.db import connection


def moment() -> int:
    """Microseconds since 1970, by the database's clock."""
    if connection.vendor != "postgresql":
        return time.time_ns() // 1_000
    with connection.cursor() as cursor:
        cursor.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
        return int(cursor.fetchone()[0])
