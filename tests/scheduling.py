"""How pytest-xdist spreads the tests over its workers.

xdist's own groups do not hold with pytest 9.2: it marks the tests by an attribute that
pytest no longer reads, and spreads them all the same.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

#: Tests below this folder start servers of their own, which one worker shares; starting them
#: costs more than most other tests together, so they begin first.
TOGETHER = "tests/search/faults/"


class Together(LoadScopeScheduling):
    """Tests go to whoever is free, but for a folder that stays on one worker."""

    def _split_scope(self, nodeid: str) -> str:
        return TOGETHER if nodeid.startswith(TOGETHER) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Together | None:
    """Stands in for the default of ``-n``; whoever names another ``--dist`` gets it."""
    return Together(config, log) if config.getvalue("dist") == "load" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share something follow each other, whatever order their parameters gave them.

    First those that share a community, then those without; last those that empty the tables:
    what the migrations made is gone after them; only they ask to have it back.
    """
    items.sort(key=lambda item: (empties_the_tables(item), not shares_the_community(item)))


def shares_the_community(item: pytest.Item) -> bool:
    """Whether the test stands on the community that is made once (``tests.standing``)."""
    return "community" in getattr(item, "fixturenames", ()) and not empties_the_tables(item)


def empties_the_tables(item: pytest.Item) -> bool:
    """Whether the test commits, so that the database is emptied after it."""
    marker = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(marker and marker.kwargs.get("transaction")) or bool(
        fixtures & {"live_server", "transactional_db"}
    )
