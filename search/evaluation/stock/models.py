"""A text as a page of a first Wagtail site: a title and a body."""

from typing import ClassVar

from django.db import models
from modelsearch import index

from search.evaluation.stock.settings import SIDE


class Text(index.Indexed, models.Model):
    """One text of a set, searched in its title and its body."""

    key = models.TextField()
    title = models.TextField()
    body = models.TextField()

    search_fields: ClassVar = [
        index.SearchField("title", boost=SIDE.title_boost),
        index.SearchField("body", boost=SIDE.text_boost),
        index.AutocompleteField("title"),
    ]

    def __str__(self) -> str:
        return self.title
