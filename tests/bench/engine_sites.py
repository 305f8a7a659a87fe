"""The four sites of the search engines: ours on each engine, stock on PostgreSQL and on its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.servers import Servers
from tests.bench.sides import Name, Side

ENGINES = ("elastic", "embedded")


@dataclass(frozen=True, slots=True)
class Sites:
    """The four sites that are compared; each pair shares its pages."""

    embedded: Side
    elastic: Side
    stock_postgresql: Side
    stock_elasticsearch: Side


@contextmanager
def four_sites(folder: Path, servers: Servers) -> Iterator[tuple[Sites, dict[str, str]]]:
    """All of them, empty, and the prefixes of the indexes of ours (elastic) and of stock."""
    with (
        servers.database() as ours, servers.database() as stock,
        servers.prefix() as our_prefix, servers.prefix() as their_prefix,
    ):  # fmt: skip
        own = {"DATABASE_URL": ours, "ELASTICSEARCH_PREFIX": our_prefix}
        own["ELASTICSEARCH_URL"] = servers.elasticsearch
        sides = [
            _side("ours", folder, {**own, "SEARCH_ENGINE": "embedded"}),
            _side("ours", folder, {**own, "SEARCH_ENGINE": "elastic"}),
            _side("stock", folder, {"DATABASE_URL": stock}),
            _side(
                "stock",
                folder,
                {
                    "DATABASE_URL": stock,
                    "ELASTICSEARCH_URL": servers.elasticsearch,
                    "ELASTICSEARCH_PREFIX": their_prefix,
                },
            ),
        ]
        try:
            sides[0].ask("site.prepare")
            sides[2].ask("site.prepare")
            yield Sites(*sides), {"elastic": our_prefix, "stock": their_prefix}
        finally:
            for side in sides:
                side.close()


def _side(name: Name, folder: Path, environment: dict[str, str]) -> Side:
    place = folder / name
    place.mkdir(parents=True, exist_ok=True)
    return Side(name, place, environment=environment)
