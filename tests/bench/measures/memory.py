"""The memory that the demo's server holds once people have read and searched."""

import itertools
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote

from tests.bench.memory_use import megabytes
from tests.bench.progress import say, steps
from tests.bench.results import Line, Target
from tests.bench.serving import HOST, free_port, open_directly, served
from tests.bench.sides import CannotMeasureError, Workspace
from tests.bench.worker import clean_environment

MOST_MEGABYTES = 300
REQUESTS = 200
SEARCHES = 60
#: Addresses that are no page of the site.
ELSEWHERE = ("/cms/", "/documents/", "/media/", "/static/", "/account/", "/language/", "/search/")


def run(workspace: Workspace, *, pages: int | None) -> list[Line]:
    """``pages`` requests (200) of the demo, as ``manage.py demo`` serves it."""
    requests = pages or REQUESTS
    with _demo(workspace.folder / "demo") as (server, address):
        started = megabytes(server.pid)
        answered = _browse(address, requests=min(requests, REQUESTS))
        held = megabytes(server.pid)
    note = f"{answered} pages and searches read; master and worker together, {held.method}"
    return [
        Line("memory", "after the start", "MB", started.total),
        Line(
            "memory", "after reading", "MB", held.total,
            target=Target(MOST_MEGABYTES, of="value"), note=note,
        ),
    ]  # fmt: skip


@contextmanager
def _demo(var_dir: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The demo on a free port, ended afterwards."""
    say("memory: load the demo and start its server")
    var_dir.mkdir()
    port = free_port()
    command = [sys.executable, "manage.py", "demo", "--port", str(port)]
    environment, log = clean_environment(str(var_dir)), var_dir / "server.log"
    with served(command, port, what="the demo", environment=environment, log=log) as server:
        yield server, f"http://{HOST}:{port}"


def _get(address: str) -> str:
    """The page; "" when the server refuses it, which a crawl may meet."""
    try:
        with open_directly(address, timeout=60) as response:
            return response.read().decode(errors="replace")
    except HTTPError as error:
        if error.code >= 500:
            raise CannotMeasureError(f"{address} answered {error.code}") from error
        return ""


def _browse(address: str, *, requests: int) -> int:
    """Follows links from the home page, then searches words of the titles found."""
    waiting, seen, titles = ["/"], {"/"}, []
    pages = max(1, requests - min(SEARCHES, requests // 2))
    for _ in steps(range(pages), "memory: read", total=pages):
        if not waiting:
            waiting = sorted(seen)  # a small demo is read again
        page = _get(address + waiting.pop(0))
        titles += re.findall(r"<h1[^>]*>\s*([^<]+)", page)
        for path in re.findall(r'href="(/[^"#?]*)', page):
            if path not in seen and not path.startswith(ELSEWHERE):
                seen.add(path)
                waiting.append(path)
    words = [word for title in titles for word in title.split() if len(word) > 3] or ["guide"]
    for word in itertools.islice(itertools.cycle(words), requests - pages):
        _get(f"{address}/search/?q={quote(word)}")
    return requests
