"""Private addresses: made, read, taken back.

The secret in an address is the row's key signed with the site's own: the database alone
opens nothing, and the person can be shown the address again.
"""

from datetime import date

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from wiki.people.models import User
from wiki.syndication.models import FeedToken

_SALT = "syndication.feeds"
KEY_LENGTH = 24


def token_of(person: User) -> FeedToken | None:
    """The address in use, if there is one (one query)."""
    return FeedToken.objects.filter(person=person, revoked_at=None).first()


def secret_of(token: FeedToken) -> str:
    """What stands in the address."""
    return _signer().sign(token.key)


@transaction.atomic
def make_token(person: User) -> FeedToken:
    """A new address for the person; the one before no longer opens anything."""
    revoke_token(person)
    return FeedToken.objects.create(person=person, key=get_random_string(KEY_LENGTH))


@transaction.atomic
def revoke_token(person: User) -> None:
    """No private address opens anything any more. Safe to repeat."""
    FeedToken.objects.filter(person=person, revoked_at=None).update(revoked_at=timezone.now())


def read_secret(secret: str) -> FeedToken | None:
    """The address that this is, with its person; None when it opens nothing (one query)."""
    try:
        key = _signer().unsign(secret)
    except signing.BadSignature:
        return None
    rows = FeedToken.objects.filter(key=key, revoked_at=None, person__is_active=True)
    return rows.select_related("person").first()


def note_use(token: FeedToken, today: date) -> None:
    """Remember the day; one write a day at most."""
    if token.last_used != today:
        FeedToken.objects.filter(pk=token.pk).update(last_used=today)


def _signer() -> signing.Signer:
    # « ~ » stands for itself in an address, and in no key.
    return signing.Signer(salt=_SALT, sep="~")
