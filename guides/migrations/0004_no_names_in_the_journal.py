"""Who handed which page over was kept by name; the name outlived the account."""

from django.db import migrations


def forget_names(apps, schema_editor):
    entries = apps.get_model("wagtailcore", "PageLogEntry").objects
    entries.filter(action="guides.hand_over").update(data={})


class Migration(migrations.Migration):
    dependencies = [("guides", "0003_digests"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(forget_names, migrations.RunPython.noop)]
