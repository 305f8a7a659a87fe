"""A digest, its subscribers, and the plain loop that its sending is compared with."""

import resource
import time
from random import Random
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.mail import get_connection, send_mail
from django.utils import timezone
from wagtail.models import PageViewRestriction

from guides.models import (
    DigestIndexPage,
    DigestItem,
    DigestPage,
    WatchIndexPage,
    WatchNotePage,
)
from home.models import HomePage
from tests.bench.words import vocabulary
from wiki.communities.models import CommunityPage
from wiki.digests.delivery.contents import Wants, sheet_of
from wiki.digests.delivery.letters import letter_of
from wiki.digests.delivery.sending import Limits, send_waiting
from wiki.digests.models import Delivery, Edition, Mailing, Subscription
from wiki.people.models import User

#: Items that differ from right to right; as many bits tell the rights apart.
DIFFERING = 6
_random, _words = Random(6), vocabulary()


def sentence(words: int) -> str:
    """So many French words, the same in every run."""
    return f"{' '.join(_random.choices(_words, k=words)).capitalize()}."


def gather(*, people: int, rights: int, items: int) -> None:
    """A community with notes that some groups read, a digest of them, subscribers in groups."""
    home = HomePage.objects.get()
    community = CommunityPage(title="Veille commune", slug="veille-commune", summary="Essai.")
    home.add_child(instance=community)
    watch = WatchIndexPage(title="Veille", slug="veille")
    community.add_child(instance=watch)
    letters = DigestIndexPage(title="Lettres", slug="lettres")
    community.add_child(instance=letters)
    groups = [Group.objects.create(name=f"Cercle {number}") for number in range(rights)]
    digest = DigestPage(title="Lettre", slug="lettre", summary="Essai.")
    digest.editorial = [("markdown", sentence(60))]
    now = timezone.now()
    digest.first_published_at = digest.last_published_at = now
    letters.add_child(instance=digest)
    for number in range(items):
        note = WatchNotePage(
            title=f"Note {number} {sentence(8)}"[:200], slug=f"note-{number}", summary="Essai.",
            means_for_us=[("text", f"<p>{sentence(30)}</p>")],
        )  # fmt: skip
        watch.add_child(instance=note)
        if number < DIFFERING:
            closed = PageViewRestriction.objects.create(
                page=note, restriction_type=PageViewRestriction.GROUPS
            )
            closed.groups.set(group for place, group in enumerate(groups, 1) if place >> number & 1)
        DigestItem.objects.create(
            digest=digest, page=note, word=sentence(25), section=f"Thème {number // 5}",
            position=number,
        )  # fmt: skip
    Edition.objects.create(digest=digest, stage=Edition.Stage.SENT, sent_at=now)
    crowd = User.objects.bulk_create(
        User(email=f"abonne{number}@example.org", first_name="Abonnée") for number in range(people)
    )
    User.groups.through.objects.bulk_create(
        User.groups.through(user_id=person.pk, group_id=groups[number % rights].pk)
        for number, person in enumerate(crowd)
    )
    Subscription.objects.bulk_create(
        Subscription(person=person, community=community) for person in crowd
    )


def _server(port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def begin() -> str:
    """A new mailing, nothing of it sent; gives the folder of the site, for other processes."""
    Mailing.objects.all().delete()
    Mailing.objects.create(kind=Mailing.Kind.DIGEST, digest=DigestPage.objects.get())
    return str(settings.VAR_DIR)


def send(*, port: int, most: int | None = None) -> dict[str, Any]:
    """Send, as the command does: messages, seconds, and the most memory held so far (MB)."""
    _server(port)
    began = time.perf_counter()
    tally = send_waiting(Limits(messages=most))
    return {
        "sent": tally.sent,
        "seconds": time.perf_counter() - began,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "renderings": Mailing.objects.get().renderings.count(),
    }


def send_plainly(*, port: int, count: int, one_connection: bool) -> float:
    """``send_mail`` in a loop, with the words made beforehand; seconds."""
    _server(port)
    sheet = sheet_of(Mailing.objects.get())
    portions = sheet.portions(frozenset({"login"}), Wants(everything=True))
    letter = letter_of(sheet, portions, language="fr")
    people = list(User.objects.filter(first_name="Abonnée").values_list("email", flat=True)[:count])
    began = time.perf_counter()
    connection = get_connection() if one_connection else None
    if connection is not None:
        connection.open()
    for email in people:
        send_mail(
            letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [email],
            html_message=letter.html, connection=connection,
        )  # fmt: skip
    if connection is not None:
        connection.close()
    return time.perf_counter() - began


def outcomes() -> dict[str, Any]:
    """How many messages of each state, and whose outcome nobody knows."""
    unknown = Delivery.objects.filter(state=Delivery.State.UNKNOWN)
    return {
        "sent": Delivery.objects.filter(state=Delivery.State.SENT).count(),
        "unknown": list(unknown.values_list("person__email", flat=True)),
        "others": Delivery.objects.exclude(
            state__in=[Delivery.State.SENT, Delivery.State.UNKNOWN]
        ).count(),
    }
