"""A folder, a database and a process of their own, gone afterwards whatever happens."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from search.stopping import stoppable

#: Seconds that a stopped process gets to tidy up after itself.
PATIENCE = 30
#: What throwaway databases and indexes are called, so that one knows a forgotten one.
PREFIX = "recueil_eval_"


class NoDatabase(Exception):  # noqa: N818  (named after the situation)
    """The server did not make or remove a database; the message says why."""


class ProcessFailed(Exception):  # noqa: N818  (named after the situation)
    """A process ended with an error, which it has told."""


def fresh_name() -> str:
    """A name that nothing else has; it tells which process made it."""
    return f"{PREFIX}{os.getpid()}_{secrets.token_hex(4)}"


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that is removed at the end, also when the process is told to stop."""
    with stoppable():
        place = Path(tempfile.mkdtemp(prefix="search-eval-"))
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)


@contextmanager
def postgresql_database(address: str) -> Iterator[str]:
    """The address of an empty database on the server that ``address`` names.

    Raises NoDatabase, for an account that may not make any among others.
    """
    name = fresh_name()
    _administer(address, f'CREATE DATABASE "{name}"')
    try:
        yield urlsplit(address)._replace(path=f"/{name}").geturl()
    finally:
        _administer(address, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _administer(address: str, statement: str) -> None:
    server = urlsplit(address)._replace(scheme="postgresql", path="/postgres").geturl()
    try:
        with psycopg.connect(server, autocommit=True, connect_timeout=10) as connection:
            connection.execute(statement.encode())
    except psycopg.Error as error:
        raise NoDatabase(f"PostgreSQL refuses: {error}".strip()) from error


def run(command: Sequence[str], *, environment: Mapping[str, str], cwd: Path) -> None:
    """Run a process to its end; what it says goes where ours does. Raises ProcessFailed."""
    process = subprocess.Popen(  # noqa: S603  (our own commands)
        command, env=environment, cwd=cwd, stdin=subprocess.DEVNULL
    )
    try:
        status = process.wait()
    except BaseException:
        # Ctrl-C reaches both; a plain kill reaches only this process.
        process.send_signal(signal.SIGINT)
        _end(process)
        raise
    if status:
        raise ProcessFailed(f"a process ended with status {status}")


def _end(process: subprocess.Popen) -> None:
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
