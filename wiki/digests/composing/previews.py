"""A digest as it will arrive, before it is sent: for its author's eyes."""

import logging
from dataclasses import dataclass
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from wagtail.users.models import UserProfile

from guides.models import DigestPage
from wiki.communities.audience import viewer_tokens
from wiki.digests.delivery.addressed import Addressed, form_of
from wiki.digests.delivery.contents import Wants, sheet_of
from wiki.digests.delivery.letters import letter_of
from wiki.digests.delivery.readers import Reader
from wiki.digests.errors import EnoughTests, NothingInIt, NotTaken
from wiki.digests.models import Mailing
from wiki.people.limits import within_limit
from wiki.people.models import User

logger = logging.getLogger(__name__)
#: Test messages that one person may have sent in an hour.
MOST_TESTS, HOUR = 30, 3600


@dataclass(frozen=True, slots=True)
class Preview:
    """The message as this person would get it."""

    subject: str
    text: str
    html: str


def preview(draft: DigestPage, person: User) -> Preview:
    """What would arrive. Raises NothingInIt."""
    message = _message(draft, person)
    html = message.alternatives[0][0]
    return Preview(str(message.subject), str(message.body), str(html))


def send_test(draft: DigestPage, person: User) -> None:
    """The message to its author alone, now. Raises NothingInIt, EnoughTests, NotTaken."""
    if not within_limit("digests.test", str(person.pk), most=MOST_TESTS, seconds=HOUR):
        raise EnoughTests
    message = _message(draft, person)
    message.subject = f"[Test] {message.subject}"
    # A mail program shows one message of each number: every test gets another one.
    message.extra_headers.pop("Message-ID")
    try:
        message.send()
    except (SMTPException, OSError) as error:
        logger.warning("digests.test_failed", extra={"reason": type(error).__name__})
        raise NotTaken from error


def _message(draft: DigestPage, person: User) -> EmailMultiAlternatives:
    mailing = Mailing(kind=Mailing.Kind.DIGEST, digest=draft)
    sheet = sheet_of(mailing, drafts=[draft])
    portions = sheet.portions(viewer_tokens(person), Wants(everything=True))
    if not portions:
        raise NothingInIt
    letter = letter_of(sheet, portions, language=language_of(person))
    reader = Reader(
        email=person.email,
        name=person.first_name,
        language=letter.language,
        tokens=frozenset(),
        wants=Wants(),
        key=("p", person.pk),
    )
    return Addressed(form_of(letter), reader, delivery=0).email()


def language_of(person: User) -> str:
    """The language that the person chose, or the site's (one query)."""
    chosen = UserProfile.objects.filter(user=person).values_list("preferred_language", flat=True)
    found = chosen.first() or ""
    return found if found in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
