"""What can go wrong with the search, named after the situation."""


class SearchUnavailable(Exception):  # noqa: N818  (named after the situation)
    """The index is missing, broken, or was written by another version: nothing can be found."""


class IndexBusy(SearchUnavailable):
    """Somebody else is writing the index and did not finish in time."""


class IndexStale(SearchUnavailable):
    """The index was written by another version of the code and has to be rebuilt."""


class IndexMissing(SearchUnavailable):
    """The engine answers but holds no index: it was never built, or was removed by hand."""
