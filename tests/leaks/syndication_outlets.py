"""Outlets of what leaves the site: feeds, calendars, searches kept, channels, what is new."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from guides.models import DigestIndexPage, DigestItem, DigestPage, KnowledgePage
from tests.leaks.oracle import Oracle
from tests.leaks.registry import Shown, Visit, bare, opens, said
from tests.leaks.world import EVERYWHERE, WORD
from wiki.communities.models import CommunityPage, Gathering
from wiki.feedback.models import Comment
from wiki.notifications.lines import lines
from wiki.notifications.models import Follow
from wiki.notifications.queries import notices_of
from wiki.syndication.feeds.tokens import make_token, secret_of
from wiki.syndication.models import SavedSearch, Webhook, WebhookPost
from wiki.syndication.models import Visit as LastVisit
from wiki.syndication.searches.alerts import look_at_due
from wiki.syndication.webhooks.content import message_of
from wiki.syndication.webhooks.payloads import payload

FORMS = ("atom", "json")


def _places(visit: Visit) -> list[tuple[str, str]]:
    """Kinds and keys of some feeds."""
    found = [("themes", f"theme-{n}") for n in range(2)]
    found += [("types", kind) for kind in ("guide", "case", "watch", "series", "digest")]
    ids = visit.oracle.pages
    found += [("communities", ids[c.pk].slug) for c in visit.world.communities if c.pk in ids]
    return visit.world.random.sample(found, min(4, len(found)))


def _knowledge(visit: Visit, *, most: int = 4) -> list[Any]:
    """Some pages of knowledge, whoever may read them."""
    known = set(KnowledgePage.objects.values_list("pk", flat=True))
    return [page for page in visit.pages(most=most) if page.pk in known]


@opens("syndication:site", "syndication:of_place", "syndication:calendar", "syndication:opml",
       "syndication:feeds")  # fmt: skip
def public_feeds(visit: Visit) -> Shown:
    """Feeds, dates and their list without a secret: for visitors, whoever asks."""
    _dates(visit)
    shown, public = Shown(), Oracle(AnonymousUser())
    addresses = [reverse("syndication:site", args=[form]) for form in FORMS]
    addresses += [reverse("syndication:opml"), reverse("syndication:feeds")]
    for kind, key in _places(visit):
        addresses += [reverse("syndication:of_place", args=[kind, key, form]) for form in FORMS]
    slugs = {
        visit.oracle.pages[each.pk].slug: each.pk
        for each in visit.world.communities
        if each.pk in visit.oracle.pages
    }
    addresses += [reverse("syndication:calendar", args=[slug]) for slug in slugs]
    for address in addresses:
        response = visit.client.get(address)
        text = said(response, address)
        shown.texts.append(text)
        shown.counts += _not_for_visitors(visit, public, text)
        slug = address.rpartition("/")[2].partition(".")[0]
        if slug in slugs and slugs[slug] not in public.readable:
            shown.counts.append(_refused(visit, response, address, slug))
    return shown


def _not_for_visitors(visit: Visit, public: Oracle, text: str) -> list[tuple[str, int, int]]:
    """Words of pages that a visitor may not read, whatever the one who asks may."""
    return [
        (f"{word}{code} told to anybody", 1, 0)
        for word, code in set(WORD.findall(text))
        if not public.may_see(visit.world.codes.get(code, 0), word=word, cms=False)
    ]


def _refused(visit: Visit, response: Any, address: str, slug: str) -> tuple[str, int, int]:
    """A community that is closed answers as one that does not exist."""
    nowhere = address.replace(slug, "nothing-here")
    same = bare(response, address) == bare(visit.client.get(nowhere), nowhere)
    return (f"{address} differs", int(not same), 0)


def _dates(visit: Visit) -> None:
    """A date of each community, in the community's own words."""
    for community in visit.world.communities:
        if community.pk in visit.oracle.pages:
            Gathering.objects.create(
                community_id=community.pk, title=f"bov{visit.code(community.pk)}",
                starts_at=timezone.now() + timedelta(days=3),
            )  # fmt: skip


