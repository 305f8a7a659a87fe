"""One table of rights: who may do what in a community, by its visibility.

The table is data: :func:`may` reads it, ``docs/rights.md`` shows it, a parametrised test
asks the real site each of its cells, and ``wiki.communities.keeping`` turns its rows into
the groups and permissions of the CMS.
"""

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Visibility(TextChoices):
    """Who knows of a community, and who reads what it writes."""

    PUBLIC = "public", pgettext_lazy("visibility", "Public: anyone reads it")
    INTERNAL = "internal", pgettext_lazy("visibility", "Internal: people who have signed in")
    RESTRICTED = "restricted", pgettext_lazy("visibility", "Restricted: listed, members read it")
    HIDDEN = "hidden", pgettext_lazy("visibility", "Hidden: only its members know of it")


class Joining(TextChoices):
    """How one becomes a member."""

    OPEN = "open", pgettext_lazy("joining", "Open: whoever wants to joins")
    REQUEST = "request", pgettext_lazy("joining", "On request: a facilitator accepts")
    INVITATION = "invitation", pgettext_lazy("joining", "By invitation only")


class Role(TextChoices):
    """What a member is in the community; each member has one role."""

    FACILITATOR = "facilitator", _("facilitator")
    EXPERT = "expert", _("expert")
    AMBASSADOR = "ambassador", _("ambassador")
    MANAGER = "manager", _("manager")
    MEMBER = "member", _("member")


class Position(TextChoices):
    """Where somebody stands towards a community: outside of it, or in a role."""

    VISITOR = "visitor", _("visitor")
    COLLEAGUE = "colleague", _("colleague who has signed in")
    MEMBER = Role.MEMBER.value, Role.MEMBER.label
    MANAGER = Role.MANAGER.value, Role.MANAGER.label
    AMBASSADOR = Role.AMBASSADOR.value, Role.AMBASSADOR.label
    EXPERT = Role.EXPERT.value, Role.EXPERT.label
    FACILITATOR = Role.FACILITATOR.value, Role.FACILITATOR.label


class Act(TextChoices):
    """What one may want to do."""

    SEE = "see", _("see that it exists")
    READ = "read", _("read its pages")
    COMMENT = "comment", _("comment")
    PROPOSE = "propose", _("propose pages")
    REVIEW = "review", _("review pages")
    EDIT_OTHERS = "edit_others", _("edit the pages of others")
    PUBLISH = "publish", _("publish")
    INVITE = "invite", _("invite people")
    MANAGE_MEMBERS = "manage_members", _("manage members")
    CONFIGURE = "configure", _("configure the community")
    SEE_FIGURES = "see_figures", _("see its figures")
    EXPORT = "export", _("export members and figures")


#: What stops when a community is archived: it is read, and no more is written.
WRITING = frozenset(
    {Act.COMMENT, Act.PROPOSE, Act.REVIEW, Act.EDIT_OTHERS, Act.PUBLISH, Act.INVITE}
)

_ALL = frozenset(Visibility)
_OPEN = frozenset({Visibility.PUBLIC, Visibility.INTERNAL})
_LISTED = _OPEN | {Visibility.RESTRICTED}
_PUBLIC = frozenset({Visibility.PUBLIC})
_NONE: frozenset[Visibility] = frozenset()


def _row(
    *roles: Role, visitor: frozenset[Visibility] = _NONE, colleague: frozenset[Visibility] = _NONE
) -> Mapping[Position, frozenset[Visibility]]:
    """Outsiders by visibility; a role counts whatever the visibility."""
    inside = {Position(role.value): _ALL if role in roles else _NONE for role in Role}
    return MappingProxyType({Position.VISITOR: visitor, Position.COLLEAGUE: colleague, **inside})


_MEMBERS = tuple(Role)
#: For each act, in which communities somebody in this position may do it.
TABLE: Mapping[Act, Mapping[Position, frozenset[Visibility]]] = MappingProxyType(
    {
        # A restricted community is listed to colleagues: a visitor learns nothing of it.
        Act.SEE: _row(*_MEMBERS, visitor=_PUBLIC, colleague=_LISTED),
        Act.READ: _row(*_MEMBERS, visitor=_PUBLIC, colleague=_OPEN),
        Act.COMMENT: _row(*_MEMBERS, colleague=_OPEN),
        Act.PROPOSE: _row(*_MEMBERS),
        Act.REVIEW: _row(Role.FACILITATOR, Role.EXPERT),
        Act.EDIT_OTHERS: _row(Role.FACILITATOR, Role.EXPERT),
        Act.PUBLISH: _row(Role.FACILITATOR),
        Act.INVITE: _row(Role.FACILITATOR, Role.AMBASSADOR),
        Act.MANAGE_MEMBERS: _row(Role.FACILITATOR),
        Act.CONFIGURE: _row(Role.FACILITATOR),
        # A manager reads figures and does not moderate.
        Act.SEE_FIGURES: _row(Role.FACILITATOR, Role.MANAGER, Role.AMBASSADOR),
        Act.EXPORT: _row(Role.FACILITATOR, Role.MANAGER),
    }
)


def may(act: Act, position: Position, visibility: str, *, archived: bool = False) -> bool:
    """Whether somebody in this position may do it in such a community."""
    if archived and act in WRITING:
        return False
    return visibility in TABLE[act][position]


def roles_that(act: Act) -> frozenset[Role]:
    """The roles that may do it in every community."""
    return frozenset(role for role in Role if TABLE[act][Position(role.value)] == _ALL)
