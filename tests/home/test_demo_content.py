"""What the demo loads beside its pages."""

import pytest
import yaml

from home import demo_content
from search.models import Direction, Synonym
from search.synonyms import expansions
from search.syntax import parse


@pytest.mark.django_db
def test_synonyms_of_the_demo_are_valid_and_loaded_once() -> None:
    rows = yaml.safe_load((demo_content.FOLDER / "synonyms.yaml").read_text())
    assert demo_content.load_synonyms() == Synonym.objects.count() == len(rows)
    for synonym in Synonym.objects.all():
        synonym.full_clean()
    assert demo_content.load_synonyms() == 0
    found = {expansion.words for expansion in expansions(parse("animer une cop"))}
    assert "communauté de pratique" in found


@pytest.mark.django_db
def test_synonyms_of_an_editor_are_left_alone() -> None:
    own = Synonym.objects.create(
        words="retex", equivalents="bilan", direction=Direction.ONE_WAY, active=False
    )
    demo_content.load_synonyms()
    own.refresh_from_db()
    assert (own.equivalents, own.active) == ("bilan", False)
    assert Synonym.objects.filter(words__iexact="retex").count() == 1


@pytest.mark.django_db
def test_what_an_editor_links_already_is_not_linked_twice() -> None:
    Synonym.objects.create(words="after action review", equivalents="AAR, bilan")
    demo_content.load_synonyms()
    assert not Synonym.objects.filter(words="AAR").exists()
