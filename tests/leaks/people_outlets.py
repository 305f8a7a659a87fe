"""Outlets of communities, people, comments and notices: see ``outlets.py``."""

from datetime import date
from typing import Any

from django.core import mail
from django.urls import reverse
from django.utils import timezone

from guides.models import KnowledgePage
from tests.leaks.registry import Shown, Visit, bare, opens, said
from wiki.communities.models import PinnedPage
from wiki.feedback.models import Comment
from wiki.notifications.kinds import KINDS, Channel
from wiki.notifications.models import Follow, Notice
from wiki.notifications.sending import gather_daily, send_due
from wiki.people.models import Profile, User

SCREENS = (
    "communities:door", "communities:join", "communities:leave", "communities:withdraw",
    "communities:members", "communities:export", "communities:requests",
    "communities:invitations", "communities:settings", "communities:gatherings",
    "communities:gathering_new", "communities:pins", "communities:life", "guides:handover",
    "guides:merge_community", "guides:begin_page",
)  # fmt: skip


@opens(*SCREENS)
def community_screens(visit: Visit) -> Shown:
    """Whoever may not know of a community gets what a community that does not exist answers."""
    shown = Shown()
    for community in visit.world.communities:
        name = visit.world.random.choice(SCREENS)
        if community.pk not in visit.oracle.pages:
            continue
        address = reverse(name, args=[visit.oracle.pages[community.pk].slug])
        nowhere = reverse(name, args=["nothing-here"])
        response = visit.get(address)
        shown.texts.append(said(response, address))
        if community.pk not in visit.oracle.known:
            same = bare(response, address) == bare(visit.get(nowhere), nowhere)
            shown.counts.append((f"{address} differs", int(not same), 0))
    return shown


@opens(
    "communities:todo", "my_pages", "guides:open_community", "profiles:mine", "profiles:preview",
    "notifications:settings",
)  # fmt: skip
def own_screens(visit: Visit) -> Shown:
    """What waits, one's own pages, one's own profile."""
    names = ("communities:todo", "my_pages", "guides:open_community", "profiles:mine",
             "profiles:preview", "notifications:settings")  # fmt: skip
    return Shown([visit.text(reverse(name)) for name in names])


@opens("directory:people", "profiles:person")
def people(visit: Visit) -> Shown:
    """The directory, and what pages tell of the people who answer for them."""
    somebody = User.objects.filter(is_active=True).order_by("pk")
    for each in somebody:
        Profile.objects.get_or_create(person=each)
    owner = somebody[0]
    ids = [page.pk for page in visit.pages()]
    KnowledgePage.objects.filter(pk__in=ids).update(owner=owner)
    texts = [visit.text(reverse("directory:people"))]
    texts += [visit.text(each.get_absolute_url()) for each in somebody]
    return Shown(texts)


@opens("guides:move_page", "feedback:write", "feedback:people")
def acts_on_pages(visit: Visit) -> Shown:
    """What one does with a page by its number: a closed page is no page."""
    shown = Shown()
    for page in visit.pages():
        for name in ("guides:move_page", "feedback:write", "feedback:people"):
            address, nowhere = (reverse(name, args=[pk]) for pk in (page.pk, 999_999))
            response = visit.get(address)
            shown.texts.append(said(response, address))
            if page.pk not in visit.oracle.readable and not visit.oracle.in_cms(page.pk):
                same = bare(response, address) == bare(visit.get(nowhere), nowhere)
                shown.counts.append((f"{address} differs", int(not same), 0))
    return shown


@opens()
def comments(visit: Visit) -> Shown:
    """Readers' words under a page are for the page's readers."""
    shown = Shown()
    for page in visit.pages():
        if not KnowledgePage.objects.filter(pk=page.pk).exists():
            continue
        author = User.objects.order_by("pk").first()
        Comment.objects.create(page_id=page.pk, author=author, text=f"bov{visit.code(page.pk)}")
        shown.texts.append(visit.text(page.get_url() or "/x/"))
    return shown


@opens()
def pins(visit: Visit) -> Shown:
    """Pages that a community shows first."""
    for community in visit.world.communities:
        for page in visit.pages(most=2):
            PinnedPage.objects.get_or_create(community=community, page=page)
    found = (visit.oracle.pages.get(each.pk) for each in visit.world.communities)
    return Shown([visit.text(each.get_url() or "/x/") for each in found if each is not None])


def _tell(visit: Visit, channel: Channel) -> None:
    """Notices of each kind about pages and communities, from a time when they were open."""
    kinds = list(KINDS)
    targets: list[dict[str, Any]] = [{"page_id": page.pk} for page in visit.pages()]
    targets += [{"community_id": each.pk} for each in visit.world.communities]
    for number, target in enumerate(targets):
        Notice.objects.create(
            recipient=visit.viewer, kind=visit.world.random.choice(kinds), event=f"e{number}",
            channel=channel, actor=User.objects.order_by("pk").first(), **target,
        )  # fmt: skip


@opens("notifications:notices")
def notices(visit: Visit) -> Shown:
    """Notices on the site, and how many wait."""
    if not visit.viewer.is_authenticated:
        return Shown()
    _tell(visit, Channel.SITE)
    return Shown([visit.text(reverse("notifications:notices")), visit.text("/about/")])


@opens()
def letters(visit: Visit) -> Shown:
    """E-mails at once and of the day, made when they leave."""
    if not visit.viewer.is_authenticated:
        return Shown()
    before = len(mail.outbox)
    _tell(visit, Channel.NOW)
    _tell_daily(visit)
    send_due(now=timezone.now())
    own = [letter for letter in mail.outbox[before:] if visit.viewer.email in letter.to]
    return Shown([f"{letter.subject} {letter.body} {letter.alternatives}" for letter in own])


def _tell_daily(visit: Visit) -> None:
    for page in visit.pages():
        Notice.objects.create(
            recipient=visit.viewer, kind="page_new", event=f"d{page.pk}", channel=Channel.DAILY,
            page_id=page.pk,
        )  # fmt: skip
    gather_daily(date.today())


@opens("notifications:following", "notifications:follow")
def following(visit: Visit) -> Shown:
    """What one followed while one could read it; and following by number."""
    shown = Shown()
    if visit.viewer.is_authenticated:
        for page in visit.pages():
            if KnowledgePage.objects.filter(pk=page.pk).exists():
                Follow.objects.create(follower=visit.viewer, page_id=page.pk)
        for each in visit.world.communities:
            Follow.objects.get_or_create(follower=visit.viewer, community_id=each.pk)
    shown.texts.append(visit.text(reverse("notifications:following")))
    for page in visit.pages(most=2):
        address, nowhere = (
            reverse("notifications:follow", args=["page", pk]) for pk in (page.pk, 999_999)
        )
        response = visit.client.post(address)
        shown.texts.append(said(response, address))
        if page.pk not in visit.oracle.readable:
            same = bare(response, address) == bare(visit.client.post(nowhere), nowhere)
            shown.counts.append((f"{address} differs", int(not same), 0))
    return shown
