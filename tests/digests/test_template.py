"""The page to copy of a digest: no digest itself, and the beginning of one."""

import pytest

from guides.models import DigestPage
from guides.opening import add_templates
from guides.templates_to_copy import start_from
from tests.communities.scenes import client_of
from tests.digests.conftest import Newsroom

pytestmark = pytest.mark.django_db


def test_a_template_is_no_digest_in_the_making(newsroom: Newsroom) -> None:
    add_templates(newsroom.community, by=newsroom.chief, language="fr")
    template = DigestPage.objects.get(is_template=True)
    client, desk = client_of(newsroom.chief), f"/digests/in/{newsroom.community.slug}/"
    assert template.title not in client.get(desk).content.decode()
    assert client.get(f"{desk}{template.pk}/").status_code == 404
    copied = start_from(template, title="Lettre de mars", by=newsroom.chief)
    assert "Lettre de mars" in client.get(desk).content.decode()
    form = client.get(f"{desk}{copied.pk}/").context["form"]
    assert form["editorial"].value() == template.editorial[0].value
