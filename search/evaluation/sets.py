"""A folder with texts, questions about them and the answers expected.

    corpus.jsonl.gz      one text per line: id, title, text, and where present keywords
    queries.jsonl.gz     one question per line: id, text
    qrels.tsv            query-id, corpus-id, score; the first line may be this heading

Files may be compressed or not. Texts are read anew each time they are needed, so that
the size of a set costs no memory.
"""

import gzip
import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

CORPUS, QUERIES, JUDGEMENTS = "corpus.jsonl", "queries.jsonl", "qrels.tsv"


class BadSet(Exception):  # noqa: N818  (named after the situation)
    """A set that cannot be measured with; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of the corpus."""

    id: str
    title: str
    text: str
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the grade of each text that answers it (above 0)."""

    id: str
    text: str
    grades: dict[str, int]


@dataclass(frozen=True, slots=True)
class RelevanceSet:
    """A set that was read once and found whole."""

    folder: Path
    size: int
    questions: tuple[Question, ...]
    #: Questions to which no text is the answer: they are not asked.
    unanswered: int = 0
    #: Judgements of questions that the set does not hold, as in a part of a larger one.
    unasked: int = 0

    @property
    def name(self) -> str:
        return self.folder.resolve().name

    def entries(self) -> Iterator[Entry]:
        """The texts, one after the other, from the file."""
        return _entries(self.folder)


def read_set(folder: Path) -> RelevanceSet:
    """The set of a folder. Raises BadSet when anything is missing or does not fit."""
    if not folder.is_dir():
        raise BadSet(f"{folder}: there is no such folder")
    known = _ids(_entries(folder), _existing(folder, CORPUS))
    texts = _asked(folder)
    grades, unasked = _grades(folder, known, texts)
    questions = tuple(
        Question(key, text, grades[key]) for key, text in texts.items() if key in grades
    )
    if not questions:
        raise BadSet(f"{folder}: no question has an answer in {JUDGEMENTS}")
    return RelevanceSet(folder, len(known), questions, len(texts) - len(questions), unasked)


def _ids(entries: Iterable[Entry], path: Path) -> set[str]:
    known: set[str] = set()
    for entry in entries:
        if entry.id in known:
            raise BadSet(f"{path}: two texts have the id {entry.id!r}")
        known.add(entry.id)
    if not known:
        raise BadSet(f"{path}: the file is empty")
    return known


def _entries(folder: Path) -> Iterator[Entry]:
    for where, values in _objects(_existing(folder, CORPUS)):
        yield Entry(
            id=_text(values, "id", where),
            title=_text(values, "title", where, needed=False),
            text=_text(values, "text", where, needed=False),
            keywords=_keywords(values.get("keywords"), where),
        )


def _asked(folder: Path) -> dict[str, str]:
    """The questions by id, in the order of the file."""
    asked: dict[str, str] = {}
    for where, values in _objects(_existing(folder, QUERIES)):
        name = _text(values, "id", where)
        if name in asked:
            raise BadSet(f"{where}: two questions have the id {name!r}")
        asked[name] = _text(values, "text", where)
    return asked


def _grades(
    folder: Path, known: set[str], texts: dict[str, str]
) -> tuple[dict[str, dict[str, int]], int]:
    """The grades above 0, by question and text, and how many are of questions not asked."""
    path = _existing(folder, JUDGEMENTS)
    grades: dict[str, dict[str, int]] = {}
    unasked = 0
    for number, line in _lines(path):
        parts = line.split("\t")
        if number == 1 and parts[-1].strip() == "score":
            continue
        where = f"{path}, line {number}"
        if len(parts) != 3:
            raise BadSet(f"{where}: three columns are expected (query-id, corpus-id, score)")
        question, entry, score = (part.strip() for part in parts)
        if question not in texts:
            unasked += 1
            continue
        if entry not in known:
            raise BadSet(f"{where}: no text of the corpus has the id {entry!r}")
        if (grade := _grade(score, where)) > 0:
            grades.setdefault(question, {})[entry] = grade
    return grades, unasked


def _grade(score: str, where: str) -> int:
    """A whole number; many tools write it as 1.0."""
    try:
        value = float(score)
    except ValueError:
        value = math.nan
    if not value.is_integer():
        raise BadSet(f"{where}: the score {score!r} is no whole number")
    return int(value)


def _keywords(value: Any, where: str) -> tuple[str, ...]:
    found = value.splitlines() if isinstance(value, str) else value or []
    if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
        raise BadSet(f"{where}: « keywords » is neither a text nor a list of texts")
    return tuple(" ".join(word.split()) for word in found if word.strip())


def _text(values: dict[str, Any], name: str, where: str, *, needed: bool = True) -> str:
    value = values.get(name)
    if isinstance(value, int) and name == "id":
        value = str(value)
    if not isinstance(value, str | None):
        raise BadSet(f"{where}: « {name} » is no text")
    if needed and not (value or "").strip():
        raise BadSet(f"{where}: « {name} » is missing or empty")
    return (value or "").strip()


def _objects(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a file of JSON lines, each with its place."""
    for number, line in _lines(path):
        where = f"{path}, line {number}"
        try:
            values = json.loads(line)
        except ValueError as error:
            raise BadSet(f"{where}: this is no JSON: {error}") from error
        if not isinstance(values, dict):
            raise BadSet(f"{where}: an object {{…}} is expected")
        yield where, values


def _existing(folder: Path, name: str) -> Path:
    """The compressed file of this name, or the plain one."""
    for path in (folder / f"{name}.gz", folder / name):
        if path.is_file():
            return path
    raise BadSet(f"{folder}: the file {name}.gz is missing")


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that hold something, numbered from 1."""
    try:
        with _opened(path) as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise BadSet(f"{path}: the file cannot be read: {error}") from error


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig")
    return path.open(encoding="utf-8-sig")
