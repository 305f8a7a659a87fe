"""What elements of a text need to be used by everybody, and what blocks may hold."""

import pytest
from wagtail.rich_text import RichText

from wiki.core.blocks import BodyBlocks
from wiki.core.blocks.words import READERS, words_of
from wiki.core.outline import SourcePart, outline
from wiki.core.rich_text import editable_html, rich_html

pytestmark = pytest.mark.django_db


def shown(html: str, language: str = "fr") -> str:
    return outline([SourcePart("", "", html)], language=language).parts[0].html


def test_tables_have_headers_and_a_frame_that_scrolls() -> None:
    html = shown(
        "<table><caption>Tarifs</caption><thead><tr><th></th><th>B</th></tr></thead>"
        "<tbody><tr><th>C</th><td>1</td></tr></tbody></table>"
    )
    assert '<th scope="col">B</th>' in html
    assert '<th scope="row">C</th>' in html
    assert 'aria-label="Tarifs"' in html
    assert 'role="region"' in html
    assert html.count("tabindex") == 1
    assert shown(html).count("table-frame") == 1


def test_code_can_be_scrolled_from_the_keyboard() -> None:
    assert '<pre tabindex="0">' in shown("<pre>x</pre>")


def test_no_mark_of_ours_is_left() -> None:
    html = shown('<div data-outline><h3>A</h3><p><span data-interface="">Mot ?</span></p></div>')
    assert "data-outline" not in html
    assert "data-interface" not in html
    assert "Mot ?" in html  # the interface brings its own typography
    assert shown("<p> </p><p></p><p>a</p>") == "<p>a</p>"


def test_a_passage_in_another_language_keeps_its_spaces() -> None:
    assert "What ?" in shown('<p lang="en">What ?</p>')
    assert "Quoi ?" in shown("<p>Quoi ?</p>", "en")


def test_rich_text_is_cleaned_and_its_links_kept_for_later() -> None:
    source = '<p onclick="x"><a linktype="page" id="3">a</a><script>x</script></p>'
    assert rich_html(source) == '<p><a href="page:3" rel="noopener noreferrer">a</a></p>'


def test_what_the_editor_gets_is_what_it_can_read() -> None:
    source = '<a linktype="page" id="3">a</a> <a linktype="page" id="x">b</a> <a linktype="w">c</a>'
    assert editable_html(source).startswith('<a linktype="page" id="3">a</a>')
    assert editable_html(source).count("linktype") == 1


def test_every_block_has_a_reader_for_the_search() -> None:
    assert set(BodyBlocks().child_blocks) <= set(READERS)


def test_words_come_from_stored_values_of_any_age() -> None:
    raw = [
        {"type": "checklist", "value": {"title": "", "items": ["a", {"value": "b", "type": "i"}]}},
        {"type": "steps", "value": {"steps": [{"title": "T", "text": "<p>x</p>"}]}},
        {"type": "unknown", "value": "secret"},
        {"type": "heading", "value": {"text": "<b>", "level": "3", "anchor": 'a"b'}},
    ]
    html = words_of(raw)
    assert "<p>a</p><p>b</p>" in html
    assert "<h3>T</h3><p>x</p>" in html
    assert "secret" not in html
    assert '<h3 id="a&quot;b">&lt;b&gt;</h3>' in html


def test_a_rich_text_block_survives_any_stored_value() -> None:
    block = BodyBlocks().child_blocks["text"]
    for source in ('<a linktype="page" id="no">x</a>', "<p><b>a<i>b</p>", "<img><table><td>"):
        assert "blocks" in block.get_form_state(RichText(source))
