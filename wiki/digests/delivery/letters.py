"""A mailing as an e-mail: made once for all who get the same, then addressed to each.

The text part and the HTML part say the same. No picture, no counted link, nothing that
tells us whether somebody reads.
"""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guides.digest_items import ShownSection, in_sections
from wiki.core.dates import date_format
from wiki.core.typography import french
from wiki.digests.delivery.contents import Portion, Sheet
from wiki.digests.delivery.editorial import NOTHING, Editorial
from wiki.digests.models import DigestSettings, Mailing

Kind = Mailing.Kind
#: Stand in the common text for what is each reader's own; nobody can have written them.
GREETING, STOP = (f"{name}{secrets.token_hex(8)}" for name in ("greeting", "stop"))


@dataclass(frozen=True, slots=True)
class Told:
    """One digest in a letter, as the templates show it."""

    title: str
    language: str
    url: str
    community: str
    editorial: Editorial
    sections: list[ShownSection]


@dataclass(frozen=True, slots=True)
class Letter:
    """What all who may read the same get; ``key`` tells it from the mailing's other letters."""

    key: str
    items: tuple[int, ...]
    digests: tuple[int, ...]
    subject: str
    text: str
    html: str
    headers: dict[str, str]
    reply_to: str
    #: The community that the link at the foot stops; None for all.
    community: int | None
    language: str


def letter_key(portions: Sequence[Portion], language: str) -> str:
    """The same for readers who get the same."""
    ids = [(portion.leaf.digest.pk, [item.pk for item in portion.items]) for portion in portions]
    return hashlib.sha256(repr((language, ids)).encode()).hexdigest()


def letter_of(sheet: Sheet, portions: Sequence[Portion], *, language: str) -> Letter:
    """The letter in this language, from what may be told."""
    with translation.override(language):
        return _letter(sheet, portions, language)


def _letter(sheet: Sheet, portions: Sequence[Portion], language: str) -> Letter:
    mailing, first = sheet.mailing, portions[0]
    correction = mailing.kind == Kind.CORRECTION
    single = mailing.kind != Kind.PERIOD or mailing.community_id is not None
    community = first.leaf.community if single else None
    told = [_told(sheet, portion, correction=correction) for portion in portions]
    context = {
        "heading": _heading(mailing, told),
        "told": told,
        "merged": mailing.kind == Kind.PERIOD,
        "correction": correction,
        "greeting": GREETING,
        "stop_url": f"{settings.SITE_URL}{reverse('digests:stop', args=[STOP])}",
        "choices_url": f"{settings.SITE_URL}{reverse('digests:mine')}",
        "community": community.title if community else "",
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "language": language,
    }
    place = community.title if community else settings.SITE_NAME
    text = re.sub(r"\n{3,}", "\n\n", render_to_string("digests/mail/letter.txt", context))
    return Letter(
        key=letter_key(portions, language),
        items=tuple(item.pk for portion in portions for item in portion.items),
        digests=tuple(portion.leaf.digest.pk for portion in portions),
        subject=_one_line(f"[{place}] {context['heading']}"),
        text=text.strip() + "\n",
        html=render_to_string("digests/mail/letter.html", context),
        headers={
            "List-Id": f"<{community.slug + '.' if community else ''}digests.{_host()}>",
            # Out-of-office answers are for people (RFC 3834).
            "Auto-Submitted": "auto-generated",
        },
        reply_to=_reply_to(community.pk) if community else "",
        community=community.pk if community else None,
        language=language,
    )


def _told(sheet: Sheet, portion: Portion, *, correction: bool) -> Told:
    digest, community = portion.leaf.digest, portion.leaf.community
    return Told(
        title=digest.title,
        language=digest.language,
        url=f"{settings.SITE_URL}{reverse('guides:go', args=[digest.pk])}",
        community=community.title if community else "",
        editorial=NOTHING if correction else sheet.editorial(digest),
        sections=in_sections(portion.items),
    )


def _heading(mailing: Mailing, told: Sequence[Told]) -> str:
    title = french(told[0].title) if told[0].language == "fr" else told[0].title
    if mailing.kind == Kind.CORRECTION:
        return _("Correction: %(title)s") % {"title": title}
    if mailing.kind == Kind.DIGEST or len(told) == 1:
        return title
    total = ngettext("%(n)d digest", "%(n)d digests", len(told)) % {"n": len(told)}
    day = date_format(mailing.day, "DATE_FORMAT") if mailing.day else ""
    return _("%(total)s, %(day)s") % {"total": total, "day": day}


def _reply_to(community: int) -> str:
    rows = DigestSettings.objects.filter(community=community)
    return rows.values_list("reply_to", flat=True).first() or ""


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _one_line(text: str) -> str:
    return re.sub(r"\s*[\r\n\t]+\s*", " ", text)
