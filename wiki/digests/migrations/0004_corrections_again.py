"""A correction in other words is told again; those told before are told."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    Mailing = apps.get_model("digests", "Mailing")
    DigestItem = apps.get_model("guides", "DigestItem")
    written = DigestItem.objects.filter(pk=OuterRef("item")).order_by()
    corrections = Mailing.objects.filter(kind="correction")
    corrections.update(corrected_at=Subquery(written.values("corrected_at")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("digests", "0003_approved_revision"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="mailing",
            name="digests_mailing_correction_once",
        ),
        migrations.AddField(
            model_name="mailing",
            name="corrected_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.UniqueConstraint(
                fields=("item", "corrected_at"), name="digests_mailing_correction_once"
            ),
        ),
    ]
