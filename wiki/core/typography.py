"""French typography of running text: spaces that do not break, and the apostrophe.

The rules are those of the Imprimerie nationale: a narrow no-break space before
; ! ?, a no-break space before : and inside « ». Applying them twice changes nothing.
"""

import re
from itertools import zip_longest

from wiki.core.html import NavigableString, Tag, parse, text_runs, written

NARROW = "\u202f"
WIDE = "\u00a0"
_SPACES = "[ \u00a0\u202f\u2009]"

#: Kept as they are: addresses, e-mails, entities, :emoji: codes.
_KEPT = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,20}://|www\.)[^\s<>«»]+|[\w.+-]+@[\w-]+\.[\w.-]+|&#?\w{1,31};"
    r"|(?<!\S):[a-z0-9_+-]+:(?!\S)",
    re.IGNORECASE,
)
#: Stands for what is kept; a character of no language, taken out of texts that hold it.
_KEPT_MARK = "\ue000"
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[\w«“\"])")
_ELISION = re.compile(r"(?<![^\W\d_])([ldjmntscç]|(?:jus|lors|puis|quoi|pres|quel)?qu)'$", re.I)
#: A mark ends its word: a space, the end or another mark follows.
_AFTER = r"(?=[\s;:!?.,…»”)\]\"’]|$)"
_HIGH = re.compile(rf"(?<=[^\s;:!?.…(\[«]){_SPACES}*([;!?]){_AFTER}")
_HIGH_SPACED = re.compile(rf"(?<=\S){_SPACES}+([;!?]){_AFTER}")
_COLON = re.compile(rf"(?<=[\w)\]»”’%€°\"]){_SPACES}*:(?=[\s]|$)")
_COLON_SPACED = re.compile(rf"(?<=\S){_SPACES}+:(?=[\s]|$)")
_OPENING = re.compile(rf"«{_SPACES}*(?=\S)")
_CLOSING = re.compile(rf"(?<=\S){_SPACES}*»")
_NUMBER = re.compile(r"(?<![^\W_])([nN][º°]) (?=\d)")
_UNIT = re.compile(r"(?<=\d) (?=[%€](?!\w))")


def _words(text: str) -> str:
    text = _APOSTROPHE.sub("’", text)
    text = _ELISION.sub(r"\1’", text)
    text = _OPENING.sub(f"«{WIDE}", text)
    text = _CLOSING.sub(f"{WIDE}»", text)
    text = _HIGH.sub(rf"{NARROW}\1", text)
    text = _HIGH_SPACED.sub(rf"{NARROW}\1", text)
    text = _COLON.sub(f"{WIDE}:", text)
    text = _COLON_SPACED.sub(f"{WIDE}:", text)
    text = _NUMBER.sub(rf"\1{WIDE}", text)
    return _UNIT.sub(WIDE, text)


def french(text: str, *, before: str = "", after: str = "") -> str:
    """``text`` with French spaces and apostrophes.

    ``before`` and ``after`` are the characters that stand around it on the page, when it
    is cut from a longer run (« <b>Attention</b> : »); they are not part of the result.
    """
    if not text:
        return text
    # Addresses become one private character each, so that the marks around them are seen.
    kept: list[str] = []

    def put_away(found: re.Match[str]) -> str:
        whole = found[0]
        address = whole if whole[0] in ":&" else whole.rstrip(".,;:!?)")
        kept.append(address)
        return _KEPT_MARK + whole[len(address) :]

    run = _KEPT.sub(put_away, before + text.replace(_KEPT_MARK, "") + after)
    pieces = iter(kept)
    run = re.sub(_KEPT_MARK, lambda _found: next(pieces), _words(run))
    return run[len(before) : len(run) - len(after)]


def french_tree(tree: Tag) -> None:
    """Sets the running text of ``tree`` in French typography, in place."""
    runs = list(text_runs(tree))
    before = ""
    for run, following in zip_longest(runs, runs[1:]):
        text = str(run.node)
        follows_on = following is not None and following.block is run.block
        if not run.verbatim and not run.interface and run.language in {"", "fr"}:
            after = str(following.node)[:1] if follows_on else ""
            changed = french(text, before=before, after=after)
            if changed != text:
                run.node.replace_with(NavigableString(changed))
                text = changed
        before = text[-1:] if follows_on else ""


def french_html(html: str) -> str:
    """An HTML fragment with its running text in French typography."""
    tree = parse(html)
    french_tree(tree)
    return written(tree)
