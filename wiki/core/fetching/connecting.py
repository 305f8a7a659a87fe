"""Connections that stay with the machine that was checked.

The name is resolved before and the connection is made to the number, so a name that changes its
answer between the two (« rebinding ») changes nothing. TLS still asks for the name and still
wants its certificate.
"""

import ssl
from functools import lru_cache
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from wiki.core.fetching.addresses import Target
from wiki.core.fetching.deadlines import Deadline, TimedSecureSocket, TimedSocket
from wiki.core.fetching.errors import Unreachable
from wiki.core.fetching.resolving import resolve

#: Seconds for one of several machines, so that a dead one leaves time for the next.
CONNECT_SECONDS = 3.0


class TimedConnection(HTTPConnection):
    """Over a socket with a deadline; the one of TLS comes from the context below."""

    def _new_conn(self) -> TimedSocket:
        return TimedSocket(fileno=super()._new_conn().detach())


@lru_cache(maxsize=1)
def trusted() -> ssl.SSLContext:
    """Whom the machine trusts; read once, since the list is long."""
    context = ssl.create_default_context()
    context.sslsocket_class = TimedSecureSocket
    return context


def connected(target: Target, *, deadline: Deadline) -> HTTPConnection:
    """An open connection to a machine of the target. Raises FetchRefused."""
    failure: Exception | None = None
    for machine in resolve(target, deadline=deadline):
        connection = _made(target, machine, timeout=min(CONNECT_SECONDS, deadline.remaining()))
        try:
            connection.connect()
        except (HTTPError, OSError, ValueError) as error:
            connection.close()
            failure = error
            continue
        timed: Any = connection.sock
        timed.deadline = deadline
        return connection
    deadline.remaining()
    raise Unreachable from failure


def _made(target: Target, machine: str, *, timeout: float) -> HTTPConnection:
    shared: dict[str, Any] = {"host": machine, "port": target.port, "timeout": timeout}
    if target.scheme == "http":
        return TimedConnection(**shared)
    return HTTPSConnection(
        **shared,
        ssl_context=trusted(),
        server_hostname=target.host,
    )
