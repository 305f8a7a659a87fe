"""The engines that ours are compared with."""

from dataclasses import dataclass

SQLITE, POSTGRESQL = "stock-sqlite", "stock-postgresql"
ELASTICSEARCH, BUILT_IN = "stock-elasticsearch", "builtin-elasticsearch"
STOCK = (SQLITE, POSTGRESQL, ELASTICSEARCH, BUILT_IN)

#: What PostgreSQL and Elasticsearch call the analysis of a language.
CHAINS = {"fr": "french", "en": "english"}


@dataclass(frozen=True, slots=True)
class Side:
    """How one of them is set up."""

    #: Boost of the title: 2 as Wagtail gives it to every page, or none.
    title_boost: float | None = 2
    #: Boost of the text. On PostgreSQL a field without one weighs 1/21 of the title, which
    #: costs up to 19 points: the better choice is what we compare with.
    text_boost: float | None = None
    needs_elasticsearch: bool = False
    #: Whether texts are analysed in their language; Wagtail leaves the standard analyzer.
    in_language: bool = False
    #: Function with the same order in less time. Named and not imported: its module can be
    #: read on SQLite only.
    quick: str = ""


SIDES = {
    SQLITE: Side(quick="search.evaluation.stock.sqlite.in_one_pass"),
    POSTGRESQL: Side(text_boost=1),
    ELASTICSEARCH: Side(needs_elasticsearch=True),
    BUILT_IN: Side(needs_elasticsearch=True, in_language=True),
}
