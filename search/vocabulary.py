"""What editors keep for the search, read again only after a change.

Synonyms, chosen results and the labels of themes are few and change rarely, while every
results page needs them all. They are kept under the version of the content
(``wiki.core.changes``), which every change starts anew: one small query tells that they
still hold, in every process, from the very next search.
"""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from search.models import Pin, Synonym
from search.pins import Choice, stored_choices
from search.synonyms import Rule, stored_rules
from wiki.core.changes import content_version, note_change
from wiki.core.models import Theme

#: Seconds; a version is not used twice within an hour.
LIFETIME = 600


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Synonyms and chosen results in use, and the themes."""

    rules: tuple[Rule, ...]
    choices: tuple[Choice, ...]
    themes: dict[str, Theme]


def vocabulary() -> Vocabulary:
    """What editors keep, as of now (one query, four after a change)."""
    name = f"search-vocabulary-{content_version()}"
    kept: Vocabulary | None = cache.get(name)
    if kept is None:
        themes = {theme.slug: theme for theme in Theme.objects.all()}
        kept = Vocabulary(stored_rules(), stored_choices(), themes)
        cache.set(name, kept, LIFETIME)
    return kept


@receiver([post_save, post_delete], sender=Synonym)
@receiver([post_save, post_delete], sender=Pin)
def _changed(sender: type, **kwargs: Any) -> None:
    note_change()