@opens(
    "syndication:private_site",
    "syndication:private_of_place",
    "syndication:private_opml",
    "syndication:private_calendar",
    "syndication:my_calendar",
    "syndication:private_feeds",
)
def private_feeds(visit: Visit) -> Shown:
    """The same under a private address: with the rights of the person, signed in or not."""
    if not visit.viewer.is_authenticated:
        return Shown([visit.text(reverse("syndication:private_feeds"))])
    _dates(visit)
    secret = secret_of(make_token(visit.viewer))
    search = SavedSearch.objects.create(person=visit.viewer, name="Tout", query=f"q={EVERYWHERE}")
    stranger = Visit(visit.world, AnonymousUser()).client
    shown = Shown([visit.text(reverse("syndication:private_feeds"))])
    addresses = [reverse("syndication:private_site", args=[secret, form]) for form in FORMS]
    addresses += [reverse("syndication:private_opml", args=[secret])]
    addresses += [reverse("syndication:my_calendar", args=[secret])]
    for kind, key in [*_places(visit), ("searches", str(search.pk))]:
        addresses += [
            reverse("syndication:private_of_place", args=[secret, kind, key, form])
            for form in FORMS
        ]
        if kind == "communities":
            addresses.append(reverse("syndication:private_calendar", args=[secret, key]))
    for address in addresses:
        response = stranger.get(address)
        shown.texts.append(said(response, address))
        if response.status_code == 200:
            shown.counts.append((f"{address} is private", _kept_private(response), 1))
    # The whole site's feed holds all that its reader may read.
    shown.wanted = {visit.code(pk) for pk in visit.oracle.knowledge}
    return shown


def _kept_private(response: Any) -> int:
    return int("private" in response.headers["Cache-Control"])


@opens("syndication:new")
def what_is_new(visit: Visit) -> Shown:
    """Pages and comments since the last visit, from a time when one could read them."""
    if visit.viewer.is_authenticated:
        before = timezone.now() - timedelta(days=2)
        LastVisit.objects.create(person=visit.viewer, seen_at=before)
        for page in _knowledge(visit):
            Follow.objects.get_or_create(follower=visit.viewer, page_id=page.pk)
            Comment.objects.create(page_id=page.pk, text=f"bov{visit.code(page.pk)}")
    texts = [visit.text(reverse("syndication:new")), visit.text("/")]
    for community in visit.world.communities:
        if community.pk in visit.oracle.pages:
            slug = visit.oracle.pages[community.pk].slug
            texts.append(visit.text(reverse("syndication:new"), {"community": slug}))
    return Shown(texts)


@opens("syndication:searches", "syndication:new_search", "syndication:change_search")
def kept_searches(visit: Visit) -> Shown:
    """What is kept, in words, and what one is told of it."""
    queries = [f"q={EVERYWHERE}"]
    queries += [f"community={visit.oracle.pages[page.pk].slug}" for page in visit.pages(most=3)]
    shown = Shown()
    address = reverse("syndication:new_search")
    for query in queries:
        name, value = query.split("=")
        shown.texts.append(visit.text(address, {name: value}))
    if not visit.viewer.is_authenticated:
        shown.texts.append(visit.text(reverse("syndication:searches")))
        return shown
    long_ago = timezone.now() - timedelta(days=20)
    for query in queries:
        row = SavedSearch.objects.create(
            person=visit.viewer, name="Un", query=query, rhythm="now",
            made_at=long_ago, looked_at=long_ago,
        )  # fmt: skip
        text = visit.text(reverse("syndication:change_search", args=[row.pk]))
        shown.texts.append(_without(text, queries))
    shown.texts.append(_without(visit.text(reverse("syndication:searches")), queries))
    look_at_due()
    told = lines(notices_of(visit.viewer))
    shown.texts += [f"{line.title} {line.url} {line.quote}" for line in told]
    return shown


