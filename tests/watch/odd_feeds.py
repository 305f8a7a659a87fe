"""Feeds as the web has them: malformed, hostile, or only odd."""

import gzip
import json
from dataclasses import dataclass
from typing import Any

from tests.watch.sites import ATOM, JSON, RSS, Reply, item, rss
from wiki.watch.models import Trouble

ENTITIES = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 10))
BOMB = (
    f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY b0 "boum">{ENTITIES}]>'
    "<rss version='2.0'><channel><title>&b9;</title></channel></rss>"
)
THREE = [item("Un"), item("Deux"), item("Trois")]


def atom(*entries: str, root: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" {root}>'
        f"<title>Un carnet</title>{''.join(entries)}</feed>"
    ).encode()


def entry(inside: str, *, link: str = "https://carnet.example/1") -> str:
    return f'<entry><id>tag:carnet,2026:{link}</id><link href="{link}"/>{inside}</entry>'


def json_feed(*items: Any, **values: Any) -> Reply:
    whole = {"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": list(items)}
    return Reply(json.dumps({**whole, **values}).encode(), JSON)


@dataclass(frozen=True)
class Odd:
    """A feed, and what should come of it: titles, the newest first, or a trouble."""

    name: str
    reply: Reply
    titles: tuple[str, ...] = ()
    trouble: Trouble | None = None


def _feed(name: str, body: bytes, *titles: str, kind: str = RSS) -> Odd:
    return Odd(name, Reply(body, kind), titles)


def _bad(name: str, body: bytes, trouble: Trouble, kind: str = RSS) -> Odd:
    return Odd(name, Reply(body, kind), trouble=trouble)


MALFORMED = [
    _feed("cut in the middle", rss(*THREE)[:-90], "Un", "Deux", "Trois"),
    _feed("bare ampersand", rss(item("Sel & poivre")), "Sel & poivre"),
    _feed("unknown entity", rss(item("Un&nbsp;espace")), "Un espace"),
    _feed("blank line before", b"\n\n  " + rss(item("Un")), "Un"),
    _feed("words before", b"Warning: mysql_connect()" + rss(item("Un")), "Un"),
    _feed("tags crossed", rss("<item><title>Un</item></title>" + item("Deux")), "Deux"),
    _feed("control characters", rss(item("Un\x01\x02 mot")), "Un mot"),
    _feed("latin-1 said to be utf-8", rss(item("Été")).decode().encode("latin-1"), "Été"),
    _feed("windows-1252", rss(item("L’été")).decode().replace("utf-8", "windows-1252")
          .encode("windows-1252"), "L’été"),
    _feed("unknown encoding", rss(item("Un")).replace(b"utf-8", b"klingon"), "Un"),
    _feed("html in the title", rss(item("<![CDATA[<b>Un</b> <i>mot</i>]]>")), "Un mot"),
    _feed("no title", rss(item("", text="Seulement des mots", link="https://e.org/1")),
          "Seulement des mots"),
    _feed("no title, no words", rss(item("", text="", link="https://e.org/1")), "https://e.org/1"),
    _feed("half an utf-16", rss(item("Un")).decode().replace("utf-8", "utf-16").encode("utf-16"),
          "Un"),
]  # fmt: skip

