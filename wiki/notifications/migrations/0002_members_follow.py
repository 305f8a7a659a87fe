"""Members follow their community from the day on which they join; so do those of before."""

from django.db import migrations


def follow(apps, schema_editor):
    Membership = apps.get_model("communities", "Membership")
    Follow = apps.get_model("notifications", "Follow")
    rows = Membership.objects.values_list("person_id", "community_id")
    Follow.objects.bulk_create(
        (Follow(follower_id=person, community_id=community) for person, community in rows),
        ignore_conflicts=True,
        batch_size=500,
    )


class Migration(migrations.Migration):

    dependencies = [
        ("notifications", "0001_notices"),
    ]

    operations = [
        migrations.RunPython(follow, migrations.RunPython.noop),
    ]
