"""Facilitators are members with that role: the field of its own goes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("communities", "0003_facilitators_are_members")]

    operations = [migrations.RemoveField(model_name="communitypage", name="facilitator")]
