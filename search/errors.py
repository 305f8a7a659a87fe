"""What can go wrong with the search, named after the situation."""

from collections.abc import Mapping


class SearchUnavailable(Exception):  # noqa: N818  (named after the situation)
    """The index is missing, broken, or was written by another version: nothing can be found."""


class SearchMisconfigured(SearchUnavailable):
    """The settings lead to no server; nothing changes until they do."""


class IndexBusy(SearchUnavailable):
    """Somebody else is writing the index and did not finish in time."""

    def __init__(self, reason: str, *, wait: float = 0.0) -> None:
        super().__init__(reason)
        #: Seconds after which somebody who says nothing more is taken for gone; 0 for
        #: somebody who is certainly at work.
        self.wait = wait


class IndexStale(SearchUnavailable):
    """The index was written by another version of the code and has to be rebuilt."""


class IndexMissing(SearchUnavailable):
    """The engine answers but holds no index: it was never built, or was removed by hand."""


class IndexDamaged(SearchUnavailable):
    """The index stands there and cannot be read any more; it has to be rebuilt."""


#: What a rebuild repairs.
TO_REBUILD = (IndexMissing, IndexStale, IndexDamaged)


class Overloaded(SearchUnavailable):
    """The engine has too much to do, and may take the same a moment later."""


class IndexIncomplete(SearchUnavailable):
    """A fresh index lacks so many pages that readers keep what they have."""

    def __init__(self, missing: int, total: int, reasons: Mapping[int, str]) -> None:
        super().__init__(f"{missing} of {total} pages are missing from the fresh index")
        #: By page id, where they are known.
        self.reasons = dict(reasons)


class EntriesRefused(SearchUnavailable):
    """The engine took all entries but some, and would refuse those again: no outage."""

    def __init__(self, reasons: Mapping[int, str]) -> None:
        super().__init__(f"{len(reasons)} entries refused: {next(iter(reasons.values()), '')}")
        #: By page id.
        self.reasons = dict(reasons)
