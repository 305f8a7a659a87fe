"""Pinned pages stand in the order that facilitators give them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("communities", "0006_review_workflow")]

    operations = [
        migrations.AddField(
            model_name="pinnedpage",
            name="position",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterModelOptions(
            name="pinnedpage",
            options={
                "ordering": ["position", "pinned_at", "pk"],
                "verbose_name": "pinned page",
                "verbose_name_plural": "pinned pages",
            },
        ),
    ]
