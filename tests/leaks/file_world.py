"""Random pictures and documents, each of which can be told by words of its own.

All words of a file, the name in its addresses included, are ``fiv`` and its code.
"""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Collection

from guides.models import GuidePage
from tests import files
from tests.leaks.world import World
from wiki.communities.models import CommunityPage
from wiki.core.models import RecueilDocument, RecueilImage

LIBRARY = {"image": RecueilImage, "document": RecueilDocument}
KINDS_OF_CLOSING = ("login", "groups", "groups", "password")


@dataclass(frozen=True)
class Kept:
    """A file of the random site."""

    kind: str
    pk: int

    def now(self) -> Any:
        """The picture or document as it is now."""
        return LIBRARY[self.kind].objects.get(pk=self.pk)


def add_files(world: World) -> None:
    """Files in the collections of communities and beside them; some pages show some of them."""
    for place in _places(world):
        for kind in world.random.sample(list(LIBRARY), world.random.randint(1, 2)):
            code = world.code()
            world.files[code] = Kept(kind, _file(kind, f"fiv{code}", place).pk)
    for page in world.pages:
        if isinstance(page, GuidePage) and world.random.random() < 0.6:
            _show(world, page)


def _places(world: World) -> list[Collection]:
    root, random = Collection.get_first_root_node(), world.random
    ids = CommunityPage.objects.exclude(collection=None).values_list("collection", flat=True)
    places = [root, files.collection("Ailleurs"), *Collection.objects.filter(pk__in=ids)]
    for place in list(places):
        if random.random() < 0.4:
            inner = files.collection(f"Dedans {place.pk}", parent=place)
            restriction = files.close(inner, kind=random.choice(KINDS_OF_CLOSING))
            restriction.groups.set(random.sample(world.groups, random.randint(0, 2)))
            places.append(inner)
    return places


def _file(kind: str, words: str, place: Collection) -> Any:
    if kind == "image":
        picture = files.picture(words, within=place)
        picture.get_rendition("width-20")  # before what an outlet writes is undone
        return picture
    return files.document(words, within=place, description=words)


def _show(world: World, page: GuidePage) -> None:
    """The page shows some of the files in its text, in its figures and as its cover."""
    body = list(page.body.raw_data)
    for kept in world.random.sample(list(world.files.values()), min(2, len(world.files))):
        file = kept.now()
        if kept.kind == "image":
            body.append({"type": "markdown", "value": f"![Dessin](image:{kept.pk})"})
            body.append({"type": "image", "value": {"image": kept.pk, "alt_text": "Dessin"}})
            page.cover = file
        else:
            link = f'<p><a linktype="document" id="{kept.pk}">suite</a></p>'
            body.append({"type": "text", "value": link})
            body.append({"type": "file", "value": {"document": kept.pk, "title": ""}})
    now = GuidePage.objects.get(pk=page.pk)
    now.body, now.cover = GuidePage.body.field.stream_block.to_python(body), page.cover
    now.save()
