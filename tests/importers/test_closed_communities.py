"""What is imported into a closed community is closed, its pictures too."""

from django.test import Client

from tests.importers.conftest import Folder
from wiki.communities.models import CommunityPage
from wiki.core.models import RecueilImage
from wiki.people.models import User

README = "---\ntype: community\ntitle: {0}\nslug: {0}\nsummary: S.\n{1}---\n\n## Domaine\n\nMot.\n"


def test_pictures_go_to_the_collection_of_the_community_that_shows_them(
    folder: Folder, client: Client, reader: User
) -> None:
    folder.write("a/README.md", README.format("a", "visibility: hidden\njoining: invitation\n"))
    folder.write("b/README.md", README.format("b", ""))
    folder.picture("a/own.png", colour="red")
    folder.picture("a/shared.png", colour="blue")
    folder.write("a/guides/g.md", "# G\n\n![Un](../own.png)\n\n![Deux](../shared.png)\n")
    folder.write("b/guides/h.md", "# H\n\n![Deux](../../a/shared.png)\n")
    folder.load()
    closed = CommunityPage.objects.get(slug="a")
    own, shared = (RecueilImage.objects.get(title=title) for title in ("Un", "Deux"))
    assert own.collection == closed.collection
    assert shared.collection.depth == 1
    client.force_login(reader)
    assert client.get(own.file.url).status_code == 404
    assert client.get(shared.file.url).status_code == 200
    folder.load()
    own.refresh_from_db()
    assert own.collection == closed.collection
