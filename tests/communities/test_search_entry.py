"""What the search knows of a community."""

import pytest
from django.utils import translation

from tests import factories


@pytest.mark.django_db
def test_it_says_the_same_whoever_publishes_and_how_to_join(home) -> None:
    page = factories.community(
        title="Veille",
        domain="<ul><li>Lire</li><li>Trier</li></ul>",
        how_to_join="<p>Venez un jeudi.</p>",
    )
    said = []
    for language in ("fr", "en"):
        with translation.override(language):
            said.append(page.search_content())
    assert said[0] == said[1]
    sections = [(s.anchor, s.heading, s.text) for s in said[0].sections]
    assert sections == [
        ("domain", "Ce qui la réunit", "Lire · Trier"),
        ("join", "Comment la rejoindre", "Venez un jeudi."),
    ]
