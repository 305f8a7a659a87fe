"""« Did you mean »: words of a question that nobody wrote, and words of the index instead.

Only what the reader may see tells whether a word exists, and gives other ones.
"""

from collections import Counter
from dataclasses import replace

from tantivy import Query

from search.engines.base import EngineQuery
from search.engines.embedded import queries
from search.engines.embedded.analysis import CHAINS
from search.engines.embedded.snapshot import Snapshot
from search.spelling import corrected, likeliest, suspects
from search.text import WORD, clean, folded
from wiki.core.search_content import SearchContent

#: Words of the vocabulary that are looked up for each, an entry of each read for its accents;
#: other forms of the word are set aside before.
CANDIDATES = 4
#: Letters at the beginning that are taken to be right, then those of a second try.
BEGINNINGS = (2, 1)


def better_spelling(snapshot: Snapshot, query: EngineQuery, *, nothing: bool) -> str:
    """The question in words that the index holds; "" when there is nothing better.

    ``nothing`` tells that the words found nothing. Otherwise editors' other words may
    stand for the word that nobody wrote, and the question is left as it is.
    """
    if query.expansions and not nothing:
        return ""
    readable = snapshot.readable(query.reader)
    unknown = [
        word
        for word in suspects(query.text.words, nothing=nothing)
        if not _known(snapshot, word, readable)
    ]
    candidates = {folded(word): _written(snapshot, folded(word), readable) for word in unknown}
    text = query.text
    better = corrected(text.typed, candidates.keys(), candidates)
    if not better:
        return ""
    words = corrected(text.words, candidates.keys(), candidates) or text.words
    kept = queries.words_query(replace(text, typed=better, words=words), ranked=False)
    filters = queries.filter_queries(query.filters).values()
    return better if snapshot.holds(queries.all_of((kept, readable, *filters))) else ""


def _known(snapshot: Snapshot, word: str, readable: Query) -> bool:
    """Whether an entry that the reader may see holds the word, or another form of it."""
    searcher = snapshot.searcher
    terms = {("all_words", folded(word))}
    terms |= {("all_stems", chain.stem(word)) for chain in CHAINS.values()}
    return any(
        searcher.doc_freq(field, term)
        and snapshot.holds(queries.all_of((queries.term(field, term), readable)))
        for field, term in sorted(terms)
    )


def _written(snapshot: Snapshot, plain: str, readable: Query) -> list[str]:
    """Words like this folded one, as texts that the reader may see write them."""
    for letters in BEGINNINGS:
        known = dict(snapshot.searcher.terms_with_prefix("all_words", plain[:letters]))
        found = [
            written
            for word in likeliest(plain, known, most=CANDIDATES)
            if (written := _as_written(snapshot, word, readable))
        ]
        if found:
            return found
    return []


def _as_written(snapshot: Snapshot, plain: str, readable: Query) -> str:
    """A folded word with the accents that an entry gives it; "" when none may be seen."""
    query = queries.all_of((queries.silent(queries.term("all_words", plain)), readable))
    for address in snapshot.found(query, 1):
        words = WORD.findall(clean(_texts(snapshot.content(address))).lower())
        forms = Counter(word for word in words if folded(word) == plain)
        return forms.most_common(1)[0][0] if forms else plain
    return ""


def _texts(content: SearchContent) -> str:
    sections = (text for section in content.sections for text in (section.heading, section.text))
    labels = (*content.communities, *content.themes, *content.tags, *content.authors)
    named = (*content.keywords, *content.theme_words, *content.extra.values())
    return "\n".join(
        (content.title, content.summary, *sections, *named, *(label.label for label in labels))
    )
