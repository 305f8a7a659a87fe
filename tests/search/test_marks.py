"""What is marked in a result: what the question is about, not how it is put."""

import re

import pytest

from tests import factories
from tests.search.conftest import Ask
from wiki.communities.models import CommunityPage


def marked(text: str) -> set[str]:
    """The words between marks, in lower case."""
    return {word.lower() for word in re.findall(r"<mark>(.*?)</mark>", text)}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("comment faire une réunion avec tout le monde ?", {"réunion", "monde"}),
        ("quand faut-il préparer la réunion et pourquoi ?", {"réunion", "préparer"}),
        ("où se tient l'atelier", {"atelier", "tient"}),
        ("comment faire", {"comment", "faire"}),
    ],
)
def test_words_that_put_a_question_are_not_marked(
    community: CommunityPage, committed, ask: Ask, question: str, words: set[str]
):
    summary = (
        "Comment faire quand le monde attend, où et pourquoi : préparer la réunion. "
        "L’atelier se tient avec tout un groupe, il faut le dire."
    )
    with committed():
        factories.guide(community, title="Divers", summary=summary)
    (hit,) = ask(f"q={question}&type=guide").hits
    assert marked(hit.extract) == words


def test_an_extract_neither_begins_nor_ends_with_a_pause(
    community: CommunityPage, committed, ask: Ask
):
    cells = "".join(f"<li>Ligne {number} du tableau</li>" for number in range(40))
    body = [("text", f"<ul>{cells}<li>le mentorat</li>{cells}</ul>")]
    with committed():
        factories.guide(community, title="Divers", summary="Rien.", body=body)
    (hit,) = ask("q=mentorat&type=guide").hits
    assert marked(hit.extract) == {"mentorat"}
    assert not re.search(r"^… ·|· …$", hit.extract)
