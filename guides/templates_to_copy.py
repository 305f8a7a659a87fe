"""Pages that show how one writes in a community, and copies of them to begin with."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from wagtail.models import Page

from guides.models import KnowledgePage
from wiki.communities.errors import NotAllowed
from wiki.communities.models import CommunityPage
from wiki.communities.queries import community_of
from wiki.communities.rights import Act
from wiki.communities.services.opening import free_slug
from wiki.communities.standing import standing_of
from wiki.people.models import User


def templates_of(community: CommunityPage) -> QuerySet[KnowledgePage]:
    """The community's pages to copy, for people who may propose pages there."""
    found = KnowledgePage.objects.filter(is_template=True, live=False)
    return found.filter(path__startswith=community.path).order_by("path")


@transaction.atomic
def start_from(template: KnowledgePage, *, title: str, by: User) -> Page:
    """A draft of one's own beside the template, with its text. Raises NotAllowed.

    Whoever may propose a page in the community may; the copy is theirs to change.
    """
    community = community_of(template)
    if community is None or not template.is_template:
        raise NotAllowed("template")
    standing_of(by).need(Act.PROPOSE, community)
    parent = template.get_parent()
    changes = {
        "title": title,
        "draft_title": title,
        "slug": free_slug(parent, slugify(title) or template.specific_class.search_kind),
        "owner": by,
        "is_template": False,
    }
    # The right was asked above: Wagtail would ask for that to change the template itself.
    return template.specific.copy(
        update_attrs=changes,
        copy_revisions=False,
        keep_live=False,
        user=by,
        log_action="wagtail.copy",
    )
