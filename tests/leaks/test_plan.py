"""The long run says what it asks, and what it leaves out."""

from tests.leaks.__main__ import plan

POSTGRESQL = "postgres://recueil@127.0.0.1:54329/postgres"
ELASTICSEARCH = "http://127.0.0.1:9229"


def test_without_servers_both_are_said_to_be_left_out() -> None:
    found = plan({"DATABASE_URL": "sqlite:///x.sqlite3"})
    assert dict(found.databases) == {"SQLite": ""}
    assert found.engines == ("embedded",)
    assert [words.split()[0] for words in found.left_out] == ["PostgreSQL", "Elasticsearch"]


def test_with_servers_each_engine_is_asked_on_each_database() -> None:
    for name in ("TEST_POSTGRESQL_URL", "DATABASE_URL"):
        found = plan({name: POSTGRESQL, "TEST_ELASTICSEARCH_URL": ELASTICSEARCH})
        assert dict(found.databases) == {"SQLite": "", "PostgreSQL": POSTGRESQL}
        assert found.engines == ("embedded", "elastic")
        assert found.left_out == ()
