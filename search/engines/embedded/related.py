"""What is about the same as one page: its most telling words, looked up elsewhere."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from tantivy import DocAddress, Occur, Query

from search.engines.base import Reader
from search.engines.embedded import queries
from search.engines.embedded.analysis import Terms, chain_for
from search.engines.embedded.entries import filter_term, without_text
from search.engines.embedded.snapshot import Snapshot
from wiki.core.search_content import SearchContent

#: Stems that stand for the page; more only find more of the same.
TERMS = 25
#: Share of them that another page must hold: below, it shares a word by chance.
LEAST = 0.2
#: Characters of the page that are compared: its beginning says what it is about.
MOST_CHARACTERS = 20_000
#: A word of the title tells as much as one that stands four times in the text.
IN_TITLE = 3
#: A shared theme weighs about as much as a few shared words; the same language, as one.
THEME, SAME_LANGUAGE = 2.0, 1.0
#: Versions of one page that may stand before the next page.
VERSIONS = 3


def related(
    snapshot: Snapshot, page_id: int, reader: Reader, *, limit: int, kinds: Collection[str] = ()
) -> list[SearchContent]:
    """Pages about the same as this one, best first; nothing for one that may not be read."""
    readable = snapshot.readable(reader)
    own = snapshot.found(queries.all_of((queries.pages_query((page_id,)), readable)), 1)
    if not own:
        return []
    content = snapshot.content(own[0])
    alike = _alike(snapshot, content)
    family = snapshot.numbers("family", own)
    wanted = queries.filter_queries({"type": tuple(kinds)}).values()
    scope = queries.without_families(queries.all_of((alike, readable, *wanted)), family)
    found = snapshot.found(scope, VERSIONS * limit)
    first = list(_once(snapshot, found))[:limit]
    # What is shown of a page is read in the language of the page beside which it stands.
    spoken = queries.term("filter", filter_term("language", content.language))
    shown = _in_language(snapshot, first, queries.all_of((spoken, readable)))
    return [without_text(snapshot.content(address)) for address in shown]


def _alike(snapshot: Snapshot, content: SearchContent) -> Query:
    """Entries that hold enough of the page's most telling stems."""
    stems = _most_telling(snapshot, content)
    words = Query.boolean_query(
        [
            (Occur.Should, query)
            for stem in stems
            for query in (
                queries.any_of(
                    (
                        queries.term("all_stems", stem),
                        *queries.weighted("title_stems", (stem,), queries.TITLE),
                    )
                ),
            )
        ],
        minimum_number_should_match=max(1, math.floor(LEAST * len(stems))),
    )
    marks = [(filter_term("theme", theme.key), THEME) for theme in content.themes]
    marks.append((filter_term("language", content.language), SAME_LANGUAGE))
    boosts = [
        (Occur.Should, Query.const_score_query(queries.term("filter", mark), boost))
        for mark, boost in marks
    ]
    return Query.boolean_query([(Occur.Must, words), *boosts])


def _most_telling(snapshot: Snapshot, content: SearchContent) -> list[str]:
    """The page's stems with the highest tf·idf, among those that another entry holds."""
    searcher = snapshot.searcher
    chain = chain_for(content.language)
    texts = "\n".join(section.text for section in content.sections)
    named = "\n".join((content.summary, *content.keywords, *content.theme_words))
    body: Terms = chain.terms(f"{named}\n{texts}"[:MOST_CHARACTERS])
    times = Counter(body.stems)
    for stem in chain.terms(content.title).stems:
        times[stem] += IN_TITLE
    weights = {
        stem: math.sqrt(count) * math.log(1 + searcher.num_docs / held)
        for stem, count in times.items()
        if (held := searcher.doc_freq("all_stems", stem)) > 1
    }
    return sorted(weights, key=lambda stem: (-weights[stem], stem))[:TERMS]


def _once(snapshot: Snapshot, found: Iterable[DocAddress]) -> Iterator[DocAddress]:
    """The first entry of each page."""
    found = list(found)
    seen: set[int] = set()
    for family, address in zip(snapshot.numbers("family", found), found, strict=True):
        if family not in seen:
            seen.add(family)
            yield address


def _in_language(snapshot: Snapshot, found: list[DocAddress], spoken: Query) -> list[DocAddress]:
    """The same pages, each in the version that is ``spoken`` where there is one."""
    families = snapshot.numbers("family", found)
    versions = snapshot.addresses(queries.all_of((queries.families_query(families), spoken)))
    by_family = dict(zip(snapshot.numbers("family", versions), versions, strict=True))
    return [by_family.get(family, address) for family, address in zip(families, found, strict=True)]
