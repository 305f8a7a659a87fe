"""Notices as an e-mail: a text part and an HTML part that say the same."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.users.models import UserProfile

from wiki.core.dates import date_format
from wiki.core.typography import french
from wiki.notifications.lines import Line, lines
from wiki.notifications.models import Delivery, Notice
from wiki.notifications.services.wishes import DAILY, unsubscribe_token


def language_of(delivery: Delivery) -> str:
    """The language that the person chose, or the site's (one query)."""
    profiles = UserProfile.objects.filter(user=delivery.recipient_id)
    chosen = profiles.values_list("preferred_language", flat=True).first()
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def message(delivery: Delivery, notices: Sequence[Notice]) -> EmailMultiAlternatives:
    """The e-mail of these notices, of which there is one at least."""
    with translation.override(language_of(delivery)):
        return _message(delivery, lines(notices))


def _message(delivery: Delivery, told: Sequence[Line]) -> EmailMultiAlternatives:
    what = DAILY if delivery.day else told[0].kind
    token = unsubscribe_token(delivery.recipient_id, what)
    stop = settings.SITE_URL + reverse("notifications:unsubscribe", args=[token])
    context = {
        "lines": told,
        "daily": bool(delivery.day),
        "heading": _heading(delivery, told),
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "language": translation.get_language(),
        "stop_url": stop,
        "settings_url": settings.SITE_URL + reverse("notifications:settings"),
    }
    email = EmailMultiAlternatives(
        subject=_subject(delivery, told),
        body=render_to_string("notifications/mail/message.txt", context),
        to=[delivery.recipient.email],
        headers={
            # The same for every try, so that a server that took it once can tell.
            "Message-ID": f"<notices-{delivery.pk}@{urlsplit(settings.SITE_URL).hostname}>",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    html = render_to_string("notifications/mail/message.html", context)
    email.attach_alternative(html, "text/html")
    return email


def _heading(delivery: Delivery, told: Sequence[Line]) -> str:
    if not delivery.day:
        return told[0].sentence
    return ngettext("%(n)s piece of news for you", "%(n)s pieces of news for you", len(told)) % {
        "n": len(told)
    }


def _subject(delivery: Delivery, told: Sequence[Line]) -> str:
    if delivery.day:
        day = date_format(delivery.day, "DATE_FORMAT")
        said = _("%(heading)s, %(day)s") % {"heading": _heading(delivery, told), "day": day}
    elif told[0].title:
        title = french(told[0].title) if told[0].language == "fr" else told[0].title
        said = _("%(sentence)s: %(title)s") % {"sentence": told[0].sentence, "title": title}
    else:
        said = told[0].sentence
    # One line, whatever a title holds.
    return re.sub(r"[\r\n\t]+", " ", f"[{settings.SITE_NAME}] {said}")
