"""Who fills an index: a process that is gone leaves no doubt on the machine where it ran."""

import os
import platform
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

#: The indexes that this very process fills.
_ours: set[str] = set()


def begin(name: str) -> None:
    """From now on this process fills this index."""
    _ours.add(name)


def end(*names: str) -> None:
    """It does not any more; whatever stands there of them was left behind."""
    _ours.difference_update(names)


def filler() -> dict[str, Any]:
    """What an index keeps of who fills it."""
    return {"place": place(), "pid": os.getpid()}


def is_at_work(name: str, filler: Mapping[str, Any]) -> bool | None:
    """Whether whoever fills this index still does; None when one cannot know from here."""
    if filler.get("place") != place():
        return None
    pid = int(filler["pid"])
    return name in _ours if pid == os.getpid() else _runs(pid)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # somebody else's, and there
    return True


@cache
def place() -> str:
    """Where a process's number means that process: one machine, as started, one container."""
    started, container = Path("/proc/sys/kernel/random/boot_id"), Path("/proc/self/ns/pid")
    try:
        return f"{platform.node()} {started.read_text().strip()} {container.readlink()}"
    except OSError:  # not Linux: no containers either
        return platform.node()
