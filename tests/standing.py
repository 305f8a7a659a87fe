"""The community of most tests, made once for many of them.

It takes some 250 queries to make one. Tests that ask for the fixture ``community`` run one after
the other, inside one transaction that holds it: what a test does is undone to that point.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import transaction

from tests import factories
from wiki.communities.models import CommunityPage

#: A transaction with more savepoints than that slows PostgreSQL down.
TESTS_AT_MOST = 100


class StandingCommunity:
    """A published community with its four sections, and the transaction that holds it."""

    #: Lets one reach the database outside tests: pytest-django's guard says how.
    reaching: Callable[[], AbstractContextManager[None]] = nullcontext

    def __init__(self) -> None:
        self._held: Any = None
        self._tests = 0
        self._pk = 0

    @property
    def is_there(self) -> bool:
        return self._held is not None

    def make(self) -> None:
        """Stand in the database, unless it does already."""
        if self.is_there and self._tests < TESTS_AT_MOST:
            self._tests += 1
            return
        self.undo()
        with self.reaching():
            self._held, self._tests = transaction.atomic(), 1
            self._held.__enter__()
            self._pk = factories.community(title="Animation").pk

    def undo(self) -> None:
        """Leave the database as it was before."""
        if self._held is None:
            return
        held, self._held = self._held, None
        with self.reaching():
            transaction.set_rollback(True)
            held.__exit__(None, None, None)

    def page(self) -> CommunityPage:
        """It, as nobody has touched it."""
        return CommunityPage.objects.get(pk=self._pk)


standing = StandingCommunity()
