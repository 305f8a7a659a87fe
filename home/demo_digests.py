"""Digests of the demo: two that were sent, with what became of them, and one being composed."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from guides.models import DigestItem, DigestPage, KnowledgePage
from wiki.communities.models import CommunityPage
from wiki.core.models import Theme
from wiki.digests.composing import services, stages
from wiki.digests.composing.proposing import word_for
from wiki.digests.delivery.readers import gather
from wiki.digests.models import (
    Delivery,
    Edition,
    Mailing,
    OutsideAddress,
    Rendering,
    Rhythm,
    Subscription,
)
from wiki.notifications.quiet import quietly
from wiki.people.models import User

FILE = Path(__file__).parent / "demo" / "digests.yaml"


@transaction.atomic
def load_digests() -> int:
    """Make the subscriptions and the digests of the file, once; how many digests are new."""
    community_rows: dict[str, Any] = yaml.safe_load(FILE.read_text())
    made = 0
    for slug, values in community_rows.items():
        community = CommunityPage.objects.filter(slug=slug).first()
        if community is None or DigestPage.objects.descendant_of(community).exists():
            continue
        author = User.objects.get(email=values["author"])
        services.configure(
            community, by=author, needs_approval=values["needs_approval"],
            reply_to=values["author"],
        )  # fmt: skip
        _subscriptions(community, values["subscriptions"])
        with quietly():
            for row in values["sent"]:
                _sent(community, row, author=author)
            edition = services.begin(community, by=author, today=timezone.localdate())
            for section in values["composing"]:
                for name in section["items"]:
                    _add(edition, community, name, by=author, section=section["title"])
        made += len(values["sent"]) + 1
    return made


def _subscriptions(community: CommunityPage, rows: list[dict[str, str]]) -> None:
    for row in rows:
        theme = Theme.objects.get(slug=row["theme"]) if "theme" in row else None
        values: dict[str, Any] = {"community": community, "theme": theme}
        rhythm = {"rhythm": row.get("rhythm", Rhythm.IMMEDIATE)}
        if "outside" in row:
            address, _new = OutsideAddress.objects.get_or_create(
                email=row["outside"], defaults={"language": "fr"}
            )
            Subscription.objects.get_or_create(address=address, **values, defaults=rhythm)
        else:
            person = User.objects.get(email=row["email"])
            Subscription.objects.get_or_create(person=person, **values, defaults=rhythm)


def _add(edition: Edition, community: CommunityPage, slug: str, *, by: User, section: str) -> None:
    page = KnowledgePage.objects.descendant_of(community).get(slug=slug)
    if not edition.digest.items.filter(page=page).exists():
        services.add_page(edition, page.pk, by=by, section=section)


def _sent(community: CommunityPage, row: dict[str, Any], *, author: User) -> None:
    """One digest, as if it had left so many days ago; no e-mail goes anywhere."""
    moment = timezone.now() - timedelta(days=row["days_ago"])
    edition = services.begin(community, by=author, today=moment.date())
    digest = edition.digest
    digest.items.all().delete()
    position = 0
    for section in row["sections"]:
        for slug, word in section["items"].items():
            page = KnowledgePage.objects.descendant_of(community).get(slug=slug).specific
            DigestItem.objects.create(
                digest=digest, page=page, word=word or word_for(page), section=section["title"],
                position=position,
            )  # fmt: skip
            position += 1
    words = services.Words(
        title=row["title"],
        summary=row["summary"],
        editorial=row["editorial"].strip(),
        period_start=(moment - timedelta(days=row["days"])).date(),
        period_end=moment.date(),
    )
    services.write(edition, words, by=author, items={}, renamed={})
    if row.get("corrected"):
        _correct(digest, row["corrected"], author=author, at=moment + timedelta(days=2))
    _leave(edition, author=author, moment=moment)


def _leave(edition: Edition, *, author: User, moment: datetime) -> None:
    digest = DigestPage.objects.get(pk=edition.digest_id)
    Edition.objects.filter(pk=edition.pk).update(
        approved_by=author, approved_revision=digest.latest_revision_id
    )
    # The messages are written as sent before anything could send them: see the transaction.
    mailing = stages.send(edition, by=author)
    gather(mailing)
    items = list(edition.digest.items.values_list("pk", flat=True))
    rendering = Rendering.objects.create(
        mailing=mailing, key="demo", items=items, digests=[digest.pk]
    )
    Delivery.objects.filter(mailing=mailing).update(
        state=Delivery.State.SENT, code="250", attempts=1, sent_at=moment, rendering=rendering
    )
    Edition.objects.filter(pk=edition.pk).update(sent_at=moment)
    Mailing.objects.filter(pk=mailing.pk).update(made_at=moment)
    DigestPage.objects.filter(pk=edition.digest_id).update(
        first_published_at=moment, last_published_at=moment
    )


def _correct(digest: DigestPage, row: dict[str, str], *, author: User, at: datetime) -> None:
    digest.items.filter(page__slug=row["page"]).update(
        correction=row["words"], corrected_at=at, corrected_by=author
    )
