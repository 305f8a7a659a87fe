"""Who gets to the screens of digests."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from guides.models import DigestPage
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Act
from wiki.communities.running.access import community_for, frame
from wiki.core.trails import Crumb
from wiki.digests.composing.services import edition_of
from wiki.digests.models import Edition


def edition_for(
    request: HttpRequest, slug: str, number: int, act: Act = Act.EDIT_OTHERS
) -> tuple[CommunityPage, Edition]:
    """A digest of this community, for somebody who may do this there.

    Raises Http404 for what the person may not know of, NotAllowed for what they may not do.
    """
    community = community_for(request, slug, act)
    # A page to copy is no digest in the making: nobody composes it, nobody sends it.
    pages = DigestPage.objects.descendant_of(community).filter(alias_of=None, is_template=False)
    digest = pages.filter(pk=number).first()
    if digest is None:
        raise Http404
    return community, edition_of(digest)


def desk_frame(community: CommunityPage, **values: Any) -> dict[str, Any]:
    """The context of a screen below the list of digests."""
    context = frame(community, **values)
    context["trail"].append(Crumb(_("Digests"), reverse("digests:desk", args=[community.slug])))
    return context
