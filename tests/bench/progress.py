"""Progress bars on stderr."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

T = TypeVar("T")


def steps(
    items: Iterable[T], label: str, *, total: int | None = None, unit: str = "pages"
) -> Iterator[T]:
    """``items``, counted in a bar for people; nothing but a line when nobody watches."""
    if sys.stderr.isatty():
        yield from tqdm(items, desc=label, total=total, unit=f" {unit}", leave=False)
    else:
        say(label)
        yield from items


def say(line: str) -> None:
    """One line on stderr."""
    sys.stderr.write(f"  {line}\n")
    sys.stderr.flush()
