"""People, themes, communities and tags that the files name."""

import re
from dataclasses import dataclass, field

from django.db.models import QuerySet

from wiki.communities.models import CommunityPage
from wiki.core.models import Theme
from wiki.core.text import anchor_slug
from wiki.people.models import User

#: The address in « Awa Diallo <awa@example.org> ».
_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")


@dataclass(slots=True)
class Directory:
    """Finds each by any of its names; read once per import."""

    _people: dict[str, int] = field(default_factory=dict)
    _themes: dict[str, int] = field(default_factory=dict)
    _communities: dict[str, int] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Directory":
        """All that the database knows."""
        directory = cls()
        for person in User.objects.all():
            directory._people[person.email.lower()] = person.pk
            if name := person.own_name:
                directory._people.setdefault(anchor_slug(name), person.pk)
        directory._load_themes(Theme.objects.all())
        for community in CommunityPage.objects.all():
            for name in (community.title, community.slug):
                directory._communities[anchor_slug(name)] = community.pk
        return directory

    def _load_themes(self, themes: QuerySet[Theme]) -> None:
        """Slugs and labels win over other words for another theme."""
        for theme in themes:
            for name in (theme.slug, theme.label_fr, theme.label_en):
                if name:
                    self._themes[anchor_slug(name)] = theme.pk
        for theme in themes:
            for synonym in theme.synonym_list:
                self._themes.setdefault(anchor_slug(synonym), theme.pk)

    def add_community_name(self, name: str, number: int) -> None:
        """One more name for a community: files say the name of its folder."""
        self._communities.setdefault(anchor_slug(name), number)

    def person(self, name: str) -> int | None:
        """The person with this e-mail address or full name."""
        address = _ADDRESS.search(name)
        if address and (known := self._people.get(address[0].lower())):
            return known
        return self._people.get(anchor_slug(_ADDRESS.sub("", name)))

    def theme(self, name: str) -> int | None:
        """The theme with this slug, label or synonym."""
        return self._themes.get(anchor_slug(name))

    def community(self, name: str) -> int | None:
        """The community with this slug or title."""
        return self._communities.get(anchor_slug(name))
