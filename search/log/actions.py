"""What an editor may do about a question: a synonym, or words added to a page."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from search.log.queries import Question
from search.models import Synonym
from wiki.people.models import User


@dataclass(frozen=True, slots=True)
class Action:
    """A link beside a question."""

    label: str | Promise
    url: str


def actions(question: Question, user: User) -> list[Action]:
    """What this person may do about it."""
    found = []
    synonyms = getattr(Synonym, "snippet_viewset", None)
    if synonyms and user.has_perm("search.add_synonym"):
        given = {"words": question.earlier or question.question}
        if question.earlier:
            given["equivalents"] = question.question
        found.append(Action(_("Add a synonym"), _address(synonyms.get_url_name("add"), given)))
    words = {"words": question.earlier or question.question}
    if question.earlier:
        # The second wording may find what the first one did not.
        words["find"] = question.question
    found.append(Action(_("Add keywords to a page"), _address("search_log_keywords", words)))
    return found


def _address(name: str, query: dict[str, str]) -> str:
    return f"{reverse(name)}?{urlencode(query)}"


class ActionsColumn(Column):
    """The links of a row."""

    cell_template_name = "search/log/actions.html"

    def __init__(self, name: str, *, user: User, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.user = user

    def get_value(self, instance: Question) -> list[Action]:
        return actions(instance, self.user)
