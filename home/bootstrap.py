"""First run: what a site needs before anybody writes in it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Site, Task, Workflow

from home.models import HomePage

#: Wagtail's own group: they keep the vocabulary, open communities, and review what lives in
#: no community. Who writes where comes from communities.
MODERATORS = "Moderators"

#: The name that Wagtail's migrations give to its workflow, which contributors read on the
#: button that submits a page, and the one it gets here.
STOCK_WORKFLOW = "Moderators approval"
REVIEW = "Relecture"

#: What moderators may do with the vocabulary, for those who search and for communities.
VOCABULARY = (
    "open_community",
    "add_theme",
    "change_theme",
    "delete_theme",
    "add_knowledgetag",
    "change_knowledgetag",
    "view_loggedsearch",
    "add_synonym",
    "change_synonym",
    "delete_synonym",
    "add_pin",
    "change_pin",
    "delete_pin",
)


@transaction.atomic
def prepare_site(address: str) -> HomePage:
    """Make the site answer at ``address`` and give the two groups their rights. Repeatable."""
    home = HomePage.objects.order_by("path").first()
    if home is None:
        raise LookupError("The home page is missing: run `manage.py migrate` first.")
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": parts.hostname,
            "port": port,
            "root_page": home,
            # Without it the CMS greets whoever works in some communities with the host's name.
            "site_name": settings.SITE_NAME,
        },
    )
    Workflow.objects.filter(name=STOCK_WORKFLOW).update(name=REVIEW)
    Task.objects.filter(name=STOCK_WORKFLOW).update(name=REVIEW)
    moderators, _made = Group.objects.get_or_create(name=MODERATORS)
    moderators.permissions.add(*Permission.objects.filter(codename__in=VOCABULARY))
    return home
