"""Who asks in one language gets the pages of that language first."""

import pytest

from search.spoken import language_of, without_small_words
from tests import factories
from tests.search.conftest import Ask, titles
from wiki.communities.models import CommunityPage


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("comment animer une réunion ?", "fr"),
        ("QU’EST-CE QUE LE CODEV", "fr"),
        ("quels indicateurs suivre", "fr"),
        ("pourquoi l'onboarding", "fr"),
        ("how do I run a meeting?", "en"),
        ("what is the agenda", "en"),
        ("onboarding", ""),
        ("comment on a link", ""),
        ("son rôle", ""),
        ("AI pour as", ""),
        ("un workshop with peers", ""),
        ("", ""),
    ],
)
def test_small_words_tell_the_language(text: str, language: str):
    assert language_of(text) == language


def test_small_words_that_the_language_drops_anyway_are_dropped_everywhere():
    assert without_small_words("l’accueil dans une équipe").split() == ["'accueil", "équipe"]
    assert without_small_words("onboarding pour son équipe") == "onboarding pour son équipe"
    assert without_small_words("Qui êtes-vous ?") == "Qui êtes-vous ?"


def test_a_page_is_not_found_for_a_small_word_of_another_language(
    community: CommunityPage, committed, ask: Ask
):
    with committed():
        factories.guide(community, title="Groupe", summary="De deux heures.")
        factories.guide(community, title="Payette", summary="Groupe de pairs.", language="en")
        factories.guide(community, title="Paris", summary="Tour de la ville.", language="en")
    assert set(titles(ask("q=le groupe de la semaine&type=guide"))) == {"Groupe", "Payette"}


def test_small_words_of_one_language_are_not_rare_words_of_another(
    community: CommunityPage, committed, ask: Ask
):
    with committed():
        factories.guide(
            community, title="Peer consultation", language="en",
            summary="Le groupe de codéveloppement dans une organisation, a French book.",
        )  # fmt: skip
        factories.guide(community, title="Mener un groupe", summary="Deux heures.")
        factories.guide(community, title="Un livre", summary="The art of the possible.")
        factories.guide(community, title="Running it", summary="A meeting.", language="en")
        for number in range(5):
            factories.guide(community, title=f"Divers {number}", summary="Dans une salle.")
    assert titles(ask("q=que dit une personne dans le groupe ?"))[0] == "Mener un groupe"
    assert titles(ask("q=what is the aim of the meeting"))[0] == "Running it"


def test_a_page_of_the_other_language_rather_than_none(
    community: CommunityPage, committed, ask: Ask
):
    with committed():
        factories.guide(community, title="Mentoring", summary="Two people.", language="en")
    assert titles(ask("q=comment faire du mentoring ?")) == ["Mentoring"]
