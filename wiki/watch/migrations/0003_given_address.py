"""A clip remembers the address that was given, beside the one that its source goes by."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("watch", "0002_sources"),
    ]

    operations = [
        migrations.AddField(
            model_name="clip",
            name="given_address",
            field=models.CharField(db_index=True, default="", max_length=1100),
            preserve_default=False,
        ),
    ]
