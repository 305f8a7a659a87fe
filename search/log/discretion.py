"""Questions that are the title of a page which the reader of a report may not see.

Members of a closed community type its titles like everybody types titles. A report shows
such a question to those only who may read the page.
"""

from collections.abc import Iterable

from wagtail.models import Page

from search.log.queries import Question
from search.text import typed
from wiki.communities.audience import Viewer, readable


def hidden_questions(questions: Iterable[Question], viewer: Viewer) -> frozenset[str]:
    """Of these questions, those to keep from this viewer (three queries at most)."""
    asked = {words for question in questions for words in (question.words, question.before)}
    if not asked:
        return frozenset()
    allowed = readable(Page.objects.all(), viewer)
    closed = Page.objects.exclude(pk__in=allowed.order_by().values("pk"))
    titles = {typed(title) for title in closed.values_list("title", flat=True).iterator()}
    # What anybody may read under the same title is no secret.
    secret = asked & titles
    if not secret:
        return frozenset()
    known = {typed(title) for title in allowed.values_list("title", flat=True).iterator()}
    return frozenset(secret - known)
