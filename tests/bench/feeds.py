"""Feeds as blogs have them, and the server on loopback that offers them."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path
from random import Random

from tests.bench.words import vocabulary

#: Words of a summary and of a whole article.
SUMMARY, ARTICLE = 40, 300


def write_feeds(folder: Path, *, feeds: int, items: int, whole: bool) -> None:
    """So many files; ``whole``: each item carries its article too, as most blogs do."""
    folder.mkdir(exist_ok=True)
    random, words = Random(7), vocabulary()
    for number in range(feeds):
        entries = "".join(_item(random, words, number, place, whole) for place in range(items))
        (folder / f"{number}.xml").write_text(
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>Blog {number}</title><link>https://blog{number}.example/</link>"
            f"<description>Un blog</description>{entries}</channel></rss>",
            encoding="utf-8",
        )


def _item(random: Random, words: list[str], feed: int, place: int, whole: bool) -> str:
    title = " ".join(random.choices(words, k=9)).capitalize()
    link = f"https://blog{feed}.example/{place}/?utm_source=rss"
    moment = datetime.now(UTC) - timedelta(hours=place)
    text = _paragraph(random, words, SUMMARY)
    article = "".join(_paragraph(random, words, 60) for _ in range(ARTICLE // 60))
    content = f"<content:encoded><![CDATA[{article}]]></content:encoded>" if whole else ""
    return (
        f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>{format_datetime(moment)}</pubDate>"
        f"<description><![CDATA[{text}]]></description>{content}</item>"
    )


def _paragraph(random: Random, words: list[str], count: int) -> str:
    chosen = random.choices(words, k=count)
    chosen[3] = f"<strong>{chosen[3]}</strong>"
    chosen[9] = f'<a href="https://example.org/{chosen[8]}">{chosen[9]}</a>'
    return f"<p>{' '.join(chosen)}.</p>"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which the files of the folder stand, with validators."""
    files = {f"/{path.name}": path.read_bytes() for path in folder.iterdir()}
    tags = {name: f'"{sha256(body).hexdigest()[:16]}"' for name, body in files.items()}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            same = self.headers.get("If-None-Match") == tags[self.path]
            body = b"" if same else files[self.path]
            self.send_response(304 if same else 200)
            self.send_header("ETag", tags[self.path])
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Nothing: the bench's own lines are read."""

    class Server(http.server.ThreadingHTTPServer):
        # With the usual 5, a ninth asker at once waits a second for its turn.
        request_queue_size = 128

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
