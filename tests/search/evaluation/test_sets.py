"""Question sets: what is read, and what is refused with the place and the reason."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from search.evaluation.perturb import PERTURBATIONS
from search.evaluation.questions import TITLES, questions_of
from search.evaluation.sets import BadSet, read_set
from tests.search.evaluation.made import ANSWERS, QUESTIONS, TEXTS, write_set


def test_a_set_is_read_with_its_keywords_and_answers(tmp_path: Path) -> None:
    collection = read_set(write_set(tmp_path / "small"))
    assert (collection.name, collection.size) == ("small", 3)
    assert [entry.keywords for entry in collection.entries()] == [(), (), ("procès-verbal",)]
    assert collection.questions[0].grades == {"a": 1}


def test_files_need_not_be_compressed(tmp_path: Path) -> None:
    write_set(tmp_path)
    packed = tmp_path / "corpus.jsonl.gz"
    (tmp_path / "corpus.jsonl").write_bytes(gzip.decompress(packed.read_bytes()))
    packed.unlink()
    assert read_set(tmp_path).size == 3


def test_questions_without_an_answer_are_left_out_and_counted(tmp_path: Path) -> None:
    collection = read_set(write_set(tmp_path, answers=[("q1", "a", 2), ("q2", "b", 0)]))
    assert [question.id for question in collection.questions] == ["q1"]
    assert collection.unanswered == 2


def test_judgements_of_unknown_questions_are_left_out_and_counted(tmp_path: Path) -> None:
    answers = [*ANSWERS, ("another", "a", 1), ("another", "nowhere", 1)]
    collection = read_set(write_set(tmp_path, answers=answers))
    assert [question.id for question in collection.questions] == ["q1", "q2", "q3"]
    assert (collection.unasked, collection.unanswered) == (2, 0)


def test_grades_may_be_written_as_fractions(tmp_path: Path) -> None:
    collection = read_set(write_set(tmp_path, answers=[("q1", "a", "2.0"), ("q2", "b", "0.0")]))
    assert [question.grades for question in collection.questions] == [{"a": 2}]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"texts": [TEXTS[0], "{not json"]}, r"corpus\.jsonl\.gz, line 2: this is no JSON"),
        ({"texts": [TEXTS[0], "[1]"]}, r"line 2: an object"),
        ({"texts": [{"title": "x", "text": "y"}]}, r"line 1: « id » is missing"),
        ({"texts": [{**TEXTS[0], "keywords": 3}]}, r"line 1: « keywords » is neither"),
        ({"texts": [TEXTS[0], TEXTS[0]]}, r"two texts have the id 'a'"),
        ({"texts": []}, r"the file is empty"),
        ({"questions": [*QUESTIONS, QUESTIONS[0]]}, r"line 4: two questions have the id 'q1'"),
        ({"answers": [("q1", "zz", 1)]}, r"qrels\.tsv, line 2: no text of the corpus has the id"),
        ({"answers": [("qq", "a", 1)]}, r"no question has an answer"),
        ({"answers": [("q1", "a", "good")]}, r"line 2: the score 'good' is no whole number"),
        ({"answers": [("q1", "a", "0.5")]}, r"line 2: the score '0\.5' is no whole number"),
        ({"answers": [("q1", "a", "nan")]}, r"line 2: the score 'nan' is no whole number"),
        ({"answers": [("q1", "a")]}, r"line 2: three columns"),
        ({"answers": []}, r"no question has an answer"),
    ],
)
def test_a_broken_set_is_refused_with_its_place(
    tmp_path: Path, changed: dict[str, Any], reason: str
) -> None:
    with pytest.raises(BadSet, match=reason):
        read_set(write_set(tmp_path, **changed))


def test_a_missing_folder_or_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSet, match="there is no such folder"):
        read_set(tmp_path / "nowhere")
    (write_set(tmp_path) / "queries.jsonl.gz").unlink()
    with pytest.raises(BadSet, match=r"queries\.jsonl\.gz is missing"):
        read_set(tmp_path)


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    packed = write_set(tmp_path) / "corpus.jsonl.gz"
    packed.write_bytes(packed.read_bytes()[:-12])
    with pytest.raises(BadSet, match="cannot be read"):
        read_set(tmp_path)


def test_any_text_with_the_title_asked_is_right(tmp_path: Path) -> None:
    texts = [*TEXTS, {"id": "d", "title": "ANIMER un atelier ", "text": "Autrement."}]
    titles = questions_of(read_set(write_set(tmp_path, texts=texts)), TITLES)
    assert [question.text for question in titles][:2] == [
        "Préparer une réunion",
        "Animer un atelier",
    ]
    assert titles[1].grades == titles[3].grades == {"b": 1, "d": 1}


def test_a_limit_draws_the_same_questions_in_every_variant(tmp_path: Path) -> None:
    questions = [{"id": f"q{number}", "text": f"réunion n° {number}"} for number in range(50)]
    answers = [(f"q{number}", "a", 1) for number in range(50)]
    collection = read_set(write_set(tmp_path, questions=questions, answers=answers))
    drawn = [
        [question.id for question in questions_of(collection, variant, limit=10)]
        for variant in ("plain", *PERTURBATIONS)
    ]
    assert len(drawn[0]) == 10
    assert drawn[0] != [f"q{number}" for number in range(10)]
    assert all(ids == drawn[0] for ids in drawn)


def test_the_answers_of_a_changed_question_stay(tmp_path: Path) -> None:
    collection = read_set(write_set(tmp_path))
    changed = questions_of(collection, "accents")
    assert changed[0].text == "Comment preparer l’ordre du jour d’une reunion ?"
    assert changed[0].grades == dict([ANSWERS[0][1:]])
