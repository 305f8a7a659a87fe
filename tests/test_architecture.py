"""The import ladder and the shape of the tree, checked on the source itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(("app", "path"), list(modules()), ids=lambda value: str(value))
def test_imports_go_down_the_ladder(app: str, path: Path) -> None:
    rung = LADDER.index(app)
    for node in runtime_nodes(ast.parse(path.read_text())):
        for module in imported(node):
            other = app_of(module)
            if other and other != app:
                assert LADDER.index(other) < rung, f"{path.name}:{node.lineno} imports {module}"
            assert not getattr(node, "level", 0), f"{path.name}:{node.lineno}: relative import"


@pytest.mark.parametrize(("app", "path"), list(modules()), ids=lambda value: str(value))
def test_no_import_hides_in_a_function(app: str, path: Path) -> None:
    allowed = path.name == "apps.py"  # Django's documented place: AppConfig.ready
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not allowed:
            hidden = [inner.lineno for inner in ast.walk(node) if imported(inner)]
            assert not hidden, f"{path}:{hidden}: import inside {node.name}"


@pytest.mark.parametrize(("app", "path"), list(modules()), ids=lambda value: str(value))
def test_files_stay_short(app: str, path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 300


def test_only_an_engine_knows_its_library() -> None:
    for library, home in (("tantivy", "embedded"), ("elasticsearch", "elastic")):
        for _app, path in modules():
            if f"engines/{home}" in path.as_posix():
                continue
            names = [
                name for node in ast.walk(ast.parse(path.read_text())) for name in imported(node)
            ]
            assert not [name for name in names if name.split(".")[0] == library], path


def test_top_level_is_the_agreed_one() -> None:
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found - IGNORED <= TOP_LEVEL
