"""The one facilitator becomes a member; a section that was closed by hand says so itself."""

from django.db import migrations

VISIBILITY = {"login": "internal", "groups": "restricted"}


def move(apps, schema_editor):
    CommunityPage = apps.get_model("communities.CommunityPage")
    Membership = apps.get_model("communities.Membership")
    PageViewRestriction = apps.get_model("wagtailcore.PageViewRestriction")
    for community in CommunityPage.objects.all():
        if community.facilitator_id:
            Membership.objects.get_or_create(
                community=community,
                person_id=community.facilitator_id,
                defaults={"role": "facilitator"},
            )
        restriction = PageViewRestriction.objects.filter(
            page_id=community.pk, restriction_type__in=VISIBILITY
        ).first()
        if restriction is None:
            continue
        for group in restriction.groups.all():
            for person in group.user_set.all():
                Membership.objects.get_or_create(community=community, person_id=person.pk)
        CommunityPage.objects.filter(pk=community.pk).update(
            restriction=restriction, visibility=VISIBILITY[restriction.restriction_type]
        )


def back(apps, schema_editor):
    CommunityPage = apps.get_model("communities.CommunityPage")
    Membership = apps.get_model("communities.Membership")
    for row in Membership.objects.filter(role="facilitator").order_by("-joined_at"):
        CommunityPage.objects.filter(pk=row.community_id).update(facilitator=row.person_id)


class Migration(migrations.Migration):
    dependencies = [("communities", "0002_members")]

    operations = [migrations.RunPython(move, back)]
