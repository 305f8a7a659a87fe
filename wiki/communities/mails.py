"""E-mails of communities: an invitation to an address."""

from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.users.models import UserProfile

from wiki.communities.models import Invitation
from wiki.communities.signals import invited
from wiki.people.models import User

LANGUAGES = frozenset(dict(settings.LANGUAGES))


@receiver(invited)
def _invited(sender: type, *, invitation: Invitation, link: str, **kwargs: Any) -> None:
    # The link passes through the queue: only the account with the address can use it.
    transaction.on_commit(partial(send_invitation.enqueue, invitation.pk, link))


@task()
def send_invitation(invitation_id: int, link: str) -> bool:
    """Send it, unless it was withdrawn meanwhile; whether it was sent."""
    found = Invitation.objects.select_related("community", "invited_by").filter(pk=invitation_id)
    invitation = found.first()
    if invitation is None or not invitation.email or not invitation.is_usable:
        return False
    with translation.override(language_of(invitation.invited_by)):
        message_for(invitation, link=link).send()
    return True


def language_of(person: User | None) -> str:
    """The language that this person reads in, else the site's (one query)."""
    profile = UserProfile.objects.filter(user=person).first() if person else None
    preferred = profile.preferred_language if profile else ""
    return preferred if preferred in LANGUAGES else settings.LANGUAGE_CODE


def message_for(invitation: Invitation, *, link: str) -> EmailMultiAlternatives:
    """The message in the active language: the same words as text and as HTML."""
    community, inviter = invitation.community, invitation.invited_by
    context = {
        "title": community.title,
        "summary": community.summary,
        "inviter": inviter.display_name if inviter else "",
        "link": link,
        "email": invitation.email,
        "until": invitation.expires_at,
        "site_name": settings.SITE_NAME,
        "language": translation.get_language(),
    }
    subject = _("Invitation to the community “%(title)s”") % context
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split()),  # a header is one line
        body=render_to_string("communities/mails/invitation.txt", context),
        to=[invitation.email],
    )
    html = render_to_string("communities/mails/invitation.html", context)
    message.attach_alternative(html, "text/html")
    return message
