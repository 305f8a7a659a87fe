"""What is written and what is asked must be cut alike, though by different means."""

import pytest

from search.engines import engine
from search.engines.elastic.analysis import bare
from search.engines.elastic.client import Connection
from search.engines.elastic.engine import ElasticEngine
from search.text import clean

pytestmark = pytest.mark.parametrize("search_engine", ["elastic"], indirect=True)

TEXTS = (
    "L’œuvre d'Ænima, l'ÉCOLE a 1 x : d’où ? aujourd’hui, jusqu'à l'été 5e n° 12 500,5 €",
    "c'est-à-dire O'Brien's dogs' it's the boss's l'l' d’l’eau qu'il QU'ELLE S's",
    "naïve coöp. Straße — « l’un·e des agent·e·s » [R.H.] x",
    "a",
    "l'",
)


@pytest.fixture
def tokens(search_index: str):
    own = engine()
    assert isinstance(own, ElasticEngine)
    connection: Connection = own._connection

    def asked(language: str, analyzer: str, text: str) -> list[tuple[str, int]]:
        index = own._indexes.reading(language)
        answer = connection.ask(
            lambda client: client.indices.analyze(index=index, analyzer=analyzer, text=text)
        )
        return [(each["token"], each["position"]) for each in answer["tokens"]]

    return asked


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("stream", ["stemmed", "exact", "pairs", "written"])
def test_words_have_the_same_terms_at_the_same_places(tokens, language: str, stream: str):
    for text in TEXTS:
        written = tokens(language, f"bare_{stream}", bare(text, language))
        assert written == tokens(language, stream, text)


def test_grams_are_the_same(tokens):
    for text in TEXTS:
        # Those of one word stand at one place when they are written: only terms count.
        written = tokens("fr", "bare_grams", clean(text).replace("'", " "))
        assert [gram for gram, _ in written] == [gram for gram, _ in tokens("fr", "grams", text)]
