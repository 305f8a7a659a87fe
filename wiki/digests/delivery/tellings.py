"""Which messages told of a digest or of an item: those already sent, seen from what they told."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from guides.models import DigestItem, DigestPage
from wiki.digests.delivery.contents import Had
from wiki.digests.models import Delivery, Edition, Mailing, Rendering

Kind = Mailing.Kind
#: Messages that arrived, or may have.
ARRIVED = (Delivery.State.SENT, Delivery.State.UNKNOWN)
#: Those too of which another run is about to know.
GONE = (*ARRIVED, Delivery.State.LEAVING)


def mailings_about(digest: DigestPage) -> QuerySet[Mailing]:
    """Its own mailing, its corrections, and the periods whose messages told of it."""
    own = Q(digest=digest.pk)
    sent = Edition.objects.filter(digest=digest.pk).values_list("sent_at", flat=True).first()
    if sent is not None:
        periods = Mailing.objects.filter(kind=Kind.PERIOD, since__lt=sent, until__gte=sent)
        # Not every database looks into JSON, and there are few renderings.
        rows = Rendering.objects.filter(mailing__in=periods).values_list("mailing", "digests")
        own |= Q(pk__in={mailing for mailing, digests in rows if digest.pk in digests})
    return Mailing.objects.filter(own).order_by("pk")


def messages_about(mailing: Mailing, digest: DigestPage) -> QuerySet[Delivery]:
    """All messages of the digest's own mailing; of a period those that held it."""
    rows = Delivery.objects.filter(mailing=mailing)
    if mailing.kind != Kind.PERIOD:
        return rows
    renderings = Rendering.objects.filter(mailing=mailing).values_list("pk", "digests")
    return rows.filter(rendering__in=[pk for pk, digests in renderings if digest.pk in digests])


def told_of(item: int) -> QuerySet[Delivery]:
    """The messages that told of this item, or may have."""
    told = DigestItem.objects.select_related("digest__edition").get(pk=item)
    sent = told.digest.edition.sent_at
    mailings = Mailing.objects.filter(
        Q(kind=Kind.DIGEST, digest=told.digest_id)
        | Q(kind=Kind.PERIOD, since__lt=sent, until__gte=sent)
    )
    renderings = Rendering.objects.filter(mailing__in=mailings).values_list("pk", "items")
    holding = [pk for pk, items in renderings if item in items]
    return Delivery.objects.filter(rendering__in=holding, state__in=ARRIVED)


def had_before(
    mailing: Mailing, people: Sequence[int], outside: Sequence[int]
) -> dict[tuple[str, int], Had]:
    """What of a period had reached these readers in messages of another rhythm (two queries).

    Whoever changes from each digest to one message a week, or from one message for all to one
    for each community, had this week's already.
    """
    if mailing.kind != Kind.PERIOD:
        return {}
    sent = "digest__edition__sent_at"
    others = Mailing.objects.filter(
        Q(**{"kind": Kind.DIGEST, f"{sent}__gt": mailing.since, f"{sent}__lte": mailing.until})
        | Q(kind=Kind.PERIOD, since__lt=mailing.until, until__gt=mailing.since)
    ).exclude(pk=mailing.pk)
    gone = Delivery.objects.filter(
        Q(person__in=people) | Q(address__in=outside), mailing__in=others, state__in=GONE
    ).exclude(rendering=None)
    rows = list(gone.values_list("person_id", "address_id", "rendering_id"))
    renderings = Rendering.objects.in_bulk({rendering for *_reader, rendering in rows})
    told: dict[tuple[str, int], list[Rendering]] = defaultdict(list)
    for person, address, rendering in rows:
        told[("p", person) if person else ("a", address or 0)].append(renderings[rendering])
    return {
        key: Had(
            digests=frozenset(pk for each in each_told for pk in each.digests),
            items=frozenset(pk for each in each_told for pk in each.items),
        )
        for key, each_told in told.items()
    }
