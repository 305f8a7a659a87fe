"""Our site behind the server that it has in production, in a process of its own."""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from tests.bench.serving import HOST, free_port, open_directly, served
from tests.bench.sides import CannotMeasureError

#: Seconds in which a server that has just been started must reach its index.
PATIENCE = 10.0


@contextmanager
def gunicorn() -> Iterator[int]:
    """The port of this side's site, served as ``compose.yaml`` does.

    One process of it, so that whoever was asked before is who is asked again.
    """
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "wiki.wsgi", "--bind", f"{HOST}:{port}",
        "--workers", "1", "--worker-class", "gthread", "--threads", "4", "--timeout", "60",
    ]  # fmt: skip
    log = settings.VAR_DIR / "gunicorn.log"
    with served(command, port, what="gunicorn", environment=os.environ, log=log):
        _reach_the_index(port)
        yield port


def _reach_the_index(port: int) -> None:
    """Raise when the server does not: the database would answer for it, and look like it."""
    end = time.monotonic() + PATIENCE
    while (state := _state(port)) != "ok":
        if time.monotonic() > end:
            raise CannotMeasureError(f"the index of the served site is {state}")
        time.sleep(0.5)


def _state(port: int) -> str:
    with open_directly(f"http://{HOST}:{port}/readyz", timeout=30) as answer:
        return str(json.load(answer)["parts"]["search"])
