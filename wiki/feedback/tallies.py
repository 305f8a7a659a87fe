"""What is counted of readers' words in a community."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wiki.communities.audience import Viewer
from wiki.communities.models import CommunityPage
from wiki.communities.tallies import Table, Tally, adds_tallies
from wiki.feedback.queries import readable_comments

#: Days; a month, whichever it is.
LATELY = 30


@adds_tallies
def comments(community: CommunityPage, viewer: Viewer) -> Iterator[Table]:
    """Comments under pages that the viewer may read; not those that are hidden or taken back."""
    shown = readable_comments(viewer).filter(
        page__path__startswith=community.path, hidden_at=None, deleted_at=None
    )
    lately = Q(written_at__gte=timezone.now() - timedelta(days=LATELY))
    found = shown.order_by().aggregate(all=Count("pk"), lately=Count("pk", filter=lately))
    rows = (
        Tally(_("In all"), found["all"]),
        Tally(_("In the last 30 days"), found["lately"]),
    )
    yield Table("comments", _("Comments"), rows, order=30)
