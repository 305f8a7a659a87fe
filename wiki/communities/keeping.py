"""Keeps what Wagtail knows of a community in step with what the community says.

The community says who sees it and who its members are; Wagtail reads that from groups,
page permissions, a collection, view restrictions and a workflow. One service writes all of
them, from the table of rights, and may be run again at any time. A community that is open to
all and has no members yet needs none of it but the workflow.

A restriction that somebody else put on the page stays: the tree may close more than the
community asks for, never less.
"""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
    PageViewRestriction,
)

from wiki.communities.models import CommunityGroup, CommunityPage, GroupKind, Membership
from wiki.communities.review.workflow import keep_workflow
from wiki.communities.rights import WRITING, Act, Role, Visibility, roles_that

#: What each group stands for: whoever may do this is in it.
ACT_OF_GROUP = {
    GroupKind.MEMBERS: Act.READ,
    GroupKind.EDITORS: Act.EDIT_OTHERS,
    GroupKind.FACILITATORS: Act.PUBLISH,
}
#: Wagtail's permissions on the section of the tree, and what they let one do.
PAGE_PERMISSIONS: Mapping[GroupKind, Mapping[Act, tuple[str, ...]]] = {
    GroupKind.MEMBERS: {Act.PROPOSE: ("add_page",)},
    GroupKind.EDITORS: {Act.EDIT_OTHERS: ("change_page",)},
    GroupKind.FACILITATORS: {
        Act.PUBLISH: ("change_page", "publish_page", "lock_page", "unlock_page")
    },
}
#: Wagtail's permissions on the files of the community.
FILE_PERMISSIONS: Mapping[GroupKind, tuple[str, ...]] = {
    GroupKind.MEMBERS: ("add_image", "choose_image", "add_document", "choose_document"),
    GroupKind.EDITORS: (),
    GroupKind.FACILITATORS: ("change_image", "change_document"),
}
FILE_APPS = ("wagtailimages", "wagtaildocs")
GROUPS_ONLY = frozenset({Visibility.RESTRICTED.value, Visibility.HIDDEN.value})
NAME_LENGTH = 150  # of a Django group


@transaction.atomic
def keep_in_step(community: CommunityPage) -> None:
    """Bring groups, permissions, collection and restrictions up to date. Safe to repeat."""
    found = CommunityPage.objects.filter(pk=community.pk).first()
    if found is None:
        return
    keep_workflow(found)
    if not _needs_groups(found):
        return
    groups = {kind: _group(found, kind) for kind in GroupKind}
    for kind, group in groups.items():
        _fill(group, _people(found, kind))
        _permit_pages(found, kind, group)
    collection = _collection(found)
    for kind, group in groups.items():
        _permit_files(collection, kind, group)
    _restrict_page(found, groups[GroupKind.MEMBERS])
    _restrict_files(found, collection, groups[GroupKind.MEMBERS])
    for name in ("collection_id", "restriction_id"):  # the caller's object tells it too
        setattr(community, name, getattr(found, name))


@transaction.atomic
def keep_people_in_step(community: CommunityPage) -> None:
    """Bring the groups of a community up to date after somebody came, left or changed role.

    Nothing else depends on people; the first one calls for all the rest.
    """
    rows = CommunityGroup.objects.filter(community=community).select_related("group")
    groups = {row.kind: row.group for row in rows}
    if len(groups) < len(GroupKind):
        keep_in_step(community)
        return
    for kind in GroupKind:
        _fill(groups[kind], _people(community, kind))


def keep_all_in_step() -> int:
    """All communities, one transaction each; how many there are."""
    found = list(CommunityPage.objects.order_by("pk"))
    for community in found:
        keep_in_step(community)
    return len(found)


def _needs_groups(community: CommunityPage) -> bool:
    return (
        community.visibility != Visibility.PUBLIC
        or community.restriction_id is not None
        or Membership.objects.filter(community=community).exists()
        or CommunityGroup.objects.filter(community=community).exists()
    )


def _group(community: CommunityPage, kind: GroupKind) -> Group:
    ending = f" – {kind.value} #{community.pk}"
    name = community.title[: NAME_LENGTH - len(ending)] + ending
    row = CommunityGroup.objects.filter(community=community, kind=kind).select_related("group")
    found = row.first()
    if found is None:
        group, _made = Group.objects.get_or_create(name=name)
        CommunityGroup.objects.create(community=community, kind=kind, group=group)
        if kind is GroupKind.MEMBERS:
            group.permissions.add(Permission.objects.get(codename="access_admin"))
        return group
    if found.group.name != name:
        found.group.name = name
        found.group.save(update_fields=["name"])
    return found.group


