"""Forty communities, two thousand people, and what is asked on their behalf."""

from django.core.management import call_command
from django.urls import reverse
from django.utils.text import slugify

from guides.models import GuideIndexPage, GuidePage
from home.models import HomePage
from tests.bench.progress import steps
from tests.bench.timing import clock
from wiki.communities.keeping import keep_in_step
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Role
from wiki.core.background import settle
from wiki.people.models import User

MEMBER, EDITOR, FACILITATOR = (
    f"{name}@example.org" for name in ("membre", "experte", "animatrice")
)
#: Communities of each of the crowd.
THEIRS = 4


def gather(*, communities: int, people: int, own: int) -> None:
    """Communities beside those of the empty site, people spread over them, three to sign in as."""
    call_command("collectstatic", interactive=False, verbosity=0)  # the CMS's files too
    home = HomePage.objects.get()
    for number in range(CommunityPage.objects.count(), communities):
        page = CommunityPage(
            title=f"Communauté {number}", slug=slugify(f"communaute {number}"), summary="Essai."
        )
        home.add_child(instance=page)
        page.add_child(instance=GuideIndexPage(title="Guides", slug="guides"))
    User.objects.bulk_create(
        User(email=f"personne{number}@example.org", first_name="Personne", last_name=str(number))
        for number in range(people)
    )
    places = list(CommunityPage.objects.order_by("pk"))
    crowd = User.objects.filter(first_name="Personne").order_by("pk")
    rows = [
        Membership(person=person, community=places[(number + 7 * turn) % len(places)])
        for number, person in enumerate(crowd)
        for turn in range(THEIRS)
    ]
    for email, role in (
        (MEMBER, Role.MEMBER),
        (EDITOR, Role.EXPERT),
        (FACILITATOR, Role.FACILITATOR),
    ):
        person = User.objects.create_user(email, first_name="Une", last_name=str(role))
        rows += [Membership(person=person, community=place, role=role) for place in places[:own]]
    Membership.objects.bulk_create(rows)  # no signal: the groups are filled once, below
    for place in steps(places, "ours: keep communities in step", total=len(places)):
        keep_in_step(place)


def addresses() -> dict[str, str]:
    """The pages that are asked for."""
    first = CommunityPage.objects.order_by("pk")[0]
    index = GuideIndexPage.objects.child_of(first).get()
    return {
        "home": "/",
        "index": index.get_url(),
        "explorer": reverse("wagtailadmin_explore", args=[index.pk]),
        "list": reverse("knowledge:index"),
    }


def publish(*, count: int) -> list[float]:
    """Milliseconds of saving and publishing a change of each of ``count`` guides."""
    told = []
    for page in GuidePage.objects.order_by("pk")[:count]:
        page.summary = f"{page.summary[:300]} Changé."
        with clock() as span:
            page.save_revision().publish()
        told.append(span.seconds * 1000)
        settle()
    return told
