"""People, themes, communities and tags that the files name."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from wiki.communities.models import CommunityPage
from wiki.core.models import Theme
from wiki.core.text import anchor_slug
from wiki.people.models import User


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
            if name := person.get_full_name():
                directory._people.setdefault(anchor_slug(name), person.pk)
        directory._load_themes(Theme.objects.all())
        for community in CommunityPage.objects.all():
            directory.add_community(community)
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

    def add_community(self, community: CommunityPage) -> None:
        """Know one more community, made by the import itself."""
        self._communities[anchor_slug(community.title)] = community.pk
        self._communities[community.slug] = community.pk

    def person(self, name: str) -> int | None:
        """The person with this e-mail address or full name."""
        return self._people.get(name.strip().lower()) or self._people.get(anchor_slug(name))

    def theme(self, name: str) -> int | None:
        """The theme with this slug, label or synonym."""
        return self._themes.get(anchor_slug(name))

    def community(self, name: str) -> int | None:
        """The community with this slug or title."""
        return self._communities.get(anchor_slug(name))
