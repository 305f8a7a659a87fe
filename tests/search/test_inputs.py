"""Whatever somebody types is a question, and has an answer, quickly."""

import time
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from search.synonyms import Rule, expansions
from search.syntax import MAX_CHARACTERS, MAX_WORDS, QUOTES, parse, pieces, tidy
from search.text import WORD
from search.wording import key, keys
from tests import factories
from tests.together import together
from wiki.communities.models import CommunityPage

#: Seconds for one page on a busy machine; a question takes hundredths.
PATIENCE = 3.0

ODD = {
    "nothing": "",
    "spaces": " \t\r\n\u00a0\u202f ",
    "very long": "mentorat" * 2_000,
    "ten thousand words": "mentorat de groupe " * 3_400,
    "ten thousand different words": " ".join(f"mot{n}" for n in range(10_000)),
    "control characters": "men\x00tor\x1bat\x7f \x85 \ud800",
    "only stop words": "de la le les un une et of the and",
    "only articles": "l' d’ qu'",
    "only marks": "?!.,;:()[]{}…/\\|@#%&*+=~^$<>",
    "only quotes": "\"\"\"« » ““”” \"",
    "only minuses": "- -- --- -\"\" -",
    "only left out": "-mentorat -\"de groupe\"",
    "unbalanced quotes": "mentorat \"de groupe",
    "unbalanced guillemets": "» mentorat «",
    "colons": "a:b:c type: :guide type::guide",
    "many fields": "type:guide " * 200,
    "many unknown fields": "communauté:x auteur:y étiquette:z " * 100,
    "emoji": "🙂 👩‍👩‍👧 mentorat",
    "direction marks": "\u202ementorat\u202c \u200f\u2067groupe\u2069",
    "zero width": "\u200b\ufeffmentorat\u2060",
    "combining": "e\u0301" * 1_000,
    "marks upon marks": "a" + "\u0301" * 5_000,
    "another script": "知识 بحث знание ἐπιστήμη",
    "query languages": "title:(a OR b)~2^3 AND NOT {!raw} _exists_:x /re.*/ \\\"",
    "wildcards": "* ? men* ?entorat",
    "markup": "<script>alert(1)</script> &amp; {{ 7*7 }} {% load x %}",
    "sql": "'; DROP TABLE search_pin; --",
    "addresses": "https://example.org/?q=a&b=c#d file:///etc/passwd a@b.c",
    "numbers": "12 500,5 1e309 -0 ½ ٣ 9" + "9" * 400,
}  # fmt: skip


@pytest.fixture
def some_pages(community: CommunityPage, search_index: str, committed: Any) -> None:
    with committed():
        factories.guide(community, title="Mentorat de groupe")


@pytest.mark.usefixtures("some_pages")
def test_odd_questions_are_answered_quickly(client: Client):
    for name, text in ODD.items():
        started = time.perf_counter()
        response = client.get("/search/", {"q": text.encode("utf-8", "surrogatepass")})
        assert response.status_code == 200, name
        assert time.perf_counter() - started < PATIENCE, name
        html = response.content.decode()
        assert html.count("<h1") == 1, name
        assert "<script>alert" not in html, name
        offered = client.get("/search/suggest/", {"q": text.encode("utf-8", "surrogatepass")})
        assert offered.status_code == 200, name


@pytest.mark.usefixtures("some_pages")
@together(
    "text",
    ["\u202ementorat\u202c", "\u200bmentorat\ufeff", "men\x00torat", '"mentorat', "mentorat -",
     "🙂 mentorat", "mentorat ?!", "mentorat:", "« mentorat »"],
)  # fmt: skip
def test_what_means_nothing_takes_nothing_away(ask: Any, text: str):
    assert [hit.title for hit in ask(f"q={text}").hits] == ["Mentorat de groupe"]


#: Text in which quotes, minuses and colons are as frequent as letters.
TYPED = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            ["mot", "type:guide", "thème:", '"', "«", "»", "-", ":", "l’", "é", " ", "🙂", "\u200f",
             'x:"', "a:b", "-type:x", "R.H.", "journaux"]
        ),
        max_size=60,
    ).map("".join),
)  # fmt: skip


@given(TYPED)
def test_tidying_twice_changes_nothing(text: str):
    once = tidy(text)
    assert tidy(once) == once
    assert len(once) <= MAX_CHARACTERS
    assert len(once.split()) <= MAX_WORDS


@given(TYPED)
def test_every_word_is_somewhere(text: str):
    text = tidy(text)
    parsed = parse(text)
    parts = " ".join((parsed.words, *parsed.phrases, *parsed.without))
    assert sorted(WORD.findall(parts)) == sorted(WORD.findall(text.translate(QUOTES)))
    again = " ".join(typed for typed, _field in pieces(text))
    assert sorted(WORD.findall(again)) == sorted(WORD.findall(text.translate(QUOTES)))


@given(TYPED)
def test_wordings_are_compared_without_surprise(text: str):
    assert key(key(text)) == key(text)
    assert all(keys(text))
    rules = (Rule("mot", "journal\nréseau social", "two_way", ""),)
    found = expansions(parse(tidy(text)), rules)
    assert len(found) <= 3
