"""How much memory a process and its children hold."""

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Held:
    """Megabytes of all processes together, and how they were counted."""

    total: float
    method: str


def _family(pid: int) -> list[int]:
    """The process and everything it started."""
    listing = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    parents = [tuple(map(int, line.split())) for line in listing.splitlines()]
    family = [pid]
    for member in family:
        family += [child for child, parent in parents if parent == member]
    return family


def _linux_family(pid: int) -> list[int]:
    """The same without ``ps``, which a slim Linux may lack."""
    family = [pid]
    for member in family:
        for task in Path(f"/proc/{member}/task").glob("*/children"):
            family += [int(child) for child in task.read_text().split()]
    return family


def _proportional(pid: int) -> float:
    """Kilobytes, with pages shared between processes counted once over all of them."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return float(line.split()[1])
    raise ValueError("no Pss line")


def resident(pid: int, *, running: str) -> float | None:
    """Megabytes of a process of somebody else's; None when it cannot be seen.

    ``running`` stands in its command line: what runs in a container tells the number that it
    has in there, which may be another process here.
    """
    folder = Path(f"/proc/{pid}")
    try:
        command = (folder / "cmdline").read_text(errors="replace")
        status = (folder / "status").read_text()
    except OSError:
        return None
    sizes = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")]
    return float(sizes[0]) * 1024 / 1_000_000 if sizes and running in command else None


def megabytes(pid: int) -> Held:
    """Of the process and its children: proportional share on Linux, resident size elsewhere."""
    if Path(f"/proc/{pid}/smaps_rollup").exists():
        total = sum(_proportional(member) for member in _linux_family(pid))
        return Held(total / 1000, "proportional share (PSS)")
    members = ",".join(map(str, _family(pid)))
    sizes = subprocess.run(
        ["ps", "-o", "rss=", "-p", members], capture_output=True, text=True, check=True
    ).stdout.split()
    return Held(sum(map(float, sizes)) / 1000, "resident size (RSS), shared pages counted twice")
