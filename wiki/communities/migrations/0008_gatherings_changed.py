import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("communities", "0007_pins_in_order")]

    operations = [
        migrations.AddField(
            model_name="gathering",
            name="changed_at",
            field=models.DateTimeField(auto_now=True),
        ),
        migrations.AddField(
            model_name="gathering",
            name="moves",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
