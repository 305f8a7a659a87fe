"""Everybody has a name for addresses that says nothing."""

from uuid import uuid4

from django.db import migrations, models


def name_everybody(apps, schema_editor):
    User = apps.get_model("people", "User")
    for pk in User.objects.values_list("pk", flat=True):
        User.objects.filter(pk=pk).update(public_id=uuid4())


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField("user", "public_id", models.UUIDField(null=True, editable=False)),
        migrations.RunPython(name_everybody, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            "user", "public_id", models.UUIDField(default=uuid4, unique=True, editable=False)
        ),
    ]