def _without(text: str, queries: list[str]) -> str:
    """What the person typed is no news."""
    for query in queries:
        text = text.replace(query.partition("=")[2], " ")
    return text


@opens("syndication:channels", "syndication:new_channel", "syndication:channel")
def channels(visit: Visit) -> Shown:
    """Whoever runs the community sees its channels; others get what does not exist answers."""
    shown = Shown()
    for community in visit.world.communities:
        if community.pk not in visit.oracle.pages:
            continue
        row = Webhook.objects.create(community_id=community.pk, name="Canal", service="slack")
        for page in _knowledge(visit, most=2):
            WebhookPost.objects.create(webhook=row, page_id=page.pk, state="failed")
        slug = visit.oracle.pages[community.pk].slug
        for name, args in (("channels", []), ("new_channel", []), ("channel", [row.pk])):
            address = reverse(f"syndication:{name}", args=[slug, *args])
            nowhere = reverse(f"syndication:{name}", args=["nothing-here", *args])
            response = visit.get(address)
            shown.texts.append(said(response, address))
            if community.pk not in visit.oracle.known:
                same = bare(response, address) == bare(visit.get(nowhere), nowhere)
                shown.counts.append((f"{address} differs", int(not same), 0))
    return shown


@opens()
def messages_to_channels(visit: Visit) -> Shown:
    """A channel is told what visitors read; one of members, what each of them reads."""
    shown = Shown()
    for community in visit.world.communities:
        if community.pk not in visit.oracle.pages:
            continue
        for members_only in (False, True):
            row = Webhook.objects.create(
                community_id=community.pk, name="Canal", service="teams", members_only=members_only
            )
            for page in _knowledge(visit):
                post = WebhookPost.objects.create(webhook=row, page_id=page.pk)
                message = message_of(post)
                if message is not None:
                    closed = _closed_to(visit, community.pk, page.pk, members_only=members_only)
                    what = f"{page.pk} told in {'members' if members_only else 'public'} channel"
                    shown.counts.append((what, len(closed), 0))
                    assert payload(row.service, message)
    return shown


def _closed_to(visit: Visit, community: int, page: int, *, members_only: bool) -> list[Any]:
    """Those who may be in the channel and may not read the page."""
    if not members_only:
        readers: list[Any] = [AnonymousUser()]
    else:
        pk = visit.oracle.pages[community].pk
        readers = [
            person for person in visit.world.people
            if person.is_authenticated and person.memberships.filter(community=pk).exists()
        ]  # fmt: skip
    public = page in Oracle(AnonymousUser()).readable
    return [each for each in readers if not public and page not in Oracle(each).readable]


@opens()
def digests_in_feeds(visit: Visit) -> Shown:
    """A digest names, in a feed too, the items that its reader may read."""
    listed = _knowledge(visit)  # before the digest, of which the oracle need not know
    community = CommunityPage.objects.get(pk=visit.world.random.choice(visit.world.communities).pk)
    section = community.add_child(instance=DigestIndexPage(title="Lettres", slug="lettres"))
    digest = section.add_child(instance=DigestPage(title="Lettre", summary="De novembre"))
    for page in listed:
        word = f"bov{visit.code(page.pk)}"
        DigestItem.objects.create(digest=digest, page_id=page.pk, word=word)
    addresses = [reverse("syndication:of_place", args=["types", "digest", form]) for form in FORMS]
    shown = Shown([said(visit.client.get(address), address) for address in addresses])
    if visit.viewer.is_authenticated:
        secret = secret_of(make_token(visit.viewer))
        address = reverse("syndication:private_of_place", args=[secret, "types", "digest", "atom"])
        shown.texts.append(said(Visit(visit.world, AnonymousUser()).client.get(address), address))
    return shown
