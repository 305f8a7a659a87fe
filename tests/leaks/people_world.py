"""The people of a random site: who belongs where, what they wrote, and what waits for whom."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from wagtail.models import Page

from guides.models import KnowledgePage
from tests import factories
from tests.leaks.world import EVERYWHERE, World
from wiki.communities.keeping import keep_people_in_step
from wiki.communities.models import JoinRequest, Membership
from wiki.communities.rights import Role
from wiki.core.models import Theme
from wiki.people.models import Profile, Seen, User

#: What all people are called: whoever types it asks for everybody.
CALLED = "Personne"
#: A member who was asked to review, beside those who may by their role.
REVIEWER = "reviewer"
OUTSIDERS = ("colleague", "grouped")


def add_people(world: World) -> None:
    """A visitor, colleagues, members in each role, a reviewer, and somebody with every right."""
    accounts = _accounts()
    accounts["grouped"].groups.set(world.random.sample(world.groups, world.random.randint(1, 2)))
    factories.let_write_everywhere("Moderators", publish=world.random.random() < 0.5)
    _memberships(world, accounts)
    _profiles(world, accounts)
    _authors(world, list(accounts.values()))
    _requests(world, [accounts[name] for name in OUTSIDERS])
    _review(world, list(accounts.values()))
    _lock(world, list(accounts.values()))
    world.people = [AnonymousUser(), *accounts.values()]


def _accounts() -> dict[str, User]:
    names = (*OUTSIDERS, *(role.value for role in Role), REVIEWER, "root")
    made = [
        User(
            email=f"{name}@example.org", first_name=CALLED, last_name=name.capitalize(),
            is_superuser=name == "root", is_staff=name == "root",
        )
        for name in names
    ]  # fmt: skip
    return dict(zip(names, User.objects.bulk_create(made), strict=True))


def _memberships(world: World, accounts: dict[str, User]) -> None:
    """Without the signals of each row: the groups of each community are filled once."""
    random, rows = world.random, []
    for name in (*(role.value for role in Role), REVIEWER):
        most = min(2, len(world.communities))
        for community in random.sample(world.communities, random.randint(1, most)):
            role = Role.MEMBER if name == REVIEWER else Role(name)
            rows.append(
                Membership(
                    community=community, person=accounts[name], role=role, reviews=name == REVIEWER
                )
            )
    Membership.objects.bulk_create(rows)
    for community in {row.community.pk: row.community for row in rows}.values():
        keep_people_in_step(community)


def _profiles(world: World, accounts: dict[str, User]) -> None:
    """Most people may be asked about what stands in every page, and about a theme."""
    random = world.random
    made = Profile.objects.bulk_create(
        Profile(
            person=person, words=EVERYWHERE, may_be_asked=random.random() < 0.7,
            communities_seen=random.choice(list(Seen)),
        )
        for person in accounts.values()
    )  # fmt: skip
    asked_about, themes = Profile.themes.through, list(Theme.objects.order_by("pk"))
    asked_about.objects.bulk_create(
        asked_about(profile=profile, theme=random.choice(themes)) for profile in made
    )


def _authors(world: World, accounts: list[User]) -> None:
    """Pages have owners and co-authors, who may be unable to read them by now."""
    random, wrote = world.random, KnowledgePage.co_authors.through
    for page in world.pages:
        page.owner = random.choice([None, *accounts])
        Page.objects.filter(pk=page.pk).update(owner=page.owner)
    wrote.objects.bulk_create(
        wrote(knowledgepage_id=page.pk, user=random.choice(accounts))
        for page in world.pages
        if random.random() < 0.3
    )


def _requests(world: World, outsiders: list[User]) -> None:
    """Somebody asked to join, maybe at a time when one could know of the community."""
    states = [JoinRequest.State.WAITING, JoinRequest.State.WAITING, JoinRequest.State.DECLINED]
    JoinRequest.objects.bulk_create(
        JoinRequest(
            community=community, person=world.random.choice(outsiders), message="Bonjour",
            state=world.random.choice(states),
        )
        for community in world.communities
    )  # fmt: skip


def _review(world: World, accounts: list[User]) -> None:
    """One page waits for its review; a draft where there is one."""
    pages: list[Any] = [page for page in world.pages if not page.live] or world.pages
    if not pages:
        return
    page = Page.objects.get(pk=world.random.choice(pages).pk).specific
    author = page.owner or world.random.choice(accounts)
    page.save_revision(user=author)
    workflow = page.get_workflow()
    if workflow is not None:
        workflow.start(page, author)


def _lock(world: World, accounts: list[User]) -> None:
    """Somebody locked a page, maybe at a time when they worked there."""
    if world.pages:
        page, person = world.random.choice(world.pages), world.random.choice(accounts)
        now = timezone.now()
        Page.objects.filter(pk=page.pk).update(locked=True, locked_by=person, locked_at=now)
