"""The pages of the bench: the same articles for both sides, drawn from a fixed seed."""

import itertools
import random
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tests.bench.words import SEED, SMALL_WORDS, vocabulary

VOCABULARY = vocabulary()
_WEIGHTS = list(itertools.accumulate(1 / rank for rank in range(1, len(VOCABULARY) + 1)))

COMMUNITIES = ("Animation", "Veille partagée", "Accueil", "Mentorat")
THEMES = (
    "Animer", "Apprendre", "Capitaliser", "Coopérer", "Écrire",
    "Évaluer", "Faciliter", "Partager", "Transmettre", "Veiller",
)  # fmt: skip
TAGS = tuple(f"mot {number}" for number in range(60))
AUTHORS = tuple(f"autrice{number}@example.org" for number in range(20))

#: Words that half the pages of a real collection do not hold: the fair case of a search.
FAIR_SHARE = (0.09, 0.12)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: ``text`` is Markdown."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """About 350 words; communities, themes, tags and author are positions in the lists above."""

    number: int
    title: str
    slug: str
    intro: str
    day: date
    headings: tuple[str, str]
    paragraphs: tuple[str, str]
    markdown: tuple[str, str]
    steps: tuple[Step, Step]
    communities: tuple[int, int]
    themes: tuple[int, ...]
    tags: tuple[int, ...]
    author: int

    @property
    def words(self) -> set[str]:
        """Every different word of the article, in lower case."""
        pieces = (
            self.title, self.intro, *self.headings, *self.paragraphs, *self.markdown,
            *(piece for step in self.steps for piece in (step.title, step.text)),
        )  # fmt: skip
        text = " ".join(pieces).lower()
        return set("".join(char if char.isalpha() else " " for char in text).split())


class _Writer:
    """Draws words for one article."""

    def __init__(self, number: int) -> None:
        self.random = random.Random(SEED * 1_000_003 + number)

    def words(self, count: int) -> list[str]:
        return self.random.choices(VOCABULARY, cum_weights=_WEIGHTS, k=count)

    def phrase(self, count: int) -> str:
        """Some words without a full stop."""
        return " ".join(self.words(count)).capitalize()

    def prose(self, count: int) -> str:
        """About ``count`` words in sentences."""
        sentences = []
        while count > 0:
            length = min(count, self.random.randint(8, 16))
            sentences.append(self.phrase(length) + ".")
            count -= length
        return " ".join(sentences)

    def markdown(self) -> str:
        """Some 60 words with a list, a table, emphasis and a link."""
        items = "\n".join(f"- {self.phrase(5)}" for _ in range(3))
        row = " | ".join(self.phrase(2) for _ in range(3))
        return (
            f"{self.prose(16)} **{self.phrase(3)}** et [{self.phrase(2)}](https://example.org/).\n\n"
            f"{items}\n\n"
            f"| Quoi | Qui | Quand |\n| --- | --- | --- |\n| {row} |\n\n"
            f"> {self.prose(8)}\n\n{self.prose(10)}"
        )

    def step(self) -> Step:
        return Step(self.phrase(4), f"{self.prose(22)}\n\n- {self.phrase(6)}\n- {self.phrase(6)}")


def article(number: int) -> Article:
    """The article of this number, the same in every run."""
    writer = _Writer(number)
    draw = writer.random
    return Article(
        number=number,
        title=f"{writer.phrase(5)} {number}",
        slug=f"article-{number}",
        intro=writer.prose(24),
        day=date(2020, 1, 1) + timedelta(days=draw.randrange(2_300)),
        headings=(writer.phrase(4), writer.phrase(4)),
        paragraphs=(writer.prose(45), writer.prose(45)),
        markdown=(writer.markdown(), writer.markdown()),
        steps=(writer.step(), writer.step()),
        communities=(0, draw.randrange(1, len(COMMUNITIES))),
        themes=tuple(draw.sample(range(len(THEMES)), 2)),
        tags=tuple(draw.sample(range(len(TAGS)), 3)),
        author=draw.randrange(len(AUTHORS)),
    )


def articles(count: int, *, start: int = 0) -> Iterator[Article]:
    """The articles from number ``start`` to ``count``."""
    return map(article, range(start, count))


def as_markdown(one: Article) -> str:
    """The article as a file with front matter, for the importer."""
    tags = ", ".join(TAGS[position] for position in one.tags)
    themes = ", ".join(THEMES[position] for position in one.themes)
    first, second = zip(one.headings, one.paragraphs, one.markdown, strict=True)
    steps = "\n\n".join(f"## {step.title}\n\n{step.text}" for step in one.steps)
    return (
        f'---\ntitle: "{one.title}"\ntype: guide\ndate: {one.day.isoformat()}\n'
        f'excerpt: "{one.intro}"\ntags: [{tags}]\nthemes: [{themes}]\nlang: fr\n---\n\n'
        + "\n\n".join(
            f"## {heading}\n\n{text}\n\n{rich}" for heading, text, rich in (first, second)
        )
        + f"\n\n{steps}\n"
    )


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@dataclass(frozen=True, slots=True)
class Queries:
    """What is asked of both sides."""

    words: tuple[str, ...]
    pairs: tuple[str, ...]
    questions: tuple[str, ...]


def queries(pages: int, *, count: int = 8) -> Queries:
    """``count`` queries of each kind, whose words stand in 9 to 12 % of the first ``pages`` pages.

    The share is counted on at most 1,500 pages, without accents, as both sides find words.
    A tiny collection takes what is nearest.
    """
    sample = min(pages, 1_500)
    seen = Counter(itertools.chain.from_iterable(one.words for one in articles(sample)))
    for word in VOCABULARY:
        if (plain := _plain(word)) != word and plain in seen:
            seen[plain] = seen[word] = seen[plain] + seen[word]  # one word to both sides
    low, high = FAIR_SHARE
    middle = (low + high) / 2
    candidates = [word for word in VOCABULARY if word not in SMALL_WORDS and len(word) > 4]
    candidates.sort(key=lambda word: (abs(seen[word] / sample - middle), word))
    words = candidates[: count * 4]
    random.Random(SEED).shuffle(words)
    asked = iter(words[count:])
    return Queries(
        words=tuple(words[:count]),
        pairs=tuple(f"{next(asked)} {next(asked)}" for _ in range(count)),
        questions=tuple(
            f"Comment {one} avec les {other} de la communauté ?"
            for one, other in zip(words[:count], words[-count:], strict=True)
        ),
    )