ODD = [
    _feed("no date", rss(item("Un", date="")), "Un"),
    _feed("date of the future", rss(item("Un", date="Mon, 23 Nov 2099 10:00:00 GMT")), "Un"),
    _feed("date of nobody", rss(item("Un", date="hier vers midi")), "Un"),
    _feed("date out of range", rss(item("Un", date="Mon, 99 Nov 99999 10:00:00 GMT")), "Un"),
    _feed("same name twice", rss(item("Un", guid="1"), item("Une copie", guid="1")), "Un"),
    _feed("relative links", rss(item("Un", link="/un?a=1")), "Un"),
    _feed("no link but a permalink",
          rss("<item><title>Un</title><guid>https://e.org/1</guid></item>"), "Un"),
    _feed("no link at all", rss("<item><title>Un</title></item>", item("Deux")), "Deux"),
    _feed("a podcast", rss("<item><title>Un</title><enclosure url='https://e.org/1.mp3' "
                           "type='audio/mpeg' length='1'/></item>"), "Un"),
    _feed("empty", rss()),
    _feed("rss 0.91 with its dtd", b'<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" '
          b'"http://my.netscape.com/publish/formats/rss-0.91.dtd">'
          b'<rss version="0.91"><channel><title>T</title><item><title>Un</title>'
          b"<link>https://e.org/1</link></item></channel></rss>", "Un"),
    _feed("rdf", b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
          b'xmlns="http://purl.org/rss/1.0/"><channel><title>T</title></channel>'
          b"<item><title>Un</title><link>https://e.org/1</link></item></rdf:RDF>", "Un"),
    _feed("atom, title in xhtml", atom(entry('<title type="xhtml"><div xmlns="http://www.w3.org/'
          '1999/xhtml">Un <em>mot</em></div></title>')), "Un mot", kind=ATOM),
    _feed("atom, plain title with a sign", atom(entry("<title>1 &lt; 2</title>")), "1 < 2",
          kind=ATOM),
    _feed("atom with a base", atom(entry("<title>Un</title>", link="1"),
          root='xml:base="https://carnet.example/"'), "Un", kind=ATOM),
    _feed("said to be a page", rss(item("Un")), "Un", kind="text/html"),
    _feed("said to be nothing", rss(item("Un")), "Un", kind=""),
    Odd("compressed", Reply(gzip.compress(rss(item("Un"))), headers={"Content-Encoding": "gzip"}),
        ("Un",)),
    Odd("json feed", json_feed({"id": "1", "url": "https://e.org/1", "title": "Un"}), ("Un",)),
    Odd("json feed, names are numbers", json_feed({"id": 7, "url": "https://e.org/7"}),
        ("https://e.org/7",)),
    Odd("json feed of wrong types", json_feed(
        None, 3, [], {"id": {}, "url": 5}, {"id": "1", "url": "https://e.org/1", "title": ["x"],
        "authors": "moi", "content_html": "<p>Un <b>mot</b></p>", "date_published": 12},
        title={"a": 1}), ("Un mot",)),
]  # fmt: skip

HOSTILE = [
    _bad("entity bomb", BOMB.encode(), Trouble.DANGEROUS),
    _bad("entity bomb in utf-16", BOMB.encode("utf-16"), Trouble.DANGEROUS),
    _bad("entity that reads a file", b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
         b"<rss><channel><item><title>&x;</title></item></channel></rss>", Trouble.DANGEROUS),
    _bad("utf-7", BOMB.replace("?>", ' encoding="utf-7"?>', 1).encode("utf-7"), Trouble.DANGEROUS),
    _bad("name of a file", b"/etc/passwd", Trouble.NOT_A_FEED),
    _bad("address elsewhere", b"http://127.0.0.1:1/feed", Trouble.NOT_A_FEED),
    _bad("a page", b"<!doctype html><html><body><h1>Bonjour</h1></body></html>",
         Trouble.NOT_A_FEED, "text/html"),
    _bad("nothing", b"", Trouble.NOT_A_FEED),
    _bad("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), Trouble.NOT_A_FEED),
    _bad("json that is no feed", b'{"error": "no"}', Trouble.NOT_A_FEED, JSON),
    _bad("json nested without end", b'{"a":' + b"[" * 200_000, Trouble.NOT_A_FEED, JSON),
    _bad("heap of tags", b"<rss><channel>" + b"<a " * 150_000, Trouble.TOO_LARGE),
    _bad("heap of entries", b"<rss><channel>" + b"<item/>" * 50_000, Trouble.TOO_LARGE),
    _bad("too large", rss(item("Un", text="x" * 4_000_000)), Trouble.TOO_LARGE),
    _feed("script in the title", rss(item("&lt;script&gt;alert(1)&lt;/script&gt;Un")), "Un"),
    _feed("link that runs", rss(item("Un", link="javascript:alert(1)"), item("Deux")), "Deux"),
    _feed("link with a password", rss(item("Un", link="https://a:b@e.org/"), item("Deux")), "Deux"),
    _feed("link to a file", rss(item("Un", link="file:///etc/passwd"), item("Deux")), "Deux"),
    _feed("title without end", rss(item("long " * 5_000, link="https://e.org/1")),
          ("long " * 60)[:299].rstrip() + "…"),
    _feed("text turned round", rss(item("Un \u202egnp.exe")), "Un gnp.exe"),
    _feed("link that is too long", rss(item("Un", link="https://e.org/" + "x" * 3000),
          item("Deux")), "Deux"),
]  # fmt: skip

ALL = [*MALFORMED, *ODD, *HOSTILE]
