"""What waits for facilitators about pages."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from guides.handing_over import left_behind_counts
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Act
from wiki.communities.standing import Standing
from wiki.communities.todo import Todo, adds_todo
from wiki.people.models import User


@adds_todo
def pages_left_behind(
    communities: Sequence[CommunityPage], person: User, standing: Standing
) -> Iterator[Todo]:
    """Communities with pages that nobody in them owns; one line for each community."""
    mine = {each.pk: each for each in communities if standing.may(Act.PUBLISH, each)}
    for pk, total in left_behind_counts(mine.values(), person).items():
        if total:
            text = ngettext(
                "%(n)d page whose owner has left: choose who looks after it",
                "%(n)d pages whose owner has left: choose who looks after them",
                total,
            )
            yield Todo(
                community_id=pk,
                kind=gettext_lazy("Pages to hand over"),
                icon="handshake",
                text=text % {"n": total},
                url=reverse("guides:handover", args=[mine[pk].slug]),
            )
