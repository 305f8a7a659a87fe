"""Put our home page where Wagtail's first migration leaves a « Welcome » page."""

from django.db import migrations

WELCOME_SLUG = "home"


def make_home_page(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Page = apps.get_model("wagtailcore.Page")
    Site = apps.get_model("wagtailcore.Site")
    Locale = apps.get_model("wagtailcore.Locale")
    HomePage = apps.get_model("home.HomePage")

    welcome = Page.objects.filter(slug=WELCOME_SLUG, depth=2).first()
    if HomePage.objects.exists():
        return
    if welcome is not None:
        Site.objects.filter(root_page_id=welcome.pk).delete()
        welcome.delete()
    content_type, _created = ContentType.objects.get_or_create(model="homepage", app_label="home")
    home = HomePage.objects.create(
        title="Recueil",
        draft_title="Recueil",
        slug=WELCOME_SLUG,
        content_type=content_type,
        path="00010001",
        depth=2,
        numchild=0,
        url_path=f"/{WELCOME_SLUG}/",
        locale=Locale.objects.order_by("pk").first(),
        live=True,
    )
    Site.objects.create(
        hostname="localhost", port=80, site_name="", root_page=home, is_default_site=True
    )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(make_home_page, migrations.RunPython.noop)]
