"""Addresses that feeds name."""

import re
from urllib.parse import urljoin, urlsplit

from wiki.watch.models.source import LONGEST_ADDRESS

_NOT_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f-\x9f<>\"\\^`{|}\ud800-\udfff]")

_COMPLETE = ("https://", "http://")


def web_address(address: object, *, base: str = "") -> str:
    """The address in full; "" unless it is one of the web that we can keep."""
    if not isinstance(address, str) or not address.strip():
        return ""
    whole = address.strip()
    try:
        if not whole.startswith(_COMPLETE):
            whole = urljoin(base, whole)
        parts = urlsplit(whole)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or port == 0:
        return ""
    if parts.username is not None or _NOT_IN_ADDRESSES.search(whole):
        return ""
    return whole if len(whole) <= LONGEST_ADDRESS else ""
