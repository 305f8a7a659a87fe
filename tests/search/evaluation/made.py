"""Small question sets in folders of a test's own."""

import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

TEXTS: list[dict[str, Any]] = [
    {"id": "a", "title": "Préparer une réunion", "text": "Choisir l’ordre du jour & la durée."},
    {"id": "b", "title": "Animer un atelier", "text": "Poser <la> question à *chacun*."},
    {
        "id": "c",
        "title": "Rendre compte",
        "text": "Écrire le relevé des décisions.",
        "keywords": ["procès-verbal"],
    },
]
QUESTIONS = [
    {"id": "q1", "text": "Comment préparer l’ordre du jour d’une réunion ?"},
    {"id": "q2", "text": "animer des ateliers"},
    {"id": "q3", "text": "procès-verbal"},
]
ANSWERS = [("q1", "a", 1), ("q2", "b", 1), ("q3", "c", 1)]


def write_set(
    folder: Path,
    *,
    texts: Iterable[Mapping[str, Any] | str] = TEXTS,
    questions: Iterable[Mapping[str, Any] | str] = QUESTIONS,
    answers: Iterable[tuple[object, ...]] = ANSWERS,
) -> Path:
    """A set in ``folder``; a string stands for a whole line as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("corpus", texts), ("queries", questions)):
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        (folder / f"{name}.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    table = [("query-id", "corpus-id", "score"), *answers]
    (folder / "qrels.tsv").write_text("\n".join("\t".join(map(str, row)) for row in table))
    return folder
