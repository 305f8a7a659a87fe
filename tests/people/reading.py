"""What stands on a page."""

from typing import Any

from bs4 import BeautifulSoup


def main(response: Any) -> Any:
    """The part of the page that is its own."""
    return BeautifulSoup(response.content, "html.parser").main
