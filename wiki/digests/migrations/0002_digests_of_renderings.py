"""What was sent says which digests it held, for those too of which it held the editorial alone."""

from django.db import migrations, models


def fill(apps, schema_editor):
    Rendering = apps.get_model("digests", "Rendering")
    DigestItem = apps.get_model("guides", "DigestItem")
    for rendering in Rendering.objects.select_related("mailing").iterator():
        items = DigestItem.objects.filter(pk__in=rendering.items).order_by()
        digests = set(items.values_list("digest", flat=True)) | {rendering.mailing.digest_id}
        rendering.digests = sorted(digests - {None})
        rendering.save(update_fields=["digests"])


class Migration(migrations.Migration):
    dependencies = [
        ("digests", "0001_subscriptions_and_deliveries"),
    ]

    operations = [
        migrations.AddField(
            model_name="rendering",
            name="digests",
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
