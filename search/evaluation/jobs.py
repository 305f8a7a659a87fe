"""What one process is to measure, handed over as a file."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tqdm import tqdm

from search.evaluation.figures import Answer, Figures, Subject, measured, timed_on_sample, warm_up
from search.evaluation.questions import questions_of
from search.evaluation.sets import RelevanceSet, read_set

#: Files of a job in its place.
JOB, RESULT = "job.json", "figures.json"


@dataclass(frozen=True, slots=True)
class Job:
    """One set to be asked of one engine in some ways."""

    #: Folder of the set, and a folder for all that lasts between two jobs on it.
    folder: str
    place: str
    language: str
    engine: str
    variants: tuple[str, ...]
    limit: int | None = None
    #: Address of an empty database.
    database: str = ""
    #: Address of the Elasticsearch server, where the engine needs one, and what the names
    #: of the indexes made there begin with.
    address: str = ""
    prefix: str = ""
    progress: bool = False

    def write(self, path: Path) -> None:
        """For :func:`read_job` in another process."""
        path.write_text(json.dumps(asdict(self)))

    @property
    def collection(self) -> RelevanceSet:
        return read_set(Path(self.folder))


def read_job(path: Path) -> Job:
    """The job that :meth:`Job.write` wrote."""
    values = json.loads(path.read_text())
    return Job(**{**values, "variants": tuple(values["variants"])})


def ask_all(
    job: Job, collection: RelevanceSet, answer: Answer, *, slow: Answer | None = None
) -> Iterator[Figures]:
    """The figures of each variant; for ``slow``, see :func:`timed_on_sample`."""
    for number, variant in enumerate(job.variants):
        questions = questions_of(collection, variant, limit=job.limit)
        if not number:
            warm_up(questions, answer)
        subject = Subject(collection.name, job.language, job.engine, variant)
        with tqdm(
            questions,
            desc=f"{collection.name}, {job.engine}: {variant}",
            unit="",
            disable=not job.progress,
            leave=False,
        ) as bar:
            figures = measured(subject, bar, answer)
        yield timed_on_sample(figures, questions, answer, slow) if slow else figures


def write_figures(path: Path, figures: list[Figures]) -> None:
    """For :func:`read_figures` in another process."""
    path.write_text(json.dumps([asdict(one) for one in figures]))


def read_figures(path: Path) -> list[Figures]:
    """The figures that :func:`write_figures` wrote."""
    return [Figures(**values) for values in json.loads(path.read_text())]
