"""Outlets of sources and inboxes: see ``outlets.py``. They are for members alone."""

from django.urls import reverse
from django.utils import timezone

from tests.leaks.registry import Shown, Visit, bare, opens, said
from wiki.communities.models import CommunityPage, Membership
from wiki.watch.models import Item, Remark, Source, Story, StoryState, Watcher
from wiki.watch.triage.rota import monday_of

SCREENS = (
    "watch:inbox", "watch:sources", "watch:coverage", "watch:rota", "watch:add_source",
    "watch:import_sources", "watch:export_sources",
)  # fmt: skip
#: By POST alone, without a number.
ACTS = ("watch:ignore_stories", "watch:undo_last")
#: Of one story, of one source.
ON_STORIES = (
    "watch:story", "watch:keep_story", "watch:assign_story", "watch:remark_story",
    "watch:ignore_story", "watch:undo_story",
)  # fmt: skip
ON_SOURCES = ("watch:source", "watch:remove_source", "watch:retry_source")


def _watched(community: CommunityPage, code: str) -> tuple[Source, Story]:
    """A source and a story of the community, told by the words of its own page."""
    now, name = timezone.now(), f"bov{code}"
    # Dead: trying it again must not ask the network.
    source = Source.objects.create(
        community=community, address=f"https://{name}.example/feed", title=name, dead_at=now
    )
    story = Story.objects.create(community=community, title=name, dated_at=now)
    Item.objects.create(
        source=source, story=story, uid=name, address=f"https://{name}.example/",
        canonical_address=f"https://{name}.example", title=name, summary=name,
    )  # fmt: skip
    member = Membership.objects.filter(community=community).first()
    if member is not None:
        Remark.objects.create(story=story, author=member.person, text=name)
        Watcher.objects.create(
            community=community, person=member.person, monday=monday_of(timezone.localdate())
        )
    return source, story


def _belongs(visit: Visit, community: CommunityPage) -> bool:
    if not visit.viewer.is_authenticated:
        return False
    mine = Membership.objects.filter(community=community, person=visit.viewer)
    return visit.viewer.is_superuser or mine.exists()


@opens(*SCREENS, *ACTS, *ON_STORIES, *ON_SOURCES)
def inboxes(visit: Visit) -> Shown:
    """What a community watches is told to its members; others get what does not exist."""
    shown = Shown()
    for community in visit.world.communities:
        page = CommunityPage.objects.filter(pk=community.pk).first()
        if page is None:
            continue
        source, story = _watched(page, visit.code(page.pk))
        pick = visit.world.random.choice
        for name, numbers in (
            (pick(SCREENS), ()), (pick(ACTS), ()), (pick(ON_STORIES), (story.pk,)),
            (pick(ON_SOURCES), (source.pk,)),
        ):  # fmt: skip
            address = reverse(name, args=[page.slug, *numbers])
            nowhere = reverse(name, args=["nothing-here", *numbers])
            posts = name in ACTS or (bool(numbers) and "_" in name)
            ask = visit.client.post if posts else visit.client.get
            answer = ask(address)
            # What it says of one's own community would stand on the next screen.
            visit.client.cookies.pop("messages", None)
            text = said(answer, address)
            if _belongs(visit, page):
                # The words of one's own community's watch are no leak of its pages.
                text = text.replace(f"bov{visit.code(page.pk)}", "")
                visit.get("/about/")  # shows what the act has to say, once
            else:
                same = bare(answer, address) == bare(ask(nowhere), nowhere)
                shown.counts.append((f"{address} differs", int(not same), 0))
            shown.texts.append(text)
    return shown


@opens()
def weeks_and_stories_given(visit: Visit) -> Shown:
    """What waits in inboxes counts for members alone, also once they have left."""
    if not visit.viewer.is_authenticated:
        return Shown()
    for community in visit.world.communities:
        page = CommunityPage.objects.filter(pk=community.pk).first()
        if page is None:
            continue
        _source, story = _watched(page, visit.code(page.pk))
        Story.objects.filter(pk=story.pk).update(state=StoryState.NEW, assigned_to=visit.viewer)
        Watcher.objects.filter(community=page).update(person=visit.viewer)
    return Shown([visit.text(reverse("communities:todo"))])
