"""OPML from elsewhere is read with care, and what we write is read back."""

import time

import pytest

from wiki.core.opml import MOST_OUTLINES, OpmlUnreadable, Outline, read_outlines, write_outlines

FEEDS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE opml>
<opml version="1.0"><head><title>Mine</title></head><body>
  <outline text="Practice">
    <outline type="rss" text="  A   blog " xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/>
    <outline title="A link" url="https://b.example/page"/>
    <outline text="Deeper"><outline XMLURL="https://c.example/rss"/></outline>
  </outline>
  <outline text="Nothing in it"/>
  <outline text="Alone" xmlUrl="https://d.example/feed"/>
</body></opml>"""


def test_feeds_and_links_are_read_with_their_folders() -> None:
    assert read_outlines(FEEDS.encode()) == [
        Outline("A blog", "https://a.example/feed", "https://a.example/", "Practice"),
        Outline("A link", "", "https://b.example/page", "Practice"),
        Outline("https://c.example/rss", "https://c.example/rss", "", "Deeper"),
        Outline("Alone", "https://d.example/feed", "", ""),
    ]


def test_what_is_written_is_read_back() -> None:
    outlines = [
        Outline("Été & <fils>", "https://a.example/?x=1&y=2", "https://a.example/", ""),
        Outline("A\x00 b\x1b \ud800", "https://b.example/feed", "", "Thème « un »"),
        Outline("A link", "", "https://c.example/", "Thème « un »"),
    ]
    again = read_outlines(write_outlines(outlines, title="Veille"))
    assert again[0] == outlines[0]
    assert again[1] == Outline("A b", "https://b.example/feed", "", "Thème « un »")
    assert again[2] == outlines[2]


@pytest.mark.parametrize(
    "content",
    [b"", b"words", b"<html></html>", b"<opml>", b"\xff\xfe\x00", b"<rss><channel/></rss>",
     b'<?xml version="1.0" encoding="martian"?><opml/>', b"x" * 6_000_000],
)  # fmt: skip
def test_what_is_no_opml_is_refused(content: bytes) -> None:
    with pytest.raises(OpmlUnreadable):
        read_outlines(content)


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">',
        '<!ENTITY c SYSTEM "file:///etc/passwd">',
        '<!ENTITY % c SYSTEM "http://127.0.0.1/x"> %c;',
    ],
)
def test_bombs_and_outside_entities_are_refused(declared: str) -> None:
    content = f'<!DOCTYPE opml [{declared}]><opml><body><outline text="&c;"/></body></opml>'
    with pytest.raises(OpmlUnreadable):
        read_outlines(content.encode())


def test_depth_and_number_are_bounded() -> None:
    start = time.monotonic()
    deep = b"<opml><body>" + b"<outline>" * 50_000 + b"</outline>" * 50_000 + b"</body></opml>"
    assert read_outlines(deep) == []
    many = b'<outline xmlUrl="http://a.example/"/>' * (MOST_OUTLINES + 10)
    assert len(read_outlines(b"<opml><body>" + many + b"</body></opml>")) == MOST_OUTLINES
    assert time.monotonic() - start < 3


def test_other_encodings_are_read() -> None:
    text = '<opml><body><outline text="Été" xmlUrl="http://a.example/"/></body></opml>'
    for encoding in ("latin-1", "utf-16"):
        declared = f'<?xml version="1.0" encoding="{encoding}"?>{text}'
        assert read_outlines(declared.encode(encoding))[0].title == "Été"
