"""The site that is asked: something of each kind, and what addresses may name of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from guides.models import DigestItem, KnowledgePage
from tests import factories, files
from wiki.communities.models import CommunityPage, Gathering, JoinRequest, Membership
from wiki.communities.rights import Role
from wiki.communities.services.joining import invite
from wiki.digests.composing.services import edition_of
from wiki.feedback.models import Comment
from wiki.people.models import Profile, User
from wiki.syndication.models import SavedSearch, Webhook
from wiki.watch.models import Item, Source, Story


@dataclass(frozen=True)
class Site:
    """True values for the parts of addresses, by the word that stands before the part."""

    #: Numbers of rows; "" those of pages.
    numbers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    slugs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    people: tuple[str, ...] = ()

    def number(self, word: str) -> tuple[int, ...]:
        """Numbers that may stand after this word."""
        return self.numbers.get(word) or self.numbers.get("", ())

    def slug(self, word: str) -> tuple[str, ...]:
        """Short names that may stand after this word."""
        return self.slugs.get(word) or self.slugs.get("", ())


def made() -> tuple[Site, list[Client]]:
    """A community with something of everything, and browsers of people who know it."""
    section = factories.community()
    theme = factories.theme("Thème", slug="theme")
    guide = factories.guide(section, tags=["mot"], themes=[theme])
    note = factories.watch_note(section)
    factories.guide(section, title="Autre")
    factories.series(section)
    digest = factories.digest(section)
    edition_of(digest)
    item = DigestItem.objects.create(digest=digest, page=note, section="Veille")
    chief = factories.member(section, role=Role.FACILITATOR, first_name="Awa", last_name="Diallo")
    member = factories.member(section, first_name="Zoé", last_name="Éluard")
    expert = factories.member(section, role=Role.EXPERT)
    colleague = factories.user("colleague@example.org")
    root = User.objects.create_superuser("root@example.org", factories.PASSWORD)
    Profile.objects.create(person=member, words="veille", may_be_asked=True)
    request = JoinRequest.objects.create(community=section, person=colleague)
    invitation, link = invite(section, by=chief, max_uses=0)
    gathering = Gathering.objects.create(
        community=section, title="Réunion", starts_at=timezone.now() + timedelta(days=3)
    )
    comments = [
        Comment.objects.create(page_id=guide.pk, author=person, text="Merci")
        for person in (chief, member, root)
    ]
    source, story = _watched(section)
    channel = Webhook.objects.create(community=section, name="Canal", service="slack")
    searches = [
        SavedSearch.objects.create(person=person, name="Tout", query="q=x")
        for person in (chief, member, root)
    ]
    knowledge = KnowledgePage.objects.values_list("pk", flat=True)
    picture, document = files.picture(), files.document()
    for brought in (picture, document):  # Wagtail notes it when it is first read
        brought.get_file_size()
        brought.get_file_hash()
    site = Site(
        numbers={
            "": tuple(Page.objects.order_by("pk").values_list("pk", flat=True)),
            "on": tuple(knowledge), "members": _ids(Membership.objects.all()),
            "requests": (request.pk,), "invitations": (invitation.pk,),
            "meetings": (gathering.pk,), "comments": _ids(comments),
            "clip": (note.pk,), "notes": (note.pk,), "sources": (source.pk,),
            "inbox": (story.pk,), "channels": (channel.pk,), "searches": _ids(searches),
            "<slug:slug>": (digest.pk,), "correct": (item.pk,),
            "images": (picture.pk,), "documents": (document.pk,),
        },
        slugs={
            "": (section.slug,), "themes": (theme.slug,), "on": (theme.slug,), "tags": ("mot",),
            "following": ("page", "theme", "person", "community"),
            "invitation": (link.removeprefix(settings.SITE_URL).split("/")[-2],),
            "<feed_place:kind>": (section.slug, theme.slug, "guide"),
        },
        people=tuple(str(person.public_id) for person in (member, chief)),
    )  # fmt: skip
    return site, [_browser(who) for who in (None, colleague, member, expert, chief, root)]


def _ids(rows: Iterable[Membership | Comment | SavedSearch]) -> tuple[int, ...]:
    return tuple(row.pk for row in rows)


def _watched(section: CommunityPage) -> tuple[Source, Story]:
    now, address = timezone.now(), "https://veille.example/feed"
    source = Source.objects.create(community=section, address=address, title="Veille", dead_at=now)
    story = Story.objects.create(community=section, title="Nouvelle", dated_at=now)
    Item.objects.create(
        source=source, story=story, uid="1", address="https://veille.example/1",
        canonical_address="https://veille.example/1", title="Nouvelle", summary="Mots",
    )  # fmt: skip
    return source, story


def _browser(person: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    return client
