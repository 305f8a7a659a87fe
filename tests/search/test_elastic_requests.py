"""What is asked of a server, as far as it takes no server to tell."""

from typing import Any

import pytest
from django.test import Client
from elasticsearch.dsl import Q, Search

from search.engines.elastic.client import Connection
from search.engines.elastic.facets import add_counts
from search.params import FACETS

#: Buckets that a server gives in one answer unless it is told otherwise.
SERVERS_BUCKETS = 65_536
#: Values that the languages of a page share, one page with another: more than any site has.
SHARED = 14


def most_buckets(asked: dict[str, Any]) -> int:
    """Buckets of the largest answer, where the languages of a page share the usual values."""
    found = 0
    for name, part in asked.items():
        own = part["terms"]["size"] if "terms" in part else 1
        if name == "values":
            own = min(own, SHARED)
        found += own * (1 + most_buckets(part.get("aggs", {})))
    return found


@pytest.mark.parametrize("filtered", range(len(FACETS) + 1))
def test_one_request_never_counts_more_than_the_server_gives(filtered: int) -> None:
    search = Search()
    add_counts(search, {name: Q("match_all") for name in FACETS[:filtered]})
    assert most_buckets(search.to_dict()["aggs"]) < SERVERS_BUCKETS


@pytest.mark.parametrize(
    ("address", "port"),
    [("http://search", 80), ("http://search/below", 80), ("https://search", 443),
     ("http://search:9200", 9200), ("https://[::1]:9243/", 9243)],
)  # fmt: skip
def test_an_address_without_a_port_has_the_usual_one(settings: Any, address: str, port: int):
    connection = Connection(settings.ELASTICSEARCH | {"url": address})
    node = connection.work(lambda client: client.transport.node_pool.get())
    assert node.port == port


@pytest.mark.django_db
def test_a_site_whose_server_has_no_port_answers(settings: Any, client: Client):
    settings.SEARCH_ENGINE = "elastic"
    settings.ELASTICSEARCH = settings.ELASTICSEARCH | {"url": "http://127.0.0.1"}
    assert client.get("/search/", {"q": "mentorat"}).status_code == 200
