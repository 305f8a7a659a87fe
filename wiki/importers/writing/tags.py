"""Free tags by name; a tag that is missing is made once."""

from collections.abc import Iterable

from wiki.core.models import KnowledgeTag
from wiki.core.text import anchor_slug


class TagBook:
    """Finds tags without asking the database for each page: case and accents do not matter."""

    def __init__(self) -> None:
        self._tags: dict[str, KnowledgeTag] | None = None

    def named(self, names: Iterable[str]) -> list[KnowledgeTag]:
        """The tags of these names, each once."""
        if self._tags is None:
            self._tags = {anchor_slug(tag.name): tag for tag in KnowledgeTag.objects.all()}
        found: dict[int, KnowledgeTag] = {}
        for name in names:
            key = anchor_slug(name)
            tag = self._tags.get(key)
            if tag is None:
                tag = self._tags[key] = KnowledgeTag.objects.create(name=name)
            found[tag.pk] = tag
        return list(found.values())
