"""The clips of before get the address that was given."""

from django.db import migrations

from wiki.watch.canonical import canonical_address

LONGEST = 1_100


def fill(apps, schema_editor):
    Clip = apps.get_model("watch", "Clip")
    rows = list(Clip.objects.filter(given_address="").only("pk", "address"))
    for clip in rows:
        clip.given_address = canonical_address(clip.address)[:LONGEST]
    Clip.objects.bulk_update(rows, ["given_address"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ("watch", "0003_given_address"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
