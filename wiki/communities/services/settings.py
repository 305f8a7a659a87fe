"""What a community says of itself and how it is run, changed on the site."""

from collections.abc import Mapping

from django.db import transaction

from wiki.communities.models import CommunityPage
from wiki.communities.rights import Act
from wiki.communities.standing import standing_of
from wiki.people.models import User

#: What facilitators change on the site; title and address are changed in the CMS.
TEXTS = ("domain", "community", "practice", "charter", "rituals", "how_to_join")
CONFIGURED = ("summary", *TEXTS, "visibility", "joining", "expert_step")


@transaction.atomic
def configure(community: CommunityPage, values: Mapping[str, object], *, by: User) -> CommunityPage:
    """Publish these values of ``CONFIGURED`` under the person's name; the page as it is then.

    Raises NotAllowed, and ValidationError when they do not go together. A draft that
    somebody left in the CMS stays a draft, with the new values.
    """
    standing_of(by).need(Act.CONFIGURE, community)
    page = CommunityPage.objects.get(pk=community.pk)
    draft = page.get_latest_revision_as_object() if page.has_unpublished_changes else None
    _set(page, values)
    page.full_clean()
    page.save_revision(user=by, log_action=True).publish(user=by, skip_permission_checks=True)
    if draft is not None:
        _set(draft, values)
        draft.save_revision(user=by, clean=False)
    return CommunityPage.objects.get(pk=page.pk)


def _set(page: CommunityPage, values: Mapping[str, object]) -> None:
    for name in CONFIGURED:
        if name in values:
            setattr(page, name, values[name])
