"""A new community with its sections and what it begins with."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from django.db import transaction

from guides.models import GuidePage, IndexPage, KnowledgePage
from guides.services import open_sections
from guides.starters import TEMPLATE_TYPES, Starters, page_from, starters
from guides.templates_to_copy import templates_of
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Act
from wiki.communities.services.opening import NewCommunity, free_slug, open_community
from wiki.communities.standing import standing_of
from wiki.people.models import User


class Starter(StrEnum):
    """What one may tick when a community opens; from the guide on, types of pages to copy."""

    CHARTER = "charter"
    WELCOME = "welcome"
    GUIDE = "guide"
    CASE = "case"
    WATCH = "watch"
    SERIES = "series"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Opened:
    """The new community, and how many drafts wait for its first facilitators."""

    community: CommunityPage
    drafts: int


@transaction.atomic
def open_with_content(
    new: NewCommunity,
    *,
    by: User,
    facilitators: Iterable[User] = (),
    chosen: Collection[str] = (),
    language: str = "fr",
) -> Opened:
    """The community with its sections and the chosen starter content, in this language.

    The page of welcome is a draft: its words are to be adapted before anybody reads them.
    Raises NotAllowed, ValidationError.
    """
    texts = starters(language)
    if Starter.CHARTER in chosen and not new.charter:
        new = replace(new, charter=texts.charter)
    community = open_community(new, by=by, facilitators=facilitators)
    open_sections(community, user=by)
    drafts = 0
    if Starter.WELCOME in chosen:
        _draft(page_from(GuidePage, texts.welcome, language=texts.language), community, by=by)
        drafts += 1
    for kind in TEMPLATE_TYPES:
        if kind in chosen:
            _draft(_template(kind, texts), community, by=by)
    return Opened(community, drafts)


@transaction.atomic
def add_templates(community: CommunityPage, *, by: User, language: str) -> int:
    """The pages to copy that the community misses, in this language; how many were made.

    Raises NotAllowed.
    """
    standing_of(by).need(Act.CONFIGURE, community)
    open_sections(community, user=by)
    texts = starters(language)
    present = {page.specific_class for page in templates_of(community)}
    missing = [kind for kind, model in TEMPLATE_TYPES.items() if model not in present]
    for kind in missing:
        _draft(_template(kind, texts), community, by=by)
    return len(missing)


def _template(kind: str, texts: Starters) -> KnowledgePage:
    page = page_from(TEMPLATE_TYPES[kind], texts.pages[kind], language=texts.language)
    page.is_template = True
    return page


def _draft(page: KnowledgePage, community: CommunityPage, *, by: User) -> None:
    """``page`` as a draft in the section of its type."""
    section = next(
        each
        for each in IndexPage.objects.child_of(community).specific()
        if isinstance(page, each.listed_type)
    )
    page.owner = by
    page.slug = free_slug(section, "modele" if page.is_template else "bienvenue")
    section.add_child(instance=page)
    page.save_revision(user=by, log_action=True)
