"""The import ladder and the shape of the tree, checked on the source itself."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

#: From the bottom to the top: an app imports only from those before it.
LADDER = [
    "wiki.core",
    "wiki.people",
    "wiki.communities",
    "guides",
    "wiki.feedback",
    "search",
    "wiki.notifications",
    "wiki.watch",
    "wiki.digests",
    "wiki.syndication",
    "wiki.insights",
    "wiki.importers",
    "home",
]
#: What the top level may hold, besides dot files.
TOP_LEVEL = {
    "manage.py", "pyproject.toml", "wiki", "guides", "search", "home", "templates", "tests",
    "README.md", "Makefile", "compose.yaml", "requirements", "docs", "LICENSE",
}  # fmt: skip
IGNORED = {"var", "node_modules"}


def app_of(module: str) -> str | None:
    """The app to which a dotted module belongs; None for anything else."""
    return next((app for app in LADDER if module == app or module.startswith(app + ".")), None)


def modules() -> Iterator[tuple[str, Path]]:
    for app in LADDER:
        folder = ROOT / app.replace(".", "/")
        for path in sorted(folder.rglob("*.py")) if folder.exists() else []:
            if "migrations" not in path.parts:
                yield app, path


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return []


def runtime_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those below ``if TYPE_CHECKING``."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from runtime_nodes(node)


@cache
def sources() -> list[tuple[str, Path, ast.Module]]:
    """Each module's app, path and tree; read once, when a test asks."""
    return [(app, path, ast.parse(path.read_text())) for app, path in modules()]


def upwards(app: str, path: Path, tree: ast.AST) -> Iterator[str]:
    """Imports of this module that do not go down the ladder."""
    for node in runtime_nodes(tree):
        for module in imported(node):
            other = app_of(module)
            if other and other != app and LADDER.index(other) >= LADDER.index(app):
                yield f"{path}:{node.lineno} imports {module}"  # type: ignore[attr-defined]
            if getattr(node, "level", 0):
                yield f"{path}:{node.lineno}: relative import"  # type: ignore[attr-defined]


def hidden_imports(path: Path, tree: ast.AST) -> Iterator[str]:
    """Functions of this module that import something."""
    if path.name == "apps.py":  # Django's documented place: AppConfig.ready
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = [inner.lineno for inner in ast.walk(node) if imported(inner)]  # type: ignore[attr-defined]
            if lines:
                yield f"{path}:{lines}: import inside {node.name}"


def test_imports_go_down_the_ladder() -> None:
    wrong = [line for app, path, tree in sources() for line in upwards(app, path, tree)]
    assert not wrong, "\n".join(wrong)


def test_no_import_hides_in_a_function() -> None:
    hidden = [line for _app, path, tree in sources() for line in hidden_imports(path, tree)]
    assert not hidden, "\n".join(hidden)


def test_files_stay_short() -> None:
    lengths = {path: len(path.read_text().splitlines()) for _app, path, _tree in sources()}
    assert not {path: lines for path, lines in lengths.items() if lines > 300}


def test_only_an_engine_knows_its_library() -> None:
    for library, home in (("tantivy", "embedded"), ("elasticsearch", "elastic")):
        for _app, path, tree in sources():
            if f"engines/{home}" in path.as_posix():
                continue
            names = [name for node in ast.walk(tree) for name in imported(node)]
            assert not [name for name in names if name.split(".")[0] == library], path


def test_top_level_is_the_agreed_one() -> None:
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found - IGNORED <= TOP_LEVEL
