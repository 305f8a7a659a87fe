"""Synonyms that editors keep: what a question also looks for, from the very next search."""

from typing import Any

import pytest

from search.engines.base import BESIDE, INSTEAD, Expansion
from search.models import Direction, Synonym
from search.synonyms import MOST_EXPANSIONS, Rule, expansions
from search.syntax import parse
from tests import factories
from tests.search.conftest import Ask, titles
from wiki.communities.models import CommunityPage
from wiki.people.models import User

BOTH, ONE = Direction.TWO_WAY, Direction.ONE_WAY


def rules(*given: tuple) -> tuple[Rule, ...]:
    return tuple(Rule(*(*rule, BOTH, "")[:4]) for rule in given)


def added(question: str, *given: tuple) -> list[str]:
    return [e.words for e in expansions(parse(question), rules(*given))]


RH = ("RH", "ressources humaines\npersonnel")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("rh", ["ressources humaines", "personnel"]),
        ("Le R.H. du site", ["ressources humaines", "personnel"]),
        ("la ressource humaine", ["RH", "personnel"]),
        ("l’RESSOURCES HUMAINES", ["RH", "personnel"]),
        ("personnels", ["RH", "ressources humaines"]),
        ("personnel rh", ["ressources humaines"]),
        ("ressources", []),
        ("humaines ressources", []),
        ('"rh"', []),
        ("-rh", []),
        ("rhume", []),
        ("", []),
    ],
)
def test_words_find_their_equivalents(question: str, expected: list[str]):
    assert added(question, RH) == expected


def test_one_way_does_not_come_back():
    rule = ("COPIL", "comité de pilotage", ONE)
    assert added("copil", rule) == ["comité de pilotage"]
    assert added("comite de pilotage", rule) == []


def test_the_longest_sequence_wins():
    given = (("retour", "renvoi"), ("retour d’expérience", "RETEX"))
    assert added("un retour d'experience à chaud", *given) == ["RETEX"]
    assert added("un retour de congé", *given) == ["renvoi"]


def test_several_synonyms_of_one_word_add_up_and_languages_stay():
    given = rules(("RSE", "responsabilité sociétale", ONE, "fr"), ("RSE", "CSR", ONE, "en"))
    assert expansions(parse("rse"), given) == (
        Expansion("responsabilité sociétale", "fr"),
        Expansion("CSR", "en"),
    )


def test_a_question_is_not_expanded_without_end():
    many = [(f"mot{n}", f"un{n}\ndeux{n}\ntrois{n}") for n in range(30)]
    question = " ".join(f"mot{n}" for n in range(30))
    assert len(added(question, *many)) == MOST_EXPANSIONS


@pytest.mark.django_db
def test_a_synonym_holds_from_the_very_next_search(
    ask: Ask, committed: Any, community: CommunityPage
):
    with committed():
        factories.guide(community, title="Conduire un retour d’expérience")
        factories.guide(community, title="Le RETEX en bref")
        factories.guide(community, title="Préparer une réunion")
    assert titles(ask("q=retex")) == ["Le RETEX en bref"]
    synonym = Synonym.objects.create(words="RETEX", equivalents="retour d’expérience")
    assert titles(ask("q=retex")) == ["Le RETEX en bref", "Conduire un retour d’expérience"]
    assert ask("q=retex").total == 2
    back = titles(ask("q=retours d'experience"))
    assert back[0] == "Conduire un retour d’expérience"
    assert "Le RETEX en bref" in back
    assert titles(ask('q="retex"')) == ["Le RETEX en bref"]
    synonym.direction = ONE
    synonym.save()
    assert titles(ask("q=retour d’expérience")) == ["Conduire un retour d’expérience"]
    synonym.active = False
    synonym.save()
    assert titles(ask("q=retex")) == ["Le RETEX en bref"]
    Synonym.objects.update_or_create(pk=synonym.pk, defaults={"active": True})
    assert ask("q=retex").total == 2
    synonym.delete()
    assert ask("q=retex").total == 1


@pytest.mark.django_db
def test_a_synonym_holds_for_texts_of_its_language(
    ask: Ask, committed: Any, community: CommunityPage
):
    with committed():
        factories.guide(community, title="Plan de formation", summary="Un chat pour parler.")
        factories.guide(community, title="Chat rooms", summary="Formation of teams.", language="en")
    Synonym.objects.create(words="cours", equivalents="formation", language="fr")
    assert titles(ask("q=cours")) == ["Plan de formation"]


@pytest.mark.django_db
def test_words_left_out_stay_out(ask: Ask, committed: Any, community: CommunityPage):
    with committed():
        factories.guide(community, title="Ressources humaines")
        factories.guide(community, title="Service RH")
    Synonym.objects.create(words="RH", equivalents="ressources humaines")
    assert sorted(titles(ask("q=rh"))) == ["Ressources humaines", "Service RH"]
    assert titles(ask("q=rh -humaines")) == ["Service RH"]


@pytest.mark.django_db
def test_what_a_synonym_finds_keeps_its_rights(
    ask: Ask, committed: Any, community: CommunityPage, reader: User
):
    closed = factories.community(title="Direction")
    with committed():
        factories.restrict(closed, groups=["Direction"])
        factories.guide(closed, title="Plan de ressources humaines")
        factories.guide(community, title="Service RH")
    Synonym.objects.create(words="RH", equivalents="ressources humaines")
    insider = factories.user("dir@example.org", groups=["Direction"])
    assert titles(ask("q=rh", reader)) == ["Service RH"]
    assert ask("q=rh", reader).total == 1
    assert ask("q=rh", insider).total == 2


@pytest.mark.django_db
def test_a_thousand_synonyms_cost_no_query_more(
    ask: Ask, committed: Any, community: CommunityPage, django_assert_max_num_queries: Any
):
    with committed():
        factories.guide(community, title="Service RH")
    Synonym.objects.bulk_create(
        Synonym(words=f"sigle{n}", equivalents=f"forme longue {n}") for n in range(1_000)
    )
    Synonym.objects.create(words="sigle", equivalents="RH")
    assert titles(ask("q=sigle")) == ["Service RH"]
    with django_assert_max_num_queries(6):
        ask("q=sigle")


def test_a_two_way_synonym_of_the_whole_question_says_the_same():
    two_way = rules(("RETEX", "retour d’expérience"))
    assert [other.worth for other in expansions(parse("retex"), two_way)] == [INSTEAD]
    assert [other.worth for other in expansions(parse("mener un retex"), two_way)] == [BESIDE]
    one_way = rules(("feedback", "retour d’expérience", ONE))
    assert [other.worth for other in expansions(parse("feedback"), one_way)] == [BESIDE]