def _people(community: CommunityPage, kind: GroupKind) -> set[int]:
    roles = roles_that(ACT_OF_GROUP[kind])
    rows = Membership.objects.filter(community=community, role__in=[Role(r) for r in roles])
    return set(rows.values_list("person_id", flat=True))


def _fill(group: Group, people: set[int]) -> None:
    present = set(group.user_set.values_list("pk", flat=True))
    if people - present:
        group.user_set.add(*(people - present))
    if present - people:
        group.user_set.remove(*(present - people))


def _permit_pages(community: CommunityPage, kind: GroupKind, group: Group) -> None:
    wanted = {
        name
        for act, names in PAGE_PERMISSIONS[kind].items()
        if not (community.is_archived and act in WRITING)
        for name in names
    }
    rows = GroupPagePermission.objects.filter(group=group)
    present = {
        (row.page_id, row.permission.codename): row for row in rows.select_related("permission")
    }
    for (page_id, name), row in present.items():
        if page_id != community.pk or name not in wanted:
            row.delete()
    missing = wanted - {name for page_id, name in present if page_id == community.pk}
    for permission in _permissions(missing, apps=("wagtailcore",)):
        GroupPagePermission.objects.create(group=group, page=community, permission=permission)


def _collection(community: CommunityPage) -> Collection:
    found = Collection.objects.filter(pk=community.collection_id).first()
    if found is None:
        found = Collection.get_first_root_node().add_child(name=community.title)
        community.collection = found
        CommunityPage.objects.filter(pk=community.pk).update(collection=found)
    elif found.name != community.title:
        found.name = community.title
        found.save(update_fields=["name"])
    return found


def _permit_files(collection: Collection, kind: GroupKind, group: Group) -> None:
    wanted = set(FILE_PERMISSIONS[kind])
    rows = GroupCollectionPermission.objects.filter(group=group)
    present = {
        (row.collection_id, row.permission.codename): row
        for row in rows.select_related("permission")
    }
    for (collection_id, name), row in present.items():
        if collection_id != collection.pk or name not in wanted:
            row.delete()
    missing = wanted - {name for place, name in present if place == collection.pk}
    for permission in _permissions(missing, apps=FILE_APPS):
        GroupCollectionPermission.objects.create(
            group=group, collection=collection, permission=permission
        )


def _permissions(codenames: Iterable[str], *, apps: tuple[str, ...]) -> list[Permission]:
    names = list(codenames)
    if not names:
        return []
    return list(Permission.objects.filter(codename__in=names, content_type__app_label__in=apps))


def _restrict_page(community: CommunityPage, members: Group) -> None:
    """The restriction that is the community's own: made, changed or taken away."""
    own = PageViewRestriction.objects.filter(pk=community.restriction_id).first()
    kind = _kind(community, PageViewRestriction)
    if kind is None:
        if own is not None:
            own.delete()
        return
    if own is None:
        own = PageViewRestriction.objects.create(page=community, restriction_type=kind)
        community.restriction = own
        CommunityPage.objects.filter(pk=community.pk).update(restriction=own)
    _set(own, kind, members)


def _restrict_files(community: CommunityPage, collection: Collection, members: Group) -> None:
    """The same for its files: the collection belongs to the community alone."""
    own = CollectionViewRestriction.objects.filter(collection=collection).first()
    kind = _kind(community, CollectionViewRestriction)
    if kind is None:
        if own is not None:
            own.delete()
        return
    if own is None:
        own = CollectionViewRestriction.objects.create(collection=collection, restriction_type=kind)
    _set(own, kind, members)


def _kind(community: CommunityPage, model: type) -> str | None:
    if community.visibility in GROUPS_ONLY:
        return str(model.GROUPS)  # type: ignore[attr-defined]
    if community.visibility == Visibility.INTERNAL:
        return str(model.LOGIN)  # type: ignore[attr-defined]
    return None


def _set(
    restriction: PageViewRestriction | CollectionViewRestriction, kind: str, members: Group
) -> None:
    """Groups before kind: at no moment does it let in more people than it should."""
    wanted = {members.pk} if kind == restriction.GROUPS else set()
    if wanted and set(restriction.groups.values_list("pk", flat=True)) != wanted:
        restriction.groups.set([members])
    if restriction.restriction_type != kind:
        restriction.restriction_type = kind
        restriction.save()
