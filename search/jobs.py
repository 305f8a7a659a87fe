"""Work of the search that comes back: see ``wiki.core.schedule``."""

import logging
import time

from search.consistency import Drift, compare, repair
from search.drain import drain
from search.errors import SearchUnavailable
from search.healing import heal
from search.log.upkeep import purge, sum_up
from search.popularity import forget
from wiki.core.schedule import every

__all__ = ["check_index", "drain_outbox", "forget", "heal_index", "purge", "sum_up"]

logger = logging.getLogger(__name__)


@every(minutes=1, name="search.drain")
def drain_outbox() -> None:
    """Tell the index what still waits: pages that failed, and all that an outage left."""
    drain()


@every(minutes=1, name="search.heal")
def heal_index() -> None:
    """Make a missing, damaged or stale index anew."""
    try:
        heal()
    except SearchUnavailable as error:
        # An outage is no fault of this job, and the next minute is soon enough.
        logger.warning("search.healing.unavailable", extra={"reason": str(error)[:200]})


@every(hours=1, name="search.check")
def check_index() -> None:
    """Compare the index with the database and repair it; sooner again when it fails."""
    started = time.perf_counter()
    before = compare()
    left = repair(before) if before.ids else Drift()
    logger.info(
        "search.checked",
        extra={
            "compared": before.compared,
            "missing": len(before.missing),
            "stale": len(before.stale),
            "audience": len(before.audience),
            "surplus": len(before.surplus),
            "unreadable": len(before.unreadable),
            "left": len(left.ids),
            "took_ms": round(1000 * (time.perf_counter() - started)),
        },
    )
