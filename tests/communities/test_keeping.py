"""Groups, permissions, files and restrictions follow what the community says."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction, Revision
from wagtail.permissions import policy_registry

from tests import factories
from wiki.communities.audience import readable
from wiki.communities.keeping import keep_all_in_step, keep_in_step
from wiki.communities.models import CommunityGroup, CommunityPage, GroupKind, Membership
from wiki.communities.rights import Role, Visibility
from wiki.people.models import User

pytestmark = pytest.mark.django_db


def republish(community: CommunityPage, **fields: object) -> CommunityPage:
    page = CommunityPage.objects.get(pk=community.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return CommunityPage.objects.get(pk=community.pk)


def group(community: CommunityPage, kind: GroupKind) -> Group:
    return CommunityGroup.objects.get(community=community, kind=kind).group


def test_an_open_community_without_members_needs_no_group(community: CommunityPage) -> None:
    assert not CommunityGroup.objects.exists()
    assert not PageViewRestriction.objects.exists()


def test_closing_opening_and_closing_again(community: CommunityPage, reader: User) -> None:
    page = factories.guide(community)
    insider = factories.member(community)
    shown = Page.objects.filter(pk=page.pk)
    closed = republish(community, visibility=Visibility.RESTRICTED)
    assert not readable(shown, AnonymousUser()).exists()
    assert not readable(shown, reader).exists()
    assert readable(shown, insider).exists()
    files = CollectionViewRestriction.objects.get(collection=closed.collection)
    assert list(files.groups.all()) == [group(community, GroupKind.MEMBERS)]
    republish(community, visibility=Visibility.INTERNAL)
    assert not readable(shown, AnonymousUser()).exists()
    assert readable(shown, reader).exists()
    republish(community, visibility=Visibility.PUBLIC)
    assert readable(shown, AnonymousUser()).exists()
    assert not CollectionViewRestriction.objects.exists()
    again = republish(community, visibility=Visibility.HIDDEN, joining="invitation")
    assert not readable(shown, reader).exists()
    assert readable(shown, insider).exists()
    assert again.collection == closed.collection


def test_an_old_version_brings_no_old_life_back(community: CommunityPage) -> None:
    before = community.save_revision().pk
    republish(community, visibility=Visibility.RESTRICTED)
    now = timezone.now()
    CommunityPage.objects.filter(pk=community.pk).update(archived_at=now)
    Revision.objects.get(pk=before).as_object().save_revision().publish()
    found = CommunityPage.objects.get(pk=community.pk)
    assert found.archived_at == now
    assert found.collection is not None
    assert found.visibility == Visibility.PUBLIC
    assert not PageViewRestriction.objects.exists()


def test_a_restriction_put_there_by_hand_stays(community: CommunityPage, reader: User) -> None:
    factories.restrict(community, groups=["Direction"])
    factories.member(community)
    republish(community, visibility=Visibility.PUBLIC)
    assert not readable(Page.objects.filter(pk=community.pk), reader).exists()


def test_roles_are_groups(community: CommunityPage) -> None:
    people = {role: factories.member(community, role=role) for role in Role}
    everybody = set(group(community, GroupKind.MEMBERS).user_set.all())
    assert everybody == set(people.values())
    assert set(group(community, GroupKind.EDITORS).user_set.all()) == {
        people[Role.EXPERT], people[Role.FACILITATOR],
    }  # fmt: skip
    assert list(group(community, GroupKind.FACILITATORS).user_set.all()) == [
        people[Role.FACILITATOR]
    ]
    Membership.objects.get(person=people[Role.EXPERT]).delete()
    assert people[Role.EXPERT] not in group(community, GroupKind.MEMBERS).user_set.all()


def test_what_was_changed_by_hand_is_mended(community: CommunityPage, reader: User) -> None:
    community = republish(community, visibility=Visibility.RESTRICTED)
    factories.member(community)
    members = group(community, GroupKind.MEMBERS)
    members.user_set.add(reader)
    members.page_permissions.all().delete()
    PageViewRestriction.objects.all().delete()
    CollectionViewRestriction.objects.all().delete()
    assert keep_all_in_step() == 1
    assert reader not in members.user_set.all()
    assert members.page_permissions.count() == 1
    assert not readable(Page.objects.filter(pk=community.pk), reader).exists()
    assert CollectionViewRestriction.objects.count() == 1


def test_again_changes_nothing(
    community: CommunityPage, django_assert_max_num_queries: object
) -> None:
    for role in Role:
        factories.member(community, role=role)
    before = [
        sorted(model.objects.values_list("pk", flat=True))
        for model in (Group, CommunityGroup, PageViewRestriction)
    ]
    with django_assert_max_num_queries(26):  # type: ignore[operator]
        keep_in_step(community)
    after = [
        sorted(model.objects.values_list("pk", flat=True))
        for model in (Group, CommunityGroup, PageViewRestriction)
    ]
    assert before == after


def test_a_deleted_community_leaves_no_group_and_opens_no_file(community: CommunityPage) -> None:
    community = republish(community, visibility=Visibility.RESTRICTED)
    insider = factories.member(community)
    Page.objects.get(pk=community.pk).specific.delete()
    assert not Group.objects.filter(name__contains="#").exists()
    restriction = CollectionViewRestriction.objects.get()
    assert not restriction.groups.exists()
    policy = policy_registry.get_by_type(get_image_model())
    assert not policy.user_has_permission(User.objects.get(pk=insider.pk), "add")


def test_nothing_more_is_written_in_an_archived_community(community: CommunityPage) -> None:
    facilitator = factories.member(community, role=Role.FACILITATOR)
    CommunityPage.objects.filter(pk=community.pk).update(archived_at=timezone.now())
    keep_in_step(community)
    assert not group(community, GroupKind.FACILITATORS).page_permissions.exists()
    page = Page.objects.get(pk=community.pk)
    assert not page.permissions_for_user(User.objects.get(pk=facilitator.pk)).can_publish()
