"""A page is silent about the pictures and documents that some of its readers may not open."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Collection

from guides.models import GuidePage
from tests import factories, files
from wiki.communities.models import CommunityPage
from wiki.core.models import RecueilDocument, RecueilImage
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed() -> Collection:
    """The collection of the group « red »."""
    place = files.collection("Rouge")
    files.close(place, groups=["red"])
    return place


def secrets(place: Collection) -> tuple[RecueilImage, RecueilDocument]:
    """A picture and a document, all of whose words say « secret »."""
    image = files.picture("Schema secret", within=place)
    image.credit = "Credit secret"
    image.save()
    document = files.document("Fiche secret", within=place, description="Description secret")
    return image, document


def guide(section: CommunityPage, image: RecueilImage, document: RecueilDocument) -> GuidePage:
    """A guide that shows both in every way."""
    picture = {"image": image, "alt_text": "Alternative secret", "caption": "Légende secret"}
    video = {"url": "https://example.org/v", "title": "Film", "poster": image}
    return factories.guide(
        section,
        cover=image,
        body=[
            ("text", f'<p>Prendre <a linktype="document" id="{document.pk}">la fiche</a>.</p>'),
            ("markdown", f"Avant ![Dessin secret](image:{image.pk}) après."),
            ("markdown", f"[Le reste](document:{document.pk}) et [en grand](image:{image.pk})"),
            ("image", picture),
            ("file", {"document": document, "title": ""}),
            ("file", {"document": document, "title": "Titre secret"}),
            ("video", video),
        ],
    )


def read(url: str, person: User | None = None) -> str:
    client = Client()
    if person:
        client.force_login(person)
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def silent(html: str, image: RecueilImage, document: RecueilDocument) -> bool:
    """Whether neither words nor addresses of the files are in the page."""
    traces = ["secret", "original_images", "/media/images", f"/documents/{document.pk}/"]
    return not any(trace in html for trace in traces)


def test_an_open_page_says_nothing_of_closed_files(
    community: CommunityPage, closed: Collection, reader: User, admin: User
) -> None:
    image, document = secrets(closed)
    page = guide(community, image, document)
    member = factories.user("red@example.org", groups=["red"])
    # The page is the same for all its readers, those who may open the files too.
    for person in (None, reader, member, admin):
        html = read(page.url, person)
        assert silent(html, image, document)
        assert "Picture not available" not in html
    for words in ("la fiche", "Le reste", "en grand", "Avant", "Film"):
        assert words in read(page.url)  # the author's own text stays


def test_the_files_show_when_their_collection_opens_and_go_when_it_closes(
    community: CommunityPage,
) -> None:
    place = files.collection("Rouge")
    image, document = secrets(place)
    page = guide(community, image, document)
    shown = ["Alternative secret", "Dessin secret", "Légende secret", "Credit secret",
             "Fiche secret", "Titre secret", "Description secret", document.url,
             'property="og:image"']  # fmt: skip
    html = read(page.url)
    assert [words for words in shown if words not in html] == []
    restriction = files.close(place)
    assert silent(read(page.url), image, document)
    restriction.delete()
    assert read(page.url) == html


def test_a_group_that_joins_or_leaves_a_restriction_counts_at_once(
    community: CommunityPage, closed: Collection
) -> None:
    image, document = secrets(closed)
    factories.restrict(community, groups=["red"])
    page = guide(community, image, document)
    member = factories.user("red@example.org", groups=["red"])
    assert "Alternative secret" in read(page.url, member)
    restriction = closed.view_restrictions.get()
    restriction.groups.set([factories.user("b@example.org", groups=["blue"]).groups.get()])
    assert silent(read(page.url, member), image, document)


def test_a_page_as_closed_as_its_files_shows_them(
    community: CommunityPage, closed: Collection, reader: User
) -> None:
    image, document = secrets(closed)
    factories.restrict(community, groups=["red"])
    page = guide(community, image, document)
    html = read(page.url, factories.user("red@example.org", groups=["red"]))
    assert "Alternative secret" in html
    assert document.url in html


def test_a_page_for_people_who_sign_in_shows_what_they_may_open(
    community: CommunityPage, reader: User
) -> None:
    place = files.collection("Interne")
    files.close(place)
    image, document = secrets(place)
    factories.restrict(community, groups=["red", "blue"])
    page = guide(community, image, document)
    html = read(page.url, factories.user("blue@example.org", groups=["blue"]))
    assert "Alternative secret" in html


def test_the_author_is_told_in_the_preview(community: CommunityPage, closed: Collection) -> None:
    image, document = secrets(closed)
    page = guide(community, image, document)
    response = page.make_preview_request(preview_mode=page.default_preview_mode)
    html = response.content.decode()
    assert html.count("picture-missing") == 3
    assert silent(html, image, document)


def test_the_exported_file_follows_the_person_who_takes_it(
    community: CommunityPage, closed: Collection, reader: User
) -> None:
    image, document = secrets(closed)
    page = guide(community, image, document)
    url = f"/export/{page.pk}.md"
    for person in (None, reader):
        text = read(url, person)
        assert silent(text, image, document)
        assert "Prendre la fiche." in text
    text = read(url, factories.user("red@example.org", groups=["red"]))
    for words in ("Dessin secret", "Alternative secret", "Titre secret", document.url):
        assert words in text


def test_the_question_costs_nothing_where_no_collection_is_closed(
    community: CommunityPage, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    place = files.collection("Rouge")
    image, document = secrets(place)
    page = guide(community, image, document)
    read(page.url, factories.user("a@example.org"))
    person = factories.user("b@example.org")
    client = Client()
    client.force_login(person)
    with django_assert_max_num_queries(32):
        client.get(page.url)
    files.close(place)
    client.get(page.url)
    with django_assert_max_num_queries(35):  # the picture's, the document's, the cover's place
        client.get(page.url)
