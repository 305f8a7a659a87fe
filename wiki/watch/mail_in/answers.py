"""Says by e-mail why a message became no note: silence would look like success."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.communities.mails import language_of
from wiki.feedback.errors import CommentRefused
from wiki.people.models import User
from wiki.watch.clipping.errors import ClipRefused
from wiki.watch.mail_in.message import Incoming
from wiki.watch.mail_in.outcomes import Outcome
from wiki.watch.models import MailAnswer

logger = logging.getLogger(__name__)

#: Answers to one person within a day: two programs that write to each other fall silent.
MOST, DAY = 3, timedelta(days=1)
#: A community that is hidden is named like one that does not exist.
_REASONS: Mapping[Outcome, str | Promise] = {
    Outcome.NO_COMMUNITY: gettext_lazy(
        "It does not say for which of your communities it is: write to the address of one."
    ),
    Outcome.NO_LINK: gettext_lazy(
        "There is no link in it: one begins with http:// or https:// and stands in the text."
    ),
}


def answer(
    person: User,
    message: Incoming,
    outcome: Outcome,
    *,
    refusal: ClipRefused | CommentRefused | None = None,
) -> bool:
    """Tell ``person``, whose account wrote the message, why there is no note; whether it was sent.

    ``refusal`` knows more than the outcome. A mail server that refuses changes nothing for the
    message received.
    """
    if _is_enough(person):
        return False
    with translation.override(language_of(person)):
        reason = refusal.told if refusal else _REASONS.get(outcome, ClipRefused().told)
        email = _email(person, message, str(reason))
    try:
        email.send()
    except (SMTPException, OSError):
        logger.warning("mail_in.not_answered", exc_info=True)
        return False
    return True


def _is_enough(person: User) -> bool:
    """Whether the person was answered often today; counted before the answer leaves."""
    before = timezone.now() - DAY
    MailAnswer.objects.filter(sent_at__lt=before).delete()
    if MailAnswer.objects.filter(person=person).count() >= MOST:
        return True
    MailAnswer.objects.create(person=person)
    return False


def _email(person: User, message: Incoming, reason: str) -> EmailMessage:
    context = {
        "reason": reason,
        "about": message.subject,
        "site_name": settings.SITE_NAME,
        "tools_url": settings.SITE_URL + reverse("watch:tools"),
    }
    headers = {"Auto-Submitted": "auto-replied"}
    if message.number:
        headers |= {"In-Reply-To": message.number, "References": message.number}
    return EmailMessage(
        subject=_("Not noted: %(about)s") % {"about": message.subject or _("your message")},
        body=render_to_string("watch/mail/not_noted.txt", context),
        to=[person.email],
        headers=headers,
    )
