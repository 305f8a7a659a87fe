"""A new community."""

from collections.abc import Iterable
from dataclasses import dataclass
from string import ascii_lowercase, digits

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from wagtail.models import Page, Site

from wiki.communities.errors import NotAllowed
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Joining, Visibility
from wiki.communities.services.membership import appoint
from wiki.people.models import User

#: How the address of a community begins that says nothing of its name.
NAMELESS = "communaute"
OPENS_COMMUNITIES = "communities.open_community"


@dataclass(frozen=True, slots=True)
class NewCommunity:
    """What is known of a community before it exists; texts are rich text."""

    title: str
    summary: str
    domain: str = ""
    community: str = ""
    practice: str = ""
    charter: str = ""
    visibility: Visibility = Visibility.PUBLIC
    joining: Joining = Joining.REQUEST


@transaction.atomic
def open_community(
    new: NewCommunity, *, by: User, facilitators: Iterable[User] = ()
) -> CommunityPage:
    """The community, published, with ``by`` and ``facilitators`` to answer for it.

    It has no sections yet: those are pages of types that are unknown here. Raises
    NotAllowed, and ValidationError when its values do not go together.
    """
    if not by.has_perm(OPENS_COMMUNITIES):
        raise NotAllowed(OPENS_COMMUNITIES)
    parent = Page.objects.get(pk=Site.objects.get(is_default_site=True).root_page_id)
    page = CommunityPage(
        title=new.title,
        slug=free_slug(parent, _wanted_slug(new)),
        summary=new.summary,
        domain=new.domain,
        community=new.community,
        practice=new.practice,
        charter=new.charter,
        visibility=new.visibility,
        joining=new.joining,
        live=False,
        owner=by,
    )
    parent.add_child(instance=page)
    # Facilitators first: a closed community is never open to nobody, nor to all.
    for person in dict.fromkeys([by, *facilitators]):
        appoint(page, person)
    page.save_revision(user=by, log_action=True).publish(user=by, skip_permission_checks=True)
    return CommunityPage.objects.get(pk=page.pk)


def _wanted_slug(new: NewCommunity) -> str:
    """From its name; of a hidden one by chance.

    Whoever opens another one of the same name would otherwise find the address taken.
    """
    if new.visibility == Visibility.HIDDEN:
        return f"{NAMELESS}-{get_random_string(8, ascii_lowercase + digits)}"
    return slugify(new.title) or NAMELESS


def free_slug(parent: Page, slug: str) -> str:
    """``slug``, numbered when a page below ``parent`` has it."""
    taken = set(parent.get_children().values_list("slug", flat=True))
    found, number = slug, 2
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    return found
