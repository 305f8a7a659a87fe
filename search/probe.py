"""Says to ``/readyz`` whether the index answers."""

from search.engines import engine
from search.errors import SearchUnavailable
from wiki.core.health import register_probe


def index_answers() -> bool:
    """Whether a question would be answered now."""
    try:
        engine().check()
    except SearchUnavailable:
        return False
    return True


def register() -> None:
    """Tell the state of the index without making the site unready: it works without."""
    register_probe("search", index_answers, required=False)
