"""A folder of Markdown becomes published, searchable pages."""

from tests.bench.corpus import articles, as_markdown
from tests.bench.results import Line, Target
from tests.bench.sides import Workspace

PAGES = 1_000


def run(workspace: Workspace, *, pages: int | None) -> list[Line]:
    """Import with our index up to date, against create and publish with Wagtail's index."""
    pages = pages or PAGES
    folder = workspace.folder / "files"
    folder.mkdir(exist_ok=True)
    for one in articles(pages):
        (folder / f"{one.slug}.md").write_text(as_markdown(one), encoding="utf-8")
    with workspace.side("ours") as ours:
        imported = ours.ask("importing.import_files", folder=folder, pages=pages)
    with workspace.side("stock") as stock:
        published = stock.ask("importing.publish_pages", pages=pages)
    return [
        Line("import", f"{pages:,} pages", "s", imported.seconds, published.seconds, Target(0.2)),
        Line(
            "import", "per page", "ms",
            imported.seconds / pages * 1000, published.seconds / pages * 1000,
        ),
    ]  # fmt: skip
