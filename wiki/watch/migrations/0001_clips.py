"""Watch notes: where they come from, who gives thanks for them, what they become."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("guides", "0002_pages_to_copy"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Clip",
            fields=[
                (
                    "note",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="clip",
                        serialize=False,
                        to="guides.watchnotepage",
                    ),
                ),
                ("address", models.CharField(max_length=1000)),
                ("canonical_address", models.CharField(db_index=True, max_length=1100)),
                ("title_words", models.CharField(blank=True, db_index=True, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "the source is being read"),
                            ("complete", "complete"),
                            ("refused", "the source cannot be read"),
                        ],
                        db_index=True,
                        default="complete",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("fetched_at", models.DateTimeField(null=True)),
                (
                    "archive_address",
                    models.URLField(blank=True, max_length=1000, verbose_name="archived copy"),
                ),
                ("checked_at", models.DateTimeField(db_index=True, null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("dead_since", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "clip",
                "verbose_name_plural": "clips",
            },
        ),
        migrations.CreateModel(
            name="Citation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("in_text", models.BooleanField(default=False)),
                ("by_hand", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="citations",
                        to="guides.watchnotepage",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fed_by",
                        to="guides.knowledgepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "citation",
                "verbose_name_plural": "citations",
                "constraints": [
                    models.UniqueConstraint(fields=("note", "page"), name="watch_citation_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Thanks",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("given_at", models.DateTimeField(auto_now_add=True)),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="thanks",
                        to="guides.watchnotepage",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="thanks_given",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "thanks",
                "verbose_name_plural": "thanks",
                "constraints": [
                    models.UniqueConstraint(fields=("note", "person"), name="watch_thanks_once")
                ],
            },
        ),
    ]
