"""What a browser or a phone hands over when somebody shares a page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse

from wiki.watch.clipping.services import LONGEST_ADDRESS
from wiki.watch.clipping.words import LONGEST_SUMMARY, LONGEST_TITLE, clean

_LINK = re.compile(r"https?://[^\s<>\"'«»]+", re.IGNORECASE)
#: Marks that end a sentence rather than an address.
_AFTER = ".,;:!?…"
#: More text is no title nor selection, but somebody's mistake.
MOST_READ = 20_000


@dataclass(frozen=True, slots=True)
class Shared:
    """An address with what was said of it; each may be ""."""

    address: str = ""
    title: str = ""
    text: str = ""


#: Opens a window of ours beside the page, which no policy of the page forbids: it loads
#: nothing into it. A selection is cut where a summary ends.
_BOOKMARKLET = """
(function(){var e=encodeURIComponent,d=document;
window.open('%(form)s?window=1&url='+e(location.href)+'&title='+e(d.title)+
'&text='+e(String(window.getSelection?getSelection():'').slice(0,%(longest)s)),
'recueil_clip','width=600,height=820,scrollbars=yes,resizable=yes')})()
"""


def bookmarklet() -> str:
    """The address of a bookmark that notes the page on which it is clicked."""
    form = f"{settings.SITE_URL}{reverse('watch:clip')}"
    program = _BOOKMARKLET % {"form": form, "longest": LONGEST_SUMMARY}
    return "javascript:" + quote(program.replace("\n", ""), safe="(){}[]=,.:;?&+'/*")


def links_in(text: str) -> list[str]:
    """The web addresses in a text, in order, each once."""
    found = (_trimmed(link) for link in _LINK.findall(text))
    return list(dict.fromkeys(link for link in found if len(link) <= LONGEST_ADDRESS))


def shared(values: Mapping[str, str]) -> Shared:
    """From ``url``, ``title`` and ``text``: many phones put the address into the text."""
    given = (str(values.get(name, "")) for name in ("url", "title", "text"))
    url, title, text = (words[:MOST_READ].replace("\x00", "") for words in given)
    address = next(iter(links_in(url) or links_in(text) or links_in(title)), url.strip())
    if not url.strip():
        title, text = title.replace(address, " "), text.replace(address, " ")
    said = clean(text, LONGEST_SUMMARY)
    name = clean(title, LONGEST_TITLE)
    return Shared(address[:LONGEST_ADDRESS], name, "" if said == name else said)


def _trimmed(link: str) -> str:
    link = link.rstrip(_AFTER)
    # « (see https://example.org/a) »: the bracket is the sentence's, unless it opens inside.
    for opening, closing in ("()", "[]"):
        while link.endswith(closing) and link.count(closing) > link.count(opening):
            link = link[:-1].rstrip(_AFTER)
    return link
