"""A letter to one reader: as Django's message, or as the bytes that a mail server takes.

Making a message of many headers anew for each of ten thousand people costs more than sending
it. The bytes are made once for each letter, with marks where a reader's own words go.
"""

import secrets
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from wiki.digests.delivery.letters import GREETING, STOP, Letter
from wiki.digests.delivery.readers import Reader
from wiki.digests.delivery.tokens import message_id, stop_token

#: Marks of the headers; nobody can have written them.
_TO = f"to{secrets.token_hex(8)}@example.org"
_ID = f"<id{secrets.token_hex(8)}@example.org>"
_DATE = f"date{secrets.token_hex(8)}"
_GREETING_HTML = f"greeting{secrets.token_hex(8)}"
#: How often each mark stands in whole bytes: in a header, in the text, in the HTML.
_MARKS = {_TO: 1, _ID: 1, _DATE: 1, STOP: 3, GREETING: 1, _GREETING_HTML: 1}


@dataclass(frozen=True, slots=True)
class Form:
    """A letter with marks instead of a reader's own words; ``wire`` is b"" where that cannot be."""

    letter: Letter
    wire: bytes


def form_of(letter: Letter) -> Form:
    """Made once for all who get the letter."""
    message = _message(
        letter, to=_TO, number=_ID, token=STOP, greeting=GREETING, greeting_html=_GREETING_HTML
    )
    message.extra_headers["Date"] = _DATE
    wire = _bytes(message)
    # Words that cannot go as they are (a line of a thousand letters) are encoded as a whole.
    whole = all(wire.count(mark.encode()) == times for mark, times in _MARKS.items())
    return Form(letter, wire if whole else b"")


@dataclass(frozen=True, slots=True)
class Addressed:
    """One message: to whom, and under which number."""

    form: Form
    reader: Reader
    delivery: int

    def email(self) -> EmailMultiAlternatives:
        """As Django's message."""
        greeting = greeting_for(self.reader.name, self.form.letter.language)
        return _message(
            self.form.letter,
            to=self.reader.email,
            number=message_id(self.delivery),
            token=self._token,
            greeting=greeting,
            greeting_html=escape(greeting),
        )

    def wire(self) -> bytes:
        """As a mail server takes it."""
        plain = self.reader.email.isascii() and len(self.reader.email.split()) == 1
        if not self.form.wire or not plain:
            return _bytes(self.email())
        greeting = greeting_for(self.reader.name, self.form.letter.language)
        own = {
            _TO: self.reader.email,
            _ID: message_id(self.delivery),
            _DATE: formatdate(),
            STOP: self._token,
            GREETING: greeting,
            _GREETING_HTML: escape(greeting),
        }
        found = self.form.wire
        for mark, words in own.items():
            found = found.replace(mark.encode(), words.encode())
        return found

    @property
    def _token(self) -> str:
        return stop_token(self.reader.key, self.form.letter.community)


def _bytes(email: EmailMultiAlternatives) -> bytes:
    built: Any = email.message()
    whole: bytes = built.as_bytes(linesep="\r\n")
    return whole


def _message(
    letter: Letter, *, to: str, number: str, token: str, greeting: str, greeting_html: str
) -> EmailMultiAlternatives:
    stop = f"{settings.SITE_URL}{reverse('digests:stop', args=[token])}"
    email = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text.replace(STOP, token).replace(GREETING, greeting),
        to=[to],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={
            **letter.headers,
            # The same for every try, so that a server that took it once can tell.
            "Message-ID": number,
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    html = letter.html.replace(STOP, token).replace(GREETING, greeting_html)
    email.attach_alternative(html, "text/html")
    return email


def greeting_for(name: str, language: str) -> str:
    """How a letter begins."""
    with translation.override(language):
        name = " ".join(name.split())
        return _("Hello %(name)s,") % {"name": name} if name else _("Hello,")
