"""Asks every side questions of all kinds before anything is measured.

Java compiles what runs often, and a search server that was just started has run nothing: after
eight questions it took 92 ms for the kind that was measured first; warm, 55 ms.
"""

import itertools
import time
from collections.abc import Sequence
from typing import Any

from tests.bench.corpus import queries
from tests.bench.engine_sites import Sites
from tests.bench.results import number
from tests.bench.sides import Side

#: A command of a side with its arguments.
Command = tuple[str, dict[str, Any]]

SIDES = {
    "elastic": "elastic",
    "embedded": "embedded",
    "stock_elasticsearch": "stock on Elasticsearch",
    "stock_postgresql": "stock on PostgreSQL",
}
#: Rounds of all questions, and seconds of each side after which no other question is begun.
ROUNDS, SECONDS = 20, 40.0
#: PostgreSQL compiles nothing that it keeps: its rounds only bring its pages into memory.
ROUNDS_POSTGRESQL = 2
#: Beginnings of titles in each round of ours, one of each length.
BEGINNINGS = 8


def warm_up(sites: Sites, size: int, *, limit: float) -> str:
    """All sides; tells how many rounds each had. ``limit`` is that of each question."""
    told = [
        f"{called} {number(warm_up_side(sites, name, size, limit=limit))}"
        for name, called in SIDES.items()
    ]
    return f"rounds of questions before those measured at {size:,} pages: {', '.join(told)}"


def warm_up_side(sites: Sites, name: str, size: int, *, limit: float) -> float:
    """One side, with all questions that are asked of it later; how many rounds it had."""
    asked = queries(size)
    stock = name.startswith("stock")
    commands: list[Command] = [
        (
            "searching.search",
            {"questions": [text], "limit": limit, **({"operator": "or"} if stock else {})},
        )
        for of_each_kind in zip(asked.words, asked.pairs, asked.questions, strict=True)
        for text in of_each_kind
    ]
    if not stock:
        commands.append(("searching.suggestions", {"count": BEGINNINGS}))
    rounds = ROUNDS_POSTGRESQL if name == "stock_postgresql" else ROUNDS
    return in_rounds(getattr(sites, name), commands, rounds=rounds, seconds=SECONDS)


def in_rounds(side: Side, commands: Sequence[Command], *, rounds: int, seconds: float) -> float:
    """Ask all commands in turn, round after round, until either bound; how many rounds it took."""
    end = time.monotonic() + seconds
    asked = 0
    for command, arguments in itertools.chain.from_iterable(itertools.repeat(commands, rounds)):
        if time.monotonic() >= end:
            break
        side.ask(command, **arguments)
        asked += 1
    return asked / len(commands)
