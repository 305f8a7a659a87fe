"""The memory that the demo's server holds once people have read and searched."""

import itertools
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import ProxyHandler, build_opener

from tests.bench.memory_use import megabytes
from tests.bench.progress import say, steps
from tests.bench.results import Line, Target
from tests.bench.sides import CannotMeasureError, Workspace
from tests.bench.worker import clean_environment

ROOT = Path(__file__).resolve().parents[3]
HOST = "127.0.0.1"
MOST_MEGABYTES = 300
REQUESTS = 200
SEARCHES = 60
START_LIMIT = 300  # seconds, for a machine that is busy
#: Addresses that are no page of the site.
ELSEWHERE = ("/cms/", "/documents/", "/media/", "/static/", "/account/", "/language/", "/search/")

_open = build_opener(ProxyHandler({})).open


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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def _demo(var_dir: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The demo on a free port, ended afterwards."""
    say("memory: load the demo and start its server")
    var_dir.mkdir()
    port = _free_port()
    with (var_dir / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", str(port)],
            cwd=ROOT, env=clean_environment(str(var_dir)), stdout=log, stderr=log,
        )  # fmt: skip
    address = f"http://{HOST}:{port}"
    try:
        _wait(server, address, log=var_dir / "server.log")
        yield server, address
    finally:
        server.terminate()
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait(server: subprocess.Popen[bytes], address: str, *, log: Path) -> None:
    end = time.monotonic() + START_LIMIT
    while time.monotonic() < end:
        if server.poll() is not None:
            last = log.read_text(errors="replace").strip().splitlines()[-1:]
            raise CannotMeasureError(f"the demo did not start: {' '.join(last)}")
        try:
            _open(f"{address}/healthz", timeout=5).close()
        except (URLError, OSError):
            time.sleep(0.5)
        else:
            return
    raise CannotMeasureError(f"the demo did not answer within {START_LIMIT} s")


def _get(address: str) -> str:
    """The page; "" when the server refuses it, which a crawl may meet."""
    try:
        with _open(address, timeout=60) as response:
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
