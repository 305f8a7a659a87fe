"""What an answer says is all of it but the question's own words."""

from django.http import HttpResponse

from tests.leaks.registry import said


def test_the_words_that_were_asked_are_no_news() -> None:
    assert "tivabcdfg" not in said(HttpResponse("« tivabcdfg » : rien"), "tivabcdfg")
    assert "/slvabcdfg/" not in said(HttpResponse("?next=%2Fslvabcdfg%2F"), "/slvabcdfg/")


def test_a_word_that_only_begins_like_the_question_is_an_answer() -> None:
    assert "tivabcdfg" in said(HttpResponse("<b>tivabcdfg</b>"), "tiv")
    assert "tivabcdfg" in said(HttpResponse("tivabcdfg"), "tivab")
