"""What waits for those who may approve a digest, and for those who sent one."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy

from guides.models import DigestPage
from wiki.communities.models import CommunityPage
from wiki.communities.places import communities_of
from wiki.communities.rights import Act
from wiki.communities.standing import Standing
from wiki.communities.todo import Todo, adds_todo
from wiki.digests.models import Edition
from wiki.people.models import User


@adds_todo
def digests_to_approve(
    communities: Sequence[CommunityPage], person: User, standing: Standing
) -> Iterator[Todo]:
    """Digests of which somebody else asks whether they may leave (two queries)."""
    mine = {each.pk: each for each in communities if standing.may(Act.EDIT_OTHERS, each)}
    if not mine:
        return
    rows = Edition.objects.filter(stage=Edition.Stage.WAITING).exclude(asked_by=person)
    digests = list(DigestPage.objects.filter(edition__in=rows))
    places = communities_of(digests)
    for digest in digests:
        community = places.get(digest.pk)
        if community is not None and community.pk in mine:
            yield Todo(
                community_id=community.pk,
                kind=gettext_lazy("Digest to approve"),
                icon="newspaper",
                text=digest.draft_title or digest.title,
                url=reverse("digests:compose", args=[community.slug, digest.pk]),
                since=digest.latest_revision_created_at,
                language=digest.language,
            )
