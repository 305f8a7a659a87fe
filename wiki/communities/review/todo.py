"""Reviews on the list of those who run a community."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.communities.models import CommunityPage
from wiki.communities.review.waiting import waiting_reviews
from wiki.communities.standing import Standing
from wiki.communities.todo import Todo, adds_todo
from wiki.people.models import User


@adds_todo
def reviews_to_do(
    communities: Sequence[CommunityPage], person: User, standing: Standing
) -> Iterable[Todo]:
    """The pages of these communities that this person may accept or send back."""
    for review in waiting_reviews(communities):
        if not review.may_decide(person):
            continue
        taker = review.state.taker
        note = _("taken by %(name)s") % {"name": taker.display_name} if taker else ""
        yield Todo(
            community_id=review.community.pk,
            kind=gettext_lazy("Page to review"),
            icon="inbox",
            text=review.title,
            url=reverse("wagtailadmin_pages:edit", args=[review.page.pk]),
            since=review.state.started_at,
            language=review.language,
            note=note,
        )
