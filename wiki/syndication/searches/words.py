"""A search in words: what it asks for and what narrows it."""

from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from search.kinds import kinds
from search.params import SearchParams
from wiki.communities.audience import Viewer
from wiki.communities.queries import listed
from wiki.core.languages import Language
from wiki.core.models import Theme


@dataclass(frozen=True, slots=True)
class Names:
    """What the values of filters are called, by facet and value, for one viewer.

    A value without a name here is shown as the address has it: a community or a tag of
    which the viewer may not know is named by nothing else.
    """

    by_facet: dict[str, dict[str, str]]

    @classmethod
    def known_to(cls, viewer: Viewer) -> Self:
        """All of them (six queries at most), for as many searches as one likes."""
        return cls(
            {
                "type": {key: str(kind.label_plural) for key, kind in kinds().items()},
                "theme": {theme.slug: theme.label for theme in Theme.objects.all()},
                "community": dict(listed(viewer).values_list("slug", "title")),
                "language": {value: str(label) for value, label in Language.choices},
            }
        )

    def of(self, params: SearchParams) -> str:
        """One line: the question, then the filters."""
        parts = [f"« {params.text} »"] if params.text else []
        for facet, values in params.filters.items():
            names = self.by_facet.get(facet, {})
            parts += [names.get(value, value) for value in values]
        return ", ".join(parts) or _("All pages")
