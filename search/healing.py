"""Makes an index that cannot be asked any more anew, by itself and not too often."""

import logging

from django.core.cache import cache

from search import outbox_upkeep
from search.engines import engine
from search.errors import TO_REBUILD, IndexBusy, SearchUnavailable
from search.service import rebuild

logger = logging.getLogger(__name__)

#: Seconds from one rebuild that failed to the next, doubled by each further failure, and the
#: longest: it reads every page of the site, and most outages are over in a minute.
FIRST_REST, LONGEST_REST = 60, 600
RESTS, FAILURES = "search.rebuild.rests", "search.rebuild.failures"


def heal(*, rested: bool = True) -> bool:
    """Rebuild the index when it is missing, damaged or of another version; whether it was.

    ``rested`` lets time pass between two that fail. Raises ``SearchUnavailable`` when
    nothing answers or the rebuild fails; somebody else's rebuild is as good as ours.
    """
    try:
        engine().check()
    except TO_REBUILD as error:
        if not cache.add(RESTS, True, FIRST_REST) and rested:
            return False
        logger.warning("search.healing", extra={"reason": str(error)})
        return _rebuilt()
    return False


def _rebuilt() -> bool:
    seen = outbox_upkeep.last_row()
    try:
        report = rebuild()
    except IndexBusy:
        cache.delete(RESTS)  # nothing failed here, and that one may
        return False
    except SearchUnavailable:
        _rest()
        raise
    outbox_upkeep.after_rebuild(seen, report.failed)
    cache.delete_many((RESTS, FAILURES))
    return True


def _rest() -> None:
    """From the end of what failed, which may have taken long."""
    failures = cache.get(FAILURES, 0)
    cache.set(FAILURES, failures + 1, 2 * LONGEST_REST)  # forgotten when nothing fails any more
    cache.set(RESTS, True, min(LONGEST_REST, FIRST_REST * 2**failures))
