"""Feeds of which a page tells, however broken the page."""

from wiki.watch.sources.discovery import LOOKED_AT, feeds_named

ADDRESS = "https://example.org/blog/"


def test_what_the_head_declares() -> None:
    page = b"<head><link rel=alternate type='application/atom+xml' href=/news.atom title=News>"
    assert [(each.address, each.title) for each in feeds_named(page, address=ADDRESS)] == [
        ("https://example.org/news.atom", "News")
    ]


def test_links_that_look_like_feeds_stand_in() -> None:
    page = b"<base href='https://other.example/'><a href='rss.xml'>RSS</a> <a href='a'>A</a>"
    found = [each.address for each in feeds_named(page, address=ADDRESS)]
    assert found == ["https://other.example/rss.xml"]


def test_a_page_made_to_keep_us_busy_is_looked_through() -> None:
    """Python's own parser takes hours for each of them."""
    for piece in (b"<a ", b"<a href=x>", b"<!", b"</a", b"<link "):
        assert not list(feeds_named(piece * (LOOKED_AT // len(piece)), address=ADDRESS))
