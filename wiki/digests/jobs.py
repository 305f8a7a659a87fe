"""Work of digests that comes back: see ``wiki.core.schedule``."""

from wiki.core.schedule import every
from wiki.digests.composing.stages import send_scheduled
from wiki.digests.delivery.mailings import make_period_mailings
from wiki.digests.delivery.sending import Limits, send_waiting

#: A run ends in time for the worker's other jobs.
A_MINUTE = Limits(seconds=50)


@every(minutes=1, name="digests.send")
def send() -> None:
    """Digests whose moment has come, and what is still on its way."""
    send_scheduled()
    send_waiting(A_MINUTE)


@every(minutes=10, name="digests.periods")
def periods() -> None:
    """The digests of the week and of the month, on their day."""
    make_period_mailings()
