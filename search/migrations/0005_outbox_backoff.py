from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    """Each waiting row says when it is tried next."""

    dependencies = [
        ("search", "0004_search_log"),
    ]

    operations = [
        migrations.AddField(
            model_name="outboxentry",
            name="next_try",
            field=models.DateTimeField(
                db_index=True, default=timezone.now, verbose_name="next try"
            ),
        ),
    ]
