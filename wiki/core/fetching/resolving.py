"""From a name to the machines behind it: asked once, all of them checked."""

import ipaddress
import socket
from contextlib import suppress
from threading import Thread

from wiki.core.fetching.addresses import IPAddress, Target, is_allowed
from wiki.core.fetching.deadlines import Deadline
from wiki.core.fetching.errors import AddressRefused, TooSlow, Unreachable

#: A name with more machines behind it than this answers from one of the first.
MOST_TRIED = 4


def resolve(target: Target, *, deadline: Deadline) -> list[str]:
    """The machines to try, in order. Raises AddressRefused when one of them is not public.

    A name that stands for a public machine and for one of ours is a trap, so nothing is tried.
    """
    found = _literal(target.host) or _asked(target, deadline)
    if not all(is_allowed(address) for address in found):
        raise AddressRefused
    return [str(address) for address in found[:MOST_TRIED]]


def _literal(host: str) -> list[IPAddress]:
    with suppress(ValueError):
        return [ipaddress.ip_address(host)]
    return []


def _asked(target: Target, deadline: Deadline) -> list[IPAddress]:
    """What the system says of the name. It has no time limit of its own, so a thread has."""
    answers: list[tuple] = []
    failures: list[Exception] = []

    def ask() -> None:
        try:
            answers.extend(socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:  # UnicodeError: a label that is too long
            failures.append(error)

    asking = Thread(target=ask, daemon=True)
    asking.start()
    asking.join(deadline.remaining())
    if asking.is_alive():
        raise TooSlow
    if failures or not answers:
        raise Unreachable from (failures[0] if failures else None)
    # A scope (« %eth0 ») names a network card, never a public machine.
    names = dict.fromkeys(str(answer[4][0]).split("%")[0] for answer in answers)
    return [ipaddress.ip_address(name) for name in names]
