"""The engines of the search, as the search's own tests have them."""

from tests.search.conftest import (  # noqa: F401  (pytest looks for them here)
    elastic_prefix,
    search_engine,
    search_index,
)
