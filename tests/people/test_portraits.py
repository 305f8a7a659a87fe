"""The picture of oneself in the CMS's settings of one's account."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from tests import factories, files
from tests.together import together
from wiki.communities.models import CommunityPage
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(community: CommunityPage) -> User:
    return factories.member(community, first_name="Zoé", last_name="Éluard")


def errors(page: str) -> str:
    return page.partition('role="alert">')[2].partition("</div>")[0]


def send(member: User, name: str, content: bytes) -> str:
    """What the screen says of this picture."""
    client = Client()
    client.force_login(member)
    address = reverse("wagtailadmin_account")
    data = {
        "name_email-first_name": "Zoé", "name_email-last_name": "Éluard",
        "name_email-email": member.email, "locale-preferred_language": "",
        "locale-current_time_zone": "", "theme-theme": "system", "theme-contrast": "system",
        "theme-density": "default", "avatar-avatar": files.upload(name, content),
    }  # fmt: skip
    return client.post(address, data, follow=True).content.decode()


def test_a_small_picture_is_taken(member: User) -> None:
    send(member, "moi.png", files.picture_bytes(size=(900, 600)))
    kept = UserProfile.objects.get(user=member).avatar
    assert kept.width == 400


@together(
    ("name", "content", "told"),
    [
        ("moi.png", files.picture_bytes() + b"\0" * 2 * 1024**2, "trop lourd"),
        ("moi.png", b"no picture", "image valide"),
        ("moi.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        ("moi.bmp", files.picture_bytes(form="BMP"), "format d’image"),
    ],
)
def test_anything_else_is_refused_with_the_reason(
    member: User, name: str, content: bytes, told: str
) -> None:
    assert told in errors(send(member, name, content))
    profile = UserProfile.objects.filter(user=member).first()
    assert not (profile and profile.avatar)


def test_a_picture_with_too_many_pixels_is_refused(member: User, settings: object) -> None:
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1_000_000  # type: ignore[attr-defined]
    send(member, "moi.png", files.picture_bytes(size=(1200, 1000)))
    profile = UserProfile.objects.filter(user=member).first()
    assert not (profile and profile.avatar)
