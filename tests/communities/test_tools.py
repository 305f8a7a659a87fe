"""Where members go from the page of their community."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from guides.models import GuideIndexPage
from tests import factories
from tests.communities.scenes import Scene, client_of, scene
from wiki.communities.models import CommunityPage, Gathering
from wiki.people.models import User

pytestmark = pytest.mark.django_db


def links(section: Scene, person: User | None) -> set[str]:
    """The addresses of screens of this community that its page names."""
    html = client_of(person).get(section.community.url).content
    found = {link["href"] for link in BeautifulSoup(html, "html.parser").select("main a[href]")}
    base = section.url("")
    return {address.removeprefix(base) for address in found if address.startswith(base)}


def test_whoever_may_propose_a_page_begins_one_there(home: object, reader: User) -> None:
    section = scene("Ouverte")
    assert "begin/" in links(section, section.member)
    # There is no template: what one writes begins with an empty page.
    begun = BeautifulSoup(
        client_of(section.member).get(section.url("begin/")).content, "html.parser"
    )
    place = factories.index_of(section.community, GuideIndexPage)
    empty = begun.select_one(f"main a[href='/cms/pages/{place.pk}/add_subpage/']")
    assert client_of(section.member).get(empty["href"], follow=True).status_code == 200
    assert "begin/" not in links(section, reader)
    CommunityPage.objects.filter(pk=section.community.pk).update(archived_at=timezone.now())
    assert "begin/" not in links(section, section.member)


def test_meetings_that_are_over_are_found_too(home: object, reader: User) -> None:
    section = scene("Ouverte")
    assert "meetings/" in links(section, section.member)
    assert "meetings/" not in links(section, reader)
    Gathering.objects.create(
        community=section.community, title="Atelier", starts_at=timezone.now() + timedelta(days=2)
    )
    for person in (None, reader):
        assert "meetings/" in links(section, person)
