"""Some pages are there to be copied: they show how one writes in their community."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guides", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="knowledgepage",
            name="is_template",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
