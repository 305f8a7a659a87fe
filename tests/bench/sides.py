"""The two sites that are compared, as seen from the bench: start, ask, close."""

import multiprocessing
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from tests.bench.progress import say
from tests.bench.worker import serve

Name = Literal["ours", "stock"]
NAMES: tuple[Name, ...] = ("ours", "stock")


class CannotMeasureError(Exception):
    """A side failed; the message says how."""


class Side:
    """One running site."""

    def __init__(
        self, name: Name, var_dir: Path, *, environment: Mapping[str, str] | None = None
    ) -> None:
        self.name: Name = name
        self._var_dir = var_dir
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=serve, args=(theirs, name, str(var_dir), dict(environment or {})), daemon=True
        )
        self._process.start()
        theirs.close()

    @contextmanager
    def beside(self, **environment: str) -> Iterator["Side"]:
        """Another process of the same site, with this in its environment."""
        other = Side(self.name, self._var_dir, environment=environment)
        try:
            yield other
        finally:
            other.close()

    def ask(self, command: str, **arguments: Any) -> Any:
        """Run one command (``module.function``). Raises CannotMeasureError when it fails."""
        self._pipe.send((command, arguments))
        return self._receive(command)

    def _receive(self, command: str) -> Any:
        try:
            state, value = self._pipe.recv()
        except EOFError as error:
            raise CannotMeasureError(
                f"{self.name}: the process ended during « {command} »"
            ) from error
        if state == "error":
            raise CannotMeasureError(f"{self.name}, {command}: {value}")
        return value

    def close(self) -> None:
        """End the process."""
        self._pipe.close()
        self._process.join(timeout=10)
        if self._process.is_alive():
            self._process.terminate()


class Workspace:
    """A folder for the whole run; prepares each side's empty site once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._uses = 0
        self._prepared = False

    @contextmanager
    def side(self, name: Name) -> Iterator[Side]:
        """A fresh, empty site of this side."""
        if not self._prepared:
            with ThreadPoolExecutor() as both:
                list(both.map(self._prepare, NAMES))
            self._prepared = True
        self._uses += 1
        var_dir = self.folder / f"{name}-{self._uses}"
        shutil.copytree(self._empty(name), var_dir)
        side = Side(name, var_dir)
        try:
            yield side
        finally:
            side.close()
            shutil.rmtree(var_dir, ignore_errors=True)

    def _empty(self, name: Name) -> Path:
        return self.folder / f"{name}-empty"

    def _prepare(self, name: Name) -> None:
        say(f"{name}: prepare an empty site")
        self._empty(name).mkdir(parents=True, exist_ok=True)
        side = Side(name, self._empty(name))
        try:
            side.ask("site.prepare")
        finally:
            side.close()
