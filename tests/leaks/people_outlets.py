"""Outlets of people, their accounts, comments and notices: see ``outlets.py``."""

import io
import zipfile
from datetime import date
from typing import Any

from django.core import mail
from django.urls import reverse
from django.utils import timezone

from guides.models import KnowledgePage
from tests.leaks.oracle import Oracle
from tests.leaks.people_world import CALLED
from tests.leaks.registry import Shown, Visit, bare, opens, said
from tests.leaks.world import EVERYWHERE
from wiki.feedback.models import Comment
from wiki.notifications.kinds import IN_CMS, KINDS, Channel
from wiki.notifications.models import Follow, Notice
from wiki.notifications.sending import gather_daily, send_due
from wiki.people.knowing import Knower
from wiki.people.models import User

OWN_SCREENS = (
    "communities:todo", "my_pages", "guides:open_community", "profiles:mine", "profiles:preview",
    "notifications:settings", "people:account", "people:data",
)  # fmt: skip


@opens(*OWN_SCREENS)
def own_screens(visit: Visit) -> Shown:
    """What waits, one's own pages, one's own profile, one's account."""
    names = visit.world.random.sample(OWN_SCREENS, 5)
    return Shown([visit.text(reverse(name)) for name in names])


@opens("people:copy")
def own_data(visit: Visit) -> Shown:
    """The copy of one's data: all that one wrote and did, also where one reads no more."""
    shown = Shown()
    if not visit.viewer.is_authenticated:
        return Shown([said(visit.client.post(reverse("people:copy")))])
    for page in visit.pages():
        if KnowledgePage.objects.filter(pk=page.pk).exists():
            Follow.objects.create(follower=visit.viewer, page_id=page.pk)
            Comment.objects.create(page_id=page.pk, author=visit.viewer, text="Merci")
    mine = [each for each in visit.oracle.pages.values() if each.owner_id == visit.viewer.pk]
    drafts = {each.pk for each in mine if not each.live}
    shown.told |= {code for code, pk in visit.world.codes.items() if pk in drafts}
    _tell(visit, Channel.SITE)
    copy = visit.client.post(reverse("people:copy")).content
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        shown.texts = [f"{name}\n{archive.read(name).decode()}" for name in archive.namelist()]
    return shown


@opens("directory:people", "profiles:person")
def people(visit: Visit) -> Shown:
    """The directory, and what pages tell of the people who answer for them."""
    directory = reverse("directory:people")
    texts = [visit.text(directory), visit.text(directory, {"q": EVERYWHERE})]
    somebody = visit.world.random.sample(visit.world.people[1:], 4)
    texts += [visit.text(each.get_absolute_url()) for each in somebody]
    return Shown(texts)


@opens()
def who_knows(visit: Visit) -> Shown:
    """People to ask at the end of pages and of empty searches, with pages as the evidence."""
    shown = Shown()
    addresses = [page.get_url() or "/x/" for page in visit.pages(most=2)]
    answers = [visit.get(address) for address in addresses]
    # Words that stand everywhere, where nothing is left of what they find.
    asked = {"q": EVERYWHERE, "year": "1901"}
    answers.append(visit.get(reverse("search:results"), asked))
    for address, answer in zip([*addresses, EVERYWHERE], answers, strict=True):
        shown.texts.append(said(answer, address))
        context: Any = answer.context or {}
        named = context["reading"].knowers if "reading" in context else context.get("knowers", ())
        for knower in named:
            most = _wrote(visit, knower)
            above = max(0, knower.wrote - most)
            shown.counts.append((f"{knower.name} wrote more than {most}", above, 0))
    return shown


def _wrote(visit: Visit, knower: Knower) -> int:
    """How many pages that the viewer may read this person wrote."""
    signed = KnowledgePage.co_authors.through.objects.filter(user=knower.person_id)
    wrote = set(signed.values_list("knowledgepage", flat=True))
    pages = visit.oracle.pages
    owned = {pk for pk, page in pages.items() if page.owner_id == knower.person_id}
    return len((wrote | owned) & visit.oracle.knowledge)


@opens("guides:move_page", "feedback:write")
def acts_on_pages(visit: Visit) -> Shown:
    """What one does with a page by its number: a closed page is no page."""
    shown = Shown()
    for page in visit.pages():
        for name, ask in (("guides:move_page", visit.get), ("feedback:write", visit.post)):
            address, nowhere = (reverse(name, args=[pk]) for pk in (page.pk, 999_999))
            given = {"text": "Merci"}
            response = ask(address, given)
            shown.texts.append(said(response, address))
            if page.pk not in visit.oracle.readable and not visit.oracle.in_cms(page.pk):
                same = bare(response, address) == bare(ask(nowhere, given), nowhere)
                shown.counts.append((f"{address} differs", int(not same), 0))
    return shown


