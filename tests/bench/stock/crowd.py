"""An editor's list and a publication on the stock site."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from tests.bench.stock.models import GuidePage
from tests.bench.stock.site import guide_index
from tests.bench.timing import clock

EDITOR = "editrice"


def gather() -> None:
    """Somebody of Wagtail's group of editors, as its migrations make it."""
    person = get_user_model().objects.create_user(EDITOR)
    person.groups.add(Group.objects.get(name="Editors"))


def addresses() -> dict[str, str]:
    """The list of pages below the index, and the index as readers see it."""
    index = guide_index()
    return {"explorer": reverse("wagtailadmin_explore", args=[index.pk])}


def publish(*, count: int) -> list[float]:
    """Milliseconds of saving and publishing a change of each of ``count`` guides."""
    told = []
    for page in GuidePage.objects.order_by("pk")[:count]:
        page.intro = f"{page.intro[:300]} Changé."
        with clock() as span:
            page.save_revision().publish()
        told.append(span.seconds * 1000)
    return told
