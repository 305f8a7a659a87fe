"""``python -m tests.leaks``: the random cases for every engine and database that is there.

SQLite and the embedded engine always are; ``TEST_POSTGRESQL_URL`` (or ``DATABASE_URL``) and
``TEST_ELASTICSEARCH_URL`` name the servers. What is given goes to pytest.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

#: Cases of each run, unless ``LEAK_CASES`` says otherwise.
CASES = "2000"
PYTEST = (sys.executable, "-m", "pytest", "-p", "no:xdist", "-q", "-s", "--show-capture=no")


@dataclass(frozen=True)
class Plan:
    """Databases by name with their address, and what is not there."""

    databases: Mapping[str, str]
    engines: tuple[str, ...]
    left_out: tuple[str, ...]


def plan(environment: Mapping[str, str]) -> Plan:
    """On what the cases run, and what is left out, with the reason."""
    named = (environment.get(each, "") for each in ("TEST_POSTGRESQL_URL", "DATABASE_URL"))
    server = next((url for url in named if url.startswith(("postgres", "psql"))), "")
    elastic = bool(environment.get("TEST_ELASTICSEARCH_URL"))
    left_out = []
    if not server:
        left_out.append(
            'PostgreSQL is left out: TEST_POSTGRESQL_URL names no server (eval "$(.ci/postgresql)")'
        )
    if not elastic:
        left_out.append(
            "Elasticsearch is left out: TEST_ELASTICSEARCH_URL names no server "
            '(eval "$(.ci/elasticsearch)")'
        )
    return Plan(
        {"SQLite": "", **({"PostgreSQL": server} if server else {})},
        ("embedded", "elastic") if elastic else ("embedded",),
        tuple(left_out),
    )


def main(arguments: list[str]) -> int:
    """Run all of them; the worst status."""
    found, worst = plan(os.environ), 0
    engines = () if "elastic" in found.engines else ("-m", "not elasticsearch")
    for name, address in found.databases.items():
        say(f"{name}, with the engines: {', '.join(found.engines)}")
        environment = {"LEAK_CASES": CASES, **os.environ}
        environment.pop("DATABASE_URL", None)  # SQLite is what there is without
        if address:
            environment["DATABASE_URL"] = address
        command = [*PYTEST, *engines, "tests/leaks", *arguments]
        worst = max(worst, subprocess.run(command, env=environment, check=False).returncode)
    for words in found.left_out:
        say(words)
    return worst


def say(words: str) -> None:
    print(f"── {words}", flush=True)  # noqa: T201  (a command that talks)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
