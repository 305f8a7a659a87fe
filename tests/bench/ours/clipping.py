"""Links noted by somebody, on a site with notes already."""

from django.conf import settings
from django.test import Client
from django.test.utils import override_settings

from guides.models import WatchNotePage
from guides.services import open_sections
from tests.bench.progress import steps
from tests.bench.timing import clock
from wiki.communities.models import CommunityPage, Membership
from wiki.notifications.quiet import quietly
from wiki.people.models import User
from wiki.watch.clipping.services import clip

PERSON = "veilleuse@example.org"
#: As in production: what is missing is read by the worker, after the answer.
QUEUED = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


def gather(*, notes: int) -> None:
    """A community with a member and so many notes."""
    community = CommunityPage.objects.order_by("pk")[0]
    open_sections(community)
    person = User.objects.create_user(PERSON, first_name="Une", last_name="Veilleuse")
    Membership.objects.create(person=person, community=community)
    with override_settings(TASKS=QUEUED), quietly():
        for number in steps(range(notes), "ours: notes", unit="note"):
            clip(
                person, community, address=f"https://example.org/ancienne/{number}",
                means_for_us="Pour mémoire.", title=f"Une note d’essai, la numéro {number}",
            )  # fmt: skip


def note(*, count: int) -> list[float]:
    """Milliseconds from the sent form to the answer that leads to the note, ``count`` times."""
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    client.force_login(User.objects.get(email=PERSON))
    community = CommunityPage.objects.order_by("pk")[0]
    told = []
    with override_settings(TASKS=QUEUED):
        for number in range(count):
            data = {
                "address": f"https://example.org/neuve/{number}?utm_source=essai",
                "community": community.slug,
                "means_for_us": "À essayer à la prochaine réunion.",
                "title": f"Quelque chose de neuf, essai {number}",
                "anyway": "1",
            }
            with clock() as span:
                answer = client.post("/watch/clip/", data)
            assert answer.status_code == 302, answer.status_code
            told.append(span.seconds * 1000)
            assert client.get(answer["Location"]).status_code == 200
    assert WatchNotePage.objects.live().count() >= count
    return told
