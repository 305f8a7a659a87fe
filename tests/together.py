"""Many cases in one test, where what they share costs more than the cases themselves."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from inspect import Parameter, signature
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction


def together(names: str | tuple[str, ...], cases: Iterable[Any]) -> Callable[[Callable], Callable]:
    """Like ``pytest.mark.parametrize``, with the fixtures made once for all cases.

    Each case is a subtest that is reported by its values, and what it writes to the database is
    undone. Objects, clients and the index are shared: for cases that change none of them.
    """
    keys = tuple(name.strip() for name in names.split(",")) if isinstance(names, str) else names
    rows = [case if len(keys) > 1 else (case,) for case in cases]

    def decorate(test: Callable) -> Callable:
        known = signature(test)
        fixtures = {name: each for name, each in known.parameters.items() if name not in keys}
        passes_on = "subtests" in fixtures  # cases of cases

        @wraps(test)
        def all_cases(subtests: Any, **values: Any) -> None:
            if passes_on:
                values["subtests"] = subtests
            for row in rows:
                case = dict(zip(keys, row, strict=True))
                with subtests.test(**case), _undone():
                    test(**values, **case)

        fixtures["subtests"] = Parameter("subtests", Parameter.POSITIONAL_OR_KEYWORD)
        all_cases.__signature__ = known.replace(parameters=[*fixtures.values()])  # type: ignore[attr-defined]
        return all_cases

    return decorate


@contextmanager
def _undone() -> Iterator[None]:
    cache.clear()
    if not connection.in_atomic_block:  # a test without a database
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
