"""Work of the watch that comes back: see ``wiki.core.schedule``."""

from wiki.core.schedule import every
from wiki.watch.sources.rounds import fetch_due

#: Jobs follow one another: notices and scheduled pages must not wait for slow sites.
MOST_SECONDS = 45


@every(minutes=5, name="watch.fetch")
def fetch_feeds() -> None:
    """The feeds whose time has come; what is not done in time is due still."""
    fetch_due(seconds=MOST_SECONDS)
