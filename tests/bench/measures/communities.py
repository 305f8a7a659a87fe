"""Lists, publishing and the home page on a site with many communities, people and restrictions."""

from tests.bench.results import Line, Target
from tests.bench.sides import Side, Workspace
from tests.bench.timing import Summary, summary

PAGES, COMMUNITIES, PEOPLE, RESTRICTIONS = 10_000, 40, 2_000, 40
#: Who is asked for (``ours/crowd.py``, ``stock/crowd.py``), and in how many communities they are.
MEMBER, EDITOR, STOCK_EDITOR, OWN = "membre@example.org", "experte@example.org", "editrice", 10
READ, PUBLISHED = 15, 25
INDEX_QUERIES, LIST_QUERIES = 20, 40


def run(workspace: Workspace, *, pages: int | None) -> list[Line]:
    """Lists before and after 40 restrictions; an editor's lists and a publication beside stock."""
    pages = pages or PAGES
    with workspace.side("stock") as stock, workspace.side("ours") as ours:
        ours.ask("crowd.gather", communities=COMMUNITIES, people=PEOPLE, own=OWN)
        ours.ask("site.fill", pages=pages)
        ours.ask("searching.build_index")
        stock.ask("crowd.gather")
        stock.ask("site.fill", pages=pages)
        stock.ask("searching.build_index")
        own, theirs = ours.ask("crowd.addresses"), stock.ask("crowd.addresses")
        open_index = _read(ours, own["index"], MEMBER)
        ours.ask("searching.restrict", count=RESTRICTIONS)
        return [
            *_index(ours, own["index"], open_index),
            *_editors_lists(ours, stock, own, theirs),
            *_publication(ours, stock),
            *_home(ours, own["home"]),
        ]


def _read(side: Side, address: str, who: str = "", *, cold: bool = False) -> Summary:
    """Many readings of one page by one person."""
    side.ask("client.read_pages", addresses=[address], who=who)
    readings = side.ask("client.read_pages", addresses=[address] * READ, who=who, cold=cold)
    return summary([each.ms for each in readings])


def _index(ours: Side, address: str, before: Summary) -> list[Line]:
    after = _read(ours, address, MEMBER)
    queries = ours.ask("client.query_count", address=address, who=MEMBER)
    what = f"index of 30 pages, {RESTRICTIONS} restrictions beside none"
    return [
        Line("communities", what, "ms", after.median, before.median, Target(1.2)),
        Line(
            "communities", "index of 30 pages, a member", "queries", queries,
            target=Target(INDEX_QUERIES, of="value"),
        ),
    ]  # fmt: skip


def _editors_lists(
    ours: Side, stock: Side, own: dict[str, str], theirs: dict[str, str]
) -> list[Line]:
    """All knowledge in one list, and the explorer, as an editor of ten communities sees them."""
    lines = []
    beside = _read(stock, theirs["explorer"], STOCK_EDITOR)
    stock_queries = stock.ask("client.query_count", address=theirs["explorer"], who=STOCK_EDITOR)
    for name, target in (("list", Target(LIST_QUERIES, of="value")), ("explorer", None)):
        told = _read(ours, own[name], EDITOR)
        queries = ours.ask("client.query_count", address=own[name], who=EDITOR)
        what = f"{name} of 50 pages in the CMS, an editor"
        lines += [
            Line("communities", what, "queries", queries, stock_queries, target),
            Line("communities", what, "ms", told.median, beside.median),
        ]
    return lines


def _publication(ours: Side, stock: Side) -> list[Line]:
    """What the author waits for: with everything in the request, and as a server runs."""
    what = "save and publish a change"
    lines = []
    for queue, told in (
        ("immediate", "its index included"),
        ("background", "as the server does, its index behind the answer"),
    ):
        with ours.beside(TASK_QUEUE=queue) as own:
            mine, beside = (
                summary(side.ask("crowd.publish", count=PUBLISHED)) for side in (own, stock)
            )
        lines.append(
            Line("communities", f"{what}, {told}", "ms", mine.median, beside.median, Target(0.5))
        )
    return lines


def _home(ours: Side, address: str) -> list[Line]:
    """A visitor's page is kept whole; a member's is made, so it is compared with one made anew."""
    member = _read(ours, address, MEMBER)
    made = _read(ours, address, cold=True)
    kept = _read(ours, address)
    what = f"home page of a member of {OWN} communities, beside a visitor's"
    return [
        Line("communities", f"{what} made anew", "ms", member.median, made.median, Target(1.5)),
        Line("communities", f"{what} kept whole", "ms", member.median, kept.median),
    ]
