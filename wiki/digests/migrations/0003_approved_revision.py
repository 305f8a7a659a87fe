"""An approval is of one version of the digest; those given before are of the latest."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.db.models.deletion import SET_NULL


def fill(apps, schema_editor):
    Edition = apps.get_model("digests", "Edition")
    Page = apps.get_model("wagtailcore", "Page")
    latest = Page.objects.filter(pk=OuterRef("digest")).values("latest_revision")[:1]
    approved = Edition.objects.exclude(approved_by=None)
    approved.update(approved_revision=Subquery(latest))


class Migration(migrations.Migration):
    dependencies = [
        ("digests", "0002_digests_of_renderings"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="approved_revision",
            field=models.ForeignKey(
                null=True, on_delete=SET_NULL, related_name="+", to="wagtailcore.revision"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
