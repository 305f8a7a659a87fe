"""What is read of an answer: decompressed by pieces, up to a limit."""

from urllib3.response import BaseHTTPResponse

from wiki.core.fetching.errors import TooLarge, Unreadable

#: What we ask for. Others would need libraries of their own, each with its bombs.
ACCEPTED_ENCODINGS = "gzip, deflate"
_READ = {"", "identity", "gzip", "x-gzip", "deflate"}
#: Bytes decompressed at once: what a bomb can make us hold beyond the limit.
PIECE = 64 * 1024


def read_body(response: BaseHTTPResponse, *, limit: int) -> bytes:
    """The decompressed body. Raises TooLarge beyond ``limit`` bytes, Unreadable."""
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in _READ:  # compressed several times, too: nobody does who means well
        raise Unreadable
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and (len(announced) > 15 or int(announced) > limit):
        raise TooLarge
    pieces, size = [], 0
    for piece in response.stream(PIECE, decode_content=True):
        size += len(piece)
        if size > limit:
            raise TooLarge
        pieces.append(piece)
    return b"".join(pieces)
