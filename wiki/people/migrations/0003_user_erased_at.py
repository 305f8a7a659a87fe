"""When somebody left and took everything personal along."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_user_public_id")]

    operations = [
        migrations.AddField("user", "erased_at", models.DateTimeField(null=True, editable=False)),
    ]
