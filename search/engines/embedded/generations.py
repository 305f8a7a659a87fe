"""The index on disk: one folder per generation, a pointer to the live one, locks.

    SEARCH_INDEX_DIR/
        current              name of the live generation; replaced in one step
        g-…/                 a tantivy index and its fingerprint
        building             ids changed while a rebuild runs, one per line
        writer.lock          held while the live generation is written
        rebuild.lock         held for a whole rebuild

A reader that holds a generation keeps it until it looks at the pointer again; its
files stay readable after their removal. The locks are the system's, so that they
fall with the process that held them.
"""

import fcntl
import json
import os
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import tantivy

from search.engines.embedded.schema import fingerprint, schema
from search.engines.embedded.snapshot import Snapshot
from search.errors import IndexBusy, IndexMissing, IndexStale, SearchUnavailable

POLL = 0.02  # seconds between two tries at a lock
T = TypeVar("T")
#: The library's own list of segments, replaced in one step by each commit.
COMMITTED = "meta.json"
POINTER, MARK, JOURNAL = "current", "layout.json", "building"
WRITER_LOCK, REBUILD_LOCK = "writer.lock", "rebuild.lock"


@contextmanager
def guarded() -> Iterator[None]:
    """Turn what tantivy and the disk raise into ``SearchUnavailable``."""
    try:
        yield
    except (OSError, ValueError, KeyError) as error:
        raise SearchUnavailable(str(error)) from error
    except BaseException as error:
        # A damaged file makes the Rust side panic, which derives from BaseException.
        if type(error).__name__ == "PanicException":
            raise SearchUnavailable(str(error)) from error
        raise


@dataclass
class _Open:
    """A generation whose files are open, and what readers see of it."""

    name: str
    index: tantivy.Index
    #: Tells one commit from the next.
    commit: tuple[int, ...] = ()
    snapshot: Snapshot | None = None


class Generations:
    """The generations below one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._opening = threading.Lock()
        self._open: _Open | None = None

    def live(self) -> tantivy.Index:
        """The live generation, to write into. Raises ``SearchUnavailable``."""
        return self._reached(lambda opened: opened.index)

    def snapshot(self) -> Snapshot:
        """The live generation as last committed. Raises ``SearchUnavailable``."""
        return self._reached(self._current)

    def _reached(self, wanted: Callable[[_Open], T]) -> T:
        for attempt in (1, 2):
            name = self._pointed()
            try:
                with guarded(), self._opening:
                    return wanted(self._opened(name))
            except SearchUnavailable:
                self.forget()
                # Swapped and removed between the two reads: look again, once.
                if attempt == 2 or self._pointed() == name:
                    self._refuse_missing(name)
                    raise
        raise SearchUnavailable("unreachable")

    def forget(self) -> None:
        """Open the files again at the next request."""
        with self._opening:
            self._open = None

    def _pointed(self) -> str:
        try:
            return (self.root / POINTER).read_text().strip()
        except FileNotFoundError as error:
            raise IndexMissing("there is no index") from error
        except (OSError, ValueError) as error:
            raise SearchUnavailable("there is no index that can be read") from error

    def _opened(self, name: str) -> _Open:
        if self._open is None or self._open.name != name:
            self._open = _Open(name, self._read(self.root / name))
        return self._open

    def _current(self, opened: _Open) -> Snapshot:
        # Looked at before reloading: a commit in between is at worst loaded twice.
        found = (self.root / opened.name / COMMITTED).stat()
        commit = (found.st_ino, found.st_mtime_ns, found.st_size)
        if opened.snapshot is None or opened.commit != commit:
            opened.index.reload()
            opened.snapshot, opened.commit = Snapshot(opened.index.searcher()), commit
        return opened.snapshot

    def _refuse_missing(self, name: str) -> None:
        if not (self.root / name).is_dir():
            raise IndexMissing("the index was removed")

    def _read(self, folder: Path) -> tantivy.Index:
        self._refuse_missing(folder.name)
        mark = json.loads((folder / MARK).read_text())
        if mark["fingerprint"] != fingerprint():
            raise IndexStale("the index was written by another version")
        # Index() would make an empty index of an emptied folder; open() does not.
        index = tantivy.Index.open(str(folder))
        index.config_reader(reload_policy="manual")
        return index

    def begin(self) -> tuple[Path, tantivy.Index]:
        """A new, empty generation that nobody reads yet."""
        folder = self.root / f"g-{uuid.uuid4().hex[:12]}"
        with guarded():
            folder.mkdir(parents=True)
            index = tantivy.Index(schema(), path=str(folder))
            (folder / MARK).write_text(json.dumps({"fingerprint": fingerprint()}))
        return folder, index

    def point_to(self, folder: Path) -> None:
        """Make this generation the live one, in one step, and remove the others."""
        with guarded():
            pointer = self.root / f"{POINTER}.new"
            pointer.write_text(folder.name)
            os.replace(pointer, self.root / POINTER)
        for other in self.root.glob("g-*"):
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)

    def discard(self, folder: Path) -> None:
        """Remove a generation that will not live."""
        shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def locked(self, name: str, *, wait: float) -> Iterator[None]:
        """Hold a lock; ``wait`` seconds at most. Raises ``IndexBusy``."""
        with guarded():
            self.root.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.root / name, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            self._acquire(descriptor, name, time.monotonic() + wait)
            yield
        finally:
            os.close(descriptor)

    def _acquire(self, descriptor: int, name: str, deadline: float) -> None:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if time.monotonic() >= deadline:
                    raise IndexBusy(f"{name} is held") from error
                time.sleep(POLL)
            else:
                return

    # ── What changes while a rebuild runs ─────────────────────────────────────

    def start_journal(self) -> None:
        """From now on, changed ids are noted for the generation in the making."""
        (self.root / JOURNAL).write_text("")

    def note(self, ids: frozenset[int]) -> None:
        """Note ids written to the live generation, when one is in the making."""
        if (self.root / JOURNAL).exists():
            with (self.root / JOURNAL).open("a") as journal:
                journal.writelines(f"{page_id}\n" for page_id in sorted(ids))

    def noted(self) -> frozenset[int]:
        """All ids noted since the journal began."""
        return frozenset(map(int, (self.root / JOURNAL).read_text().split()))

    def end_journal(self) -> None:
        """Stop noting."""
        (self.root / JOURNAL).unlink(missing_ok=True)
