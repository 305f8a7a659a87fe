"""Upkeep of communities: see ``wiki.core.schedule``."""

from wiki.communities.keeping import keep_all_in_step
from wiki.core.schedule import every


@every(hours=1, name="communities.keep_in_step")
def keep_communities_in_step() -> None:
    """Mend what was changed by hand in groups, permissions or restrictions."""
    keep_all_in_step()
