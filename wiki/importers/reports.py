"""What an import did: counts, pages and warnings."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

Action = Literal["created", "updated", "unchanged", "kept", "skipped", "failed"]


@dataclass(frozen=True, slots=True, order=True)
class FileWarning:
    """One thing to look at: ``code`` is stable, ``message`` is for people, lines count from 1."""

    file: str
    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What became of one file; ``id`` and ``url`` are empty when there is no page."""

    file: str
    id: int | None
    url: str
    action: Action


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Everything an import has to say. Files that are kept or skipped count in no total."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    pages: tuple[ImportedFile, ...] = ()
    warnings: tuple[FileWarning, ...] = ()

    def to_json(self) -> str:
        """The report as indented JSON, accents readable."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"

    def write(self, path: Path) -> None:
        """Save the report at ``path``."""
        path.write_text(self.to_json(), encoding="utf-8")


@dataclass(slots=True)
class ReportBuilder:
    """Gathers warnings and outcomes while an import runs."""

    files: dict[str, ImportedFile] = field(default_factory=dict)
    _warnings: dict[FileWarning, None] = field(default_factory=dict)

    def warn(self, file: str, line: int, *, code: str, message: object) -> None:
        """Note something once."""
        self._warnings[FileWarning(file, line, code, str(message))] = None

    def drop_warnings_of(self, file: str) -> None:
        """Forget what was said of a file that is about to be read again."""
        for warning in [known for known in self._warnings if known.file == file]:
            del self._warnings[warning]

    def outcome(
        self, file: str, action: Action, *, page_id: int | None = None, url: str = ""
    ) -> None:
        """Say what became of a file; the last word counts."""
        self.files[file] = ImportedFile(file=file, id=page_id, url=url, action=action)

    def fail(self, file: str, line: int, *, code: str, message: object) -> None:
        """Note why a file could not be imported."""
        self.warn(file, line, code=code, message=message)
        self.outcome(file, "failed")

    def _count(self, action: Action) -> int:
        return sum(done.action == action for done in self.files.values())

    def _sorted_files(self) -> Iterator[ImportedFile]:
        for name in sorted(self.files):
            yield self.files[name]

    def report(self) -> ImportReport:
        """The finished report, sorted by file and line."""
        return ImportReport(
            created=self._count("created"),
            updated=self._count("updated"),
            unchanged=self._count("unchanged"),
            failed=self._count("failed"),
            pages=tuple(self._sorted_files()),
            warnings=tuple(sorted(self._warnings)),
        )
