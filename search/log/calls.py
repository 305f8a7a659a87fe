"""Questions that found nothing, shown beside the keywords while one writes a page."""

from datetime import timedelta

from django.db.models import Model
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.models import Page

from search.log.discretion import hidden_questions
from search.log.keywords import keywords_of
from search.log.queries import Question, nothing_found, without
from search.models import LoggedSearch
from search.text import WORD, typed
from wiki.communities.audience import Viewer

#: Days looked back, and questions shown: a hint beside a field, not a report.
DAYS, MOST = 91, 6
#: Shorter words (articles, prepositions) do not make a question akin to a title.
SHORTEST = 4


def calls_for_keywords(page: Model, request: HttpRequest) -> str:
    """The note for the form of ``page``; "" when nothing was asked in vain."""
    questions = unanswered(page, request.user) if isinstance(page, Page) else []
    if not questions:
        return ""
    return render_to_string("search/log/unanswered.html", {"questions": questions})


def unanswered(page: Page, viewer: Viewer) -> list[Question]:
    """Recent questions that found no page, those akin to this one's title first.

    Those that stand among its keywords are answered.
    """
    since = timezone.localdate() - timedelta(days=DAYS)
    rows = LoggedSearch.objects.filter(day__gt=since)
    if language := getattr(page, "language", ""):
        rows = rows.filter(language=language)
    questions = nothing_found(rows)
    title = _words(page.title)
    answered = set(map(typed, keywords_of(page)))
    shown = [
        question
        for question in without(questions, hidden_questions(questions, viewer))
        if question.words not in answered
    ]
    return sorted(shown, key=lambda question: not (title & _words(question.words)))[:MOST]


def _words(text: str) -> set[str]:
    return {word for word in WORD.findall(typed(text)) if len(word) >= SHORTEST}
