"""The screens of a community that went into another one lead to those of the other."""

import pytest

from guides.merging import merge
from tests import factories
from tests.communities.scenes import Scene, client_of, scene
from wiki.communities.models import Membership
from wiki.communities.rights import Joining, Role, Visibility
from wiki.communities.services.joining import ask_to_join
from wiki.people.models import User

pytestmark = pytest.mark.django_db


def merged(one: Scene, other: Scene) -> None:
    Membership.objects.create(community=other.community, person=one.chief, role=Role.FACILITATOR)
    merge(one.community, other.community, by=User.objects.get(pk=one.chief.pk), may_open=True)


def test_places_lead_on_and_acts_end_with_the_community(home: object, reader: User) -> None:
    old, new = scene("Ancienne"), scene("Nouvelle")
    asked = ask_to_join(old.community, reader)
    merged(old, new)
    client = client_of(reader)
    for name in ("door/", "join/", "members/", "requests/", "meetings/", "figures/"):
        response = client.get(old.url(name))
        assert (response.status_code, response.headers["Location"]) == (302, new.url(name))
    opened = client.get(old.url("door/"), follow=True)
    assert opened.redirect_chain[-1][0] == new.community.url
    for rest in ("settings/", f"requests/{asked.pk}/", "nothing/"):
        assert client.get(old.url(rest)).status_code in {404, 405}
    assert client.post(old.url("join/")).status_code == 404


@pytest.mark.parametrize("hidden", ["old", "new"])
def test_they_lead_nobody_to_what_they_may_not_know(
    home: object, reader: User, hidden: str
) -> None:
    secret = scene("Secrète", visibility=Visibility.HIDDEN, joining=Joining.INVITATION)
    known = scene("Connue")
    old, new = (secret, known) if hidden == "old" else (known, secret)
    insider = factories.member(old.community, "dedans@example.org")
    merged(old, new)
    assert client_of(reader).get(old.url("door/")).status_code == 404
    found = client_of(insider).get(old.url("door/"))
    assert found.headers["Location"] == new.url("door/")
