"""Outlets of digests: the archive, the screens, the messages that leave, each by its reader."""

from django.core import mail
from django.urls import reverse
from django.utils import timezone

from guides.models import DigestItem, DigestPage
from tests.leaks.registry import Shown, Visit, bare, opens, said
from wiki.communities.models import CommunityPage
from wiki.digests.delivery.mailings import make_period_mailings
from wiki.digests.delivery.sending import send_waiting
from wiki.digests.models import Edition, Mailing, Rhythm, Subscription

SCREENS = ("digests:desk", "digests:settings", "digests:subscribe")
OF_ONE = (
    "digests:compose", "digests:preview_web", "digests:preview_mail", "digests:preview_text",
    "digests:send", "digests:sent",
)  # fmt: skip


def _digests(visit: Visit) -> list[DigestPage]:
    """A digest in each community, with items from all over the site, whoever may read them."""
    assert visit.oracle  # what is made below is none of the world
    made = []
    for community in visit.world.communities:
        parent = CommunityPage.objects.filter(pk=community.pk).first()
        if parent is None:
            continue
        now = timezone.now()
        digest = DigestPage(
            title=f"Lettre {community.pk}", slug=f"lettre-{community.pk}", summary="Résumé",
            first_published_at=now, last_published_at=now,
        )  # fmt: skip
        parent.add_child(instance=digest)
        digest.save_revision()
        for position, page in enumerate(visit.pages(most=6)):
            if hasattr(page, "knowledgepage"):
                DigestItem.objects.create(
                    digest=digest, page=page.knowledgepage, section="Veille", position=position,
                    # What the author took over from the page, while it was open.
                    word=f"bov{visit.code(page.pk)}",
                )  # fmt: skip
        Edition.objects.create(digest=digest, stage=Edition.Stage.SENT, sent_at=now)
        made.append(digest)
    return made


@opens()
def digests(visit: Visit) -> Shown:
    """The page of a digest, its export, and the pages that it tells of."""
    shown = Shown()
    for digest in _digests(visit):
        shown.texts.append(visit.text(digest.get_url() or "/x/"))
        shown.texts.append(visit.text(reverse("guides:export", args=[digest.pk])))
        # One entry for all its readers: no word of any page that it tells of.
        shown.texts.append(repr(digest.search_content().sections))
    shown.texts += [visit.text(page.get_url() or "/x/") for page in visit.pages()]
    return shown


@opens(*SCREENS, "digests:mine", "digests:subscribe_theme")
def digest_screens(visit: Visit) -> Shown:
    """Whoever may not know of a community gets what a community that does not exist answers."""
    shown = Shown()
    if visit.viewer.is_authenticated:
        for community in visit.world.communities:
            if CommunityPage.objects.filter(pk=community.pk).exists():
                Subscription.objects.get_or_create(person=visit.viewer, community_id=community.pk)
    shown.texts.append(visit.text(reverse("digests:mine")))
    shown.texts.append(visit.text(reverse("digests:subscribe_theme", args=["theme-0"])))
    for community in visit.world.communities:
        if community.pk not in visit.oracle.pages:
            continue
        for name in SCREENS:
            address = reverse(name, args=[visit.oracle.pages[community.pk].slug])
            nowhere = reverse(name, args=["nothing-here"])
            response = visit.get(address)
            shown.texts.append(said(response, address))
            # One that was hidden may have been opened by hand since: whoever reads it subscribes.
            if community.pk not in visit.oracle.known | visit.oracle.readable:
                same = bare(response, address) == bare(visit.get(nowhere), nowhere)
                shown.counts.append((f"{address} differs", int(not same), 0))
    return shown


@opens(
    *OF_ONE, "digests:begin", "digests:decide", "digests:again", "digests:correct",
)  # fmt: skip
def digest_in_the_making(visit: Visit) -> Shown:
    """The screens of those who compose: with the items that each of them may read."""
    shown = Shown()
    made = _digests(visit)
    Edition.objects.update(stage=visit.world.random.choice(["composing", "sent"]))
    for digest in made:
        community = digest.get_parent()
        for name in OF_ONE:
            shown.texts.append(visit.text(reverse(name, args=[community.slug, digest.pk])))
        for item in digest.items.all():
            address = reverse("digests:correct", args=[community.slug, digest.pk, item.pk])
            shown.texts.append(visit.text(address))
    for community in visit.world.communities:
        if community.pk in visit.oracle.pages:
            slug = visit.oracle.pages[community.pk].slug
            answer = visit.client.post(reverse("digests:begin", args=[slug]), follow=True)
            asked = [address for address, _status in answer.redirect_chain]
            shown.texts.append(said(answer, slug, *asked))
    return shown


@opens()
def digest_letters(visit: Visit) -> Shown:
    """A digest, and all of a week in one message, as they leave now."""
    if not visit.viewer.is_authenticated:
        return Shown()
    before = len(mail.outbox)
    for digest in _digests(visit):
        Mailing.objects.create(kind=Mailing.Kind.DIGEST, digest=digest)
        Subscription.objects.create(person=visit.viewer, community_id=digest.get_parent().pk)
    send_waiting()
    Subscription.objects.update(rhythm=Rhythm.WEEKLY)
    make_period_mailings()
    send_waiting()
    own = [letter for letter in mail.outbox[before:] if visit.viewer.email in letter.to]
    return Shown([f"{letter.subject} {letter.body} {letter.alternatives}" for letter in own])
