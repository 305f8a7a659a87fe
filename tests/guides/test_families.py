"""Short lists show one page of a family: the one in the reader's language."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from guides.models import KnowledgePage
from guides.queries import latest_by_kind
from tests import factories
from wiki.communities.models import CommunityPage

pytestmark = pytest.mark.django_db


def shown(language: str) -> set[str]:
    with override(language):
        return {
            card.title
            for shelf in latest_by_kind(KnowledgePage.objects.live(), AnonymousUser())
            for card in shelf.cards
        }


def test_each_reader_sees_the_family_in_their_language(community: CommunityPage) -> None:
    original = factories.guide(community, title="Accueillir")
    factories.guide(community, title="Welcome", language="en", translation_of=original)
    factories.guide(community, title="English only", language="en")
    assert shown("fr") == {"Accueillir", "English only"}
    assert shown("en") == {"Welcome", "English only"}


def test_a_translation_shows_when_the_original_is_not_in_the_list(community: CommunityPage) -> None:
    original = factories.guide(community, title="Accueillir")
    factories.guide(community, title="Welcome", language="en", translation_of=original)
    original.unpublish()
    assert shown("fr") == {"Welcome"}
