"""A message as it came, reduced to what a note needs."""

import re
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser

from lxml import html as lxml_html
from lxml.etree import LxmlError

from wiki.watch.clipping.sharing import links_in
from wiki.watch.clipping.words import LONGEST_TITLE, LONGEST_WORDS, clean
from wiki.watch.mail_in.senders import is_forged, is_verified

#: A link and a few words are small; attachments are none of ours.
MAX_BYTES = 1024 * 1024
#: Characters of a body that are looked at.
MOST_READ = 50_000
_REPLY = re.compile(r"^(?:(?:re|fwd?|tr|rép|rv)\s*:\s*)+", re.IGNORECASE)
#: Where one's own words end: the signature, a message that is answered or passed on.
_END = re.compile(
    r"^(?:--\s?$|-{2,}\s*(?:original message|message d.origine|forwarded message)|_{10,}\s*$)",
    re.IGNORECASE | re.MULTILINE,
)
#: What the library's parsers of headers and parts raise for what breaks their rules.
BROKEN = (MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError)
_NUMBER = re.compile(r"<[!-;=?-~]{1,240}>")
_TO = ("Delivered-To", "X-Original-To", "To", "Cc")


@dataclass(frozen=True, slots=True)
class Incoming:
    """What is kept of a message; ``link`` is "" when there is none."""

    sender: str
    to: tuple[str, ...]
    subject: str
    words: str
    link: str
    #: Sent by a program: an absence, a list, a bounce, ourselves.
    automatic: bool
    #: The receiving server found that the sender is somebody else.
    forged: bool
    #: It found that the sender is who it says; asked for where the settings name the server.
    verified: bool
    #: Its Message-ID, for an answer; "" when there is none that could be one.
    number: str


class MessageUnreadable(Exception):  # noqa: N818  (named after the situation)
    """Too large, or no message."""


def read_message(content: bytes, *, server: str = "") -> Incoming:
    """The message; ``server`` is the name under which the house's mail server verifies senders.

    Raises MessageUnreadable.
    """
    if len(content) > MAX_BYTES:
        raise MessageUnreadable
    try:
        message = BytesParser(policy=policy.default).parsebytes(content)
        body = _body(message)
        senders = _addresses(message, "From")
        to = tuple(each for name in _TO for each in _addresses(message, name))
        subject = _REPLY.sub("", clean(_header(message, "Subject"), LONGEST_TITLE))
        sender = senders[0] if len(senders) == 1 else ""
        automatic, forged = _is_automatic(message), is_forged(message)
        verified = bool(server) and is_verified(message, sender, by=server)
        number = _number(message)
    except BROKEN as error:
        raise MessageUnreadable from error
    links = links_in(body) or links_in(subject)
    link = links[0] if links else ""
    return Incoming(
        sender=sender,
        to=to,
        subject="" if link in subject and link else subject,
        words=_own_words(body, link),
        link=link,
        automatic=automatic,
        forged=forged,
        verified=verified,
        number=number,
    )


def _header(message: EmailMessage, name: str) -> str:
    return str(message.get(name, ""))


def _number(message: EmailMessage) -> str:
    """As it was sent: the library's parser breaks on odd ones, which say nothing of the rest."""
    sent = (str(value) for name, value in message.raw_items() if name.lower() == "message-id")
    number = next(sent, "").strip()
    return number if _NUMBER.fullmatch(number) else ""


def _addresses(message: EmailMessage, name: str) -> list[str]:
    found: list[str] = []
    for header in message.get_all(name, []):
        addresses: tuple[Address, ...] = getattr(header, "addresses", ())
        if addresses:
            found += [each.addr_spec.lower() for each in addresses if each.domain]
        elif "@" in str(header):  # Delivered-To and the like have no parser of their own
            found.append(str(header).strip(" <>\t").lower())
    return found


def _body(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    payload = part.get_payload(decode=True)
    content = payload[:MAX_BYTES] if isinstance(payload, bytes) else b""
    text = _decoded(content, part.get_content_charset() or "utf-8")[:MOST_READ]
    if part.get_content_type() == "text/html":
        text = _words_of(text)
    return text.replace("\x00", "")


def _words_of(html: str) -> str:
    """The words of an HTML body, line by line, each link before its words."""
    try:
        tree = lxml_html.document_fromstring(html)
    except (LxmlError, ValueError, AssertionError):
        return ""
    for link in tree.iter("a"):
        address = str(link.get("href", ""))
        if address.startswith(("http://", "https://")) and address not in (link.text or ""):
            link.text = f" {address} {link.text or ''}"
    for element in tree.iter("br", "p", "div", "li", "tr"):
        element.tail = f"\n{element.tail or ''}"
    lines = (" ".join(line.split()) for line in tree.text_content().splitlines())
    return "\n".join(lines).strip()


def _decoded(content: bytes, charset: str) -> str:
    for name in (charset, "utf-8", "cp1252"):
        try:
            return content.decode(name)
        except (LookupError, UnicodeError):
            continue
    return content.decode("utf-8", "replace")


def _own_words(body: str, link: str) -> str:
    """What the person says, without the link, the signature and what is quoted."""
    own = _END.split(body, maxsplit=1)[0]
    lines = [line for line in own.splitlines() if not line.lstrip().startswith(">")]
    text = "\n".join(lines).replace(link, "") if link else "\n".join(lines)
    return re.sub(r"\n{3,}", "\n\n", text.replace("<>", "")).strip()[:LONGEST_WORDS]


def _is_automatic(message: EmailMessage) -> bool:
    said = _header(message, "Auto-Submitted").lower().partition(";")[0].strip()
    precedence = _header(message, "Precedence").strip().lower()
    return (
        said not in {"", "no"}
        or precedence in {"bulk", "junk", "list", "auto_reply"}
        or _header(message, "Return-Path").strip() == "<>"
        or any(name in message for name in ("X-Autoreply", "X-Autorespond", "List-Id", "X-Loop"))
        or message.get_content_type() in {"multipart/report", "message/delivery-status"}
    )