@opens("feedback:people")
def people_to_mention(visit: Visit) -> Shown:
    """Whom one can name under a page: its readers, and communities of which one knows."""
    shown = Shown()
    readers: dict[int, set[int]] = {}
    for page in visit.pages(most=3):
        address, nowhere = (reverse("feedback:people", args=[pk]) for pk in (page.pk, 999_999))
        for typed in (CALLED, "tiv"):
            response = visit.get(address, {"q": typed})
            shown.texts.append(said(response, address, typed))
            if page.pk not in visit.oracle.readable:
                same = bare(response, address) == bare(visit.get(nowhere, {"q": typed}), nowhere)
                shown.counts.append((f"{address} differs", int(not same), 0))
            elif response.status_code == 200:
                for each in visit.world.people[1:]:
                    if str(each) in response.content.decode():
                        if each.pk not in readers:
                            readers[each.pk] = Oracle(each).readable
                        closed = int(page.pk not in readers[each.pk])
                        shown.counts.append((f"{each} offered on {address}", closed, 0))
    return shown


ON_COMMENTS = ("feedback:edit", "feedback:hide", "feedback:delete", "feedback:restore")


@opens(*ON_COMMENTS)
def comments(visit: Visit) -> Shown:
    """Readers' words under a page are for the page's readers, also those of its writer."""
    shown = Shown()
    for page in visit.pages():
        if not KnowledgePage.objects.filter(pk=page.pk).exists():
            continue
        author = visit.world.random.choice(visit.world.people[1:])
        row = Comment.objects.create(
            page_id=page.pk, author=author, text=f"bov{visit.code(page.pk)}"
        )
        shown.texts.append(visit.text(page.get_url() or "/x/"))
        name = visit.world.random.choice(ON_COMMENTS)
        ask = visit.post if name in {"feedback:delete", "feedback:restore"} else visit.get
        address, nowhere = (reverse(name, args=[pk]) for pk in (row.pk, 999_999))
        response = ask(address)
        shown.texts.append(said(response, address))
        if page.pk not in visit.oracle.readable:
            same = bare(response, address) == bare(ask(nowhere), nowhere)
            shown.counts.append((f"{address} differs", int(not same), 0))
    return shown


def _tell(visit: Visit, channel: Channel) -> set[str]:
    """Notices of each kind about pages and communities, from a time when they were open.

    Gives the codes of pages named as they stand in the CMS, to people who work there.
    """
    kinds = list(KINDS)
    at_work: set[str] = set()
    targets: list[dict[str, Any]] = [{"page_id": page.pk} for page in visit.pages()]
    targets += [{"community_id": each.pk} for each in visit.world.communities]
    for number, target in enumerate(targets):
        kind, pk = visit.world.random.choice(kinds), target.get("page_id", 0)
        Notice.objects.create(
            recipient=visit.viewer, kind=kind, event=f"e{number}",
            channel=channel, actor=User.objects.order_by("pk").first(), **target,
        )  # fmt: skip
        if pk and kind in IN_CMS and visit.oracle.in_cms(pk):
            at_work.add(visit.code(pk))
    return at_work


@opens("notifications:notices")
def notices(visit: Visit) -> Shown:
    """Notices on the site, and how many wait."""
    if not visit.viewer.is_authenticated:
        return Shown()
    at_work = _tell(visit, Channel.SITE)
    texts = [visit.text(reverse("notifications:notices")), visit.text("/about/")]
    return Shown(texts, told=at_work)


@opens()
def letters(visit: Visit) -> Shown:
    """E-mails at once and of the day, made when they leave."""
    if not visit.viewer.is_authenticated:
        return Shown()
    before = len(mail.outbox)
    at_work = _tell(visit, Channel.NOW)
    _tell_daily(visit)
    send_due(now=timezone.now())
    own = [letter for letter in mail.outbox[before:] if visit.viewer.email in letter.to]
    texts = [f"{letter.subject} {letter.body} {letter.alternatives}" for letter in own]
    return Shown(texts, told=at_work)


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
        visit.get("/about/")  # shows the words that wait from an earlier follow
        response = visit.client.post(address)
        shown.texts.append(said(response, address))
        if page.pk not in visit.oracle.readable:
            same = bare(response, address) == bare(visit.client.post(nowhere), nowhere)
            shown.counts.append((f"{address} differs", int(not same), 0))
    return shown
