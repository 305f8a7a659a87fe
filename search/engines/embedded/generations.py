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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from search.engines.embedded.schema import fingerprint, schema
from search.errors import IndexBusy, SearchUnavailable

POLL = 0.02  # seconds between two tries at a lock
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


class Generations:
    """The generations below one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._opening = threading.Lock()
        self._open: tuple[str, tantivy.Index] | None = None

    def live(self) -> tantivy.Index:
        """The live generation as last committed. Raises ``SearchUnavailable``."""
        for attempt in (1, 2):
            name = self._pointed()
            try:
                with guarded():
                    return self._opened(name)
            except SearchUnavailable:
                self.forget()
                # Swapped and removed between the two reads: look again, once.
                if attempt == 2 or self._pointed() == name:
                    raise
        raise SearchUnavailable("unreachable")

    def forget(self) -> None:
        """Open the files again at the next request."""
        with self._opening:
            self._open = None

    def _pointed(self) -> str:
        try:
            return (self.root / POINTER).read_text().strip()
        except (OSError, ValueError) as error:
            raise SearchUnavailable("there is no index") from error

    def _opened(self, name: str) -> tantivy.Index:
        with self._opening:
            if self._open is None or self._open[0] != name:
                self._open = (name, self._read(self.root / name))
            index = self._open[1]
        index.reload()
        return index

    def _read(self, folder: Path) -> tantivy.Index:
        mark = json.loads((folder / MARK).read_text())
        if mark["fingerprint"] != fingerprint():
            raise SearchUnavailable("the index was written by another version")
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
