"""Rights on pages and files come from communities: Wagtail's two groups lose the whole tree.

Wagtail's first migrations let editors and moderators write everywhere and see every file,
those of closed communities too. What an administrator gave elsewhere stays.
"""

from django.db import migrations

STOCK_GROUPS = ["Editors", "Moderators"]


def narrow(apps, schema_editor):
    Page = apps.get_model("wagtailcore.Page")
    Collection = apps.get_model("wagtailcore.Collection")
    page_rows = apps.get_model("wagtailcore.GroupPagePermission").objects
    file_rows = apps.get_model("wagtailcore.GroupCollectionPermission").objects
    roots = Page.objects.filter(depth=1)
    page_rows.filter(group__name__in=STOCK_GROUPS, page__in=roots).delete()
    top = Collection.objects.filter(depth=1)
    file_rows.filter(group__name__in=STOCK_GROUPS, collection__in=top).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_home_page"),
        ("communities", "0004_no_single_facilitator"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [migrations.RunPython(narrow, migrations.RunPython.noop)]
