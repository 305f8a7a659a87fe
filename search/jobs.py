"""Work of the search that comes back: see ``wiki.core.schedule``."""

from search.log.upkeep import purge, sum_up

__all__ = ["purge", "sum_up"]
