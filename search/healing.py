"""Makes an index that cannot be asked any more anew, by itself and not too often."""

import logging

from django.core.cache import cache

from search import outbox_upkeep
from search.engines import engine
from search.errors import TO_REBUILD, IndexBusy
from search.service import rebuild

logger = logging.getLogger(__name__)

#: Seconds from one rebuild that failed to the next: it reads every page of the site.
REST = 600
TRIED = "search.rebuild.tried"


def heal(*, rested: bool = True) -> bool:
    """Rebuild the index when it is missing, damaged or of another version; whether it was.

    ``rested`` leaves ten minutes between two that fail. Raises ``SearchUnavailable`` when
    nothing answers or the rebuild fails; somebody else's rebuild is as good as ours.
    """
    try:
        engine().check()
    except TO_REBUILD as error:
        if not cache.add(TRIED, True, REST) and rested:
            return False
        logger.warning("search.healing", extra={"reason": str(error)})
        return _rebuilt()
    return False


def _rebuilt() -> bool:
    seen = outbox_upkeep.last_row()
    try:
        report = rebuild()
    except IndexBusy:
        return False
    outbox_upkeep.after_rebuild(seen, report.failed)
    cache.delete(TRIED)
    return True
