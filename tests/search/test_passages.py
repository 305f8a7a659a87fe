"""A result opens the page at the section that answers, and shows the words that do."""

import pytest

from search.engines.embedded.analysis import CHAINS
from search.engines.embedded.passages import Wanted, best_passage
from tests import factories
from tests.search.conftest import Ask
from wiki.communities.models import CommunityPage
from wiki.core.search_content import SearchContent, Section

FRENCH = CHAINS["fr"]


def passage(text: str, *words: str, heading: str = "", summary: str = "", title: str = "Titre"):
    wanted = Wanted(FRENCH, {FRENCH.stem(word): 1.0 for word in words})
    content = SearchContent(
        1, "guide", "fr", title, "/", summary=summary, sections=(Section("a", heading, text),)
    )
    return best_passage(content, wanted)


def test_the_article_is_no_part_of_the_mark():
    assert passage("À l’école.", "école").html == "À l’<mark>école</mark>."
    assert passage("Aux ECOLES d'ici", "école").html == "Aux <mark>ECOLES</mark> d&#x27;ici"
    assert passage("Évaluer, l’évaluation", "évaluation").html == (
        "<mark>Évaluer</mark>, l’<mark>évaluation</mark>"
    )


def test_text_is_encoded_and_only_marks_are_markup():
    html = passage("<mark>école</mark> & <b>", "école").html
    assert html == "&lt;mark&gt;<mark>école</mark>&lt;/mark&gt; &amp; &lt;b&gt;"


@pytest.mark.parametrize("text", ["İİİ école", "ŒUVRE école", "ﬁn école", "école" * 1, "ß école"])
def test_offsets_stay_true_whatever_the_letters(text: str):
    assert "<mark>école</mark>" in passage(text, "école").html


def test_a_long_text_is_cut_around_the_words_between_words():
    text = (
        "Rien à dire ici. " * 40 + "Voici le mentorat en trois temps. " + "Et encore autre. " * 40
    )
    html = passage(text, "mentorat").html
    assert html.startswith("… ")
    assert html.endswith(" …")
    assert "<mark>mentorat</mark>" in html
    assert 150 < len(html) < 320


def test_the_summary_is_shown_when_no_section_says_more():
    shown = passage("Autre texte.", "mentorat", summary="Du mentorat.")
    assert (shown.anchor, shown.html) == ("", "Du <mark>mentorat</mark>.")


def test_a_heading_alone_can_answer():
    shown = passage("Trois temps, deux personnes.", "mentorat", heading="Le mentorat")
    assert (shown.anchor, shown.heading) == ("a", "Le mentorat")
    assert shown.html == "Trois temps, deux personnes."


def test_a_result_opens_at_the_section_that_answers(community: CommunityPage, committed, ask: Ask):
    body = [
        ("text", "<p>Un guide pour commencer.</p>"),
        ("heading", {"text": "Préparer la salle", "level": "2", "anchor": ""}),
        ("text", "<p>Disposer les chaises en cercle.</p>"),
        ("heading", {"text": "Conclure", "level": "2", "anchor": ""}),
        ("text", "<p>Chacun dit ce qu’il retient de l’évaluation collective.</p>"),
    ]
    with committed():
        guide = factories.guide(community, title="Animer une réunion", body=body)
    hit = ask("q=evaluer collectivement").hits[0]
    assert hit.section_heading == "Conclure"
    assert hit.url == f"{guide.url}#conclure"
    assert "l’<mark>évaluation</mark>" in hit.extract
    hit = ask("q=disposition des chaises").hits[0]
    assert (hit.section_heading, hit.section_anchor) == ("Préparer la salle", "preparer-la-salle")


def test_a_step_is_a_section(community: CommunityPage, committed, ask: Ask):
    step = {"title": "Inviter", "text": "<p>Envoyer un courriel.</p>", "tips": ""}
    last = {"title": "Remercier", "text": "<p>Écrire à chaque participante.</p>", "tips": ""}
    with committed():
        guide = factories.guide(community, steps=[("step", step), ("step", last)])
    hit = ask("q=participantes").hits[0]
    assert "Remercier" in hit.section_heading
    assert hit.url.startswith(f"{guide.url}#")
