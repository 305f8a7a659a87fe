"""The process of one side: a site of its own, asked to do one command after the other.

Each side has its own process, settings, database and cache, so that neither's signals,
middleware or memory weigh on the other.
"""

import importlib
import os
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = {"ours": "tests.bench.ours.settings", "stock": "tests.bench.stock.settings"}

#: Variables of the caller's own site that must not reach the bench.
FOREIGN = (
    "DATABASE_URL", "CACHE_URL", "SITE_URL", "SEARCH_ENGINE", "SEARCH_INDEX_DIR", "TASK_QUEUE",
    "DEBUG", "ALLOWED_HOSTS", "ELASTICSEARCH_URL", "ELASTICSEARCH_PREFIX",
)  # fmt: skip


def clean_environment(var_dir: str) -> dict[str, str]:
    """The caller's environment, with a throwaway place for all state."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return {**kept, "VAR_DIR": var_dir, "LOG_LEVEL": "ERROR"}


def serve(connection: Connection, side: str, var_dir: str, extra: dict[str, str]) -> None:
    """Answer commands until the other end closes. Runs in a new process."""
    environment = {**clean_environment(var_dir), **extra}
    environment["DJANGO_SETTINGS_MODULE"] = SETTINGS[side]
    os.environ.clear()
    os.environ.update(environment)
    importlib.import_module("django").setup()
    while True:
        try:
            command, arguments = connection.recv()
        except EOFError:
            return
        connection.send(_answer(side, command, arguments))


def _answer(side: str, command: str, arguments: dict[str, Any]) -> tuple[str, Any]:
    """``command`` is ``module.function``: of the side, or of what both sides share."""
    module, function = command.split(".")
    package = "tests.bench" if module == "client" else f"tests.bench.{side}"
    try:
        # Only now: these modules need Django to be ready.
        commands = importlib.import_module(f"{package}.{module}")
        return "done", getattr(commands, function)(**arguments)
    except Exception as error:  # whatever it is, the other process must hear of it
        return "error", _told(error)


def _told(error: Exception) -> str:
    """The error with the deepest line of this repository that led to it."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [
        frame
        for frame in frames
        if frame.filename.startswith(f"{ROOT}/") and ".venv" not in frame.filename
    ]
    place = own[-1] if own else frames[-1]
    name = place.filename.removeprefix(f"{ROOT}/")
    return f"{type(error).__name__}: {error} ({name}:{place.lineno})"
