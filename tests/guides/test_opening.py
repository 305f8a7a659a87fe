"""A new community with what it begins with, and pages to copy that nobody reads."""

import pytest
from django.contrib.auth.models import Permission

from guides.models import GuideIndexPage, GuidePage, IndexPage, KnowledgePage
from guides.opening import Starter, open_with_content
from guides.queries import knowledge
from guides.services import SECTIONS
from guides.starters import starters
from guides.templates_to_copy import start_from, templates_of
from home.models import HomePage
from search.eligibility import indexable_pages
from tests import factories
from wiki.communities.errors import NotAllowed
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Joining, Role, Visibility
from wiki.communities.services.opening import NewCommunity
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def opener(home: HomePage) -> User:
    person = factories.user("ouvre@example.org", first_name="Inès")
    person.user_permissions.add(Permission.objects.get(codename="open_community"))
    return User.objects.get(pk=person.pk)


def opened(by: User, *, language: str = "fr", **fields: object) -> CommunityPage:
    new = NewCommunity(title="Accueil", summary="Accueillir mieux.", **fields)  # type: ignore[arg-type]
    return open_with_content(new, by=by, chosen=set(Starter), language=language).community


def test_it_is_there_with_its_sections_and_its_facilitators(opener: User, reader: User) -> None:
    new = NewCommunity(title="Accueil", summary="Accueillir mieux.")
    community = open_with_content(new, by=opener, facilitators=[reader]).community
    assert community.live
    assert community.live_revision.user == opener
    assert IndexPage.objects.live().child_of(community).count() == len(SECTIONS)
    roles = Membership.objects.filter(community=community).values_list("person", "role")
    assert set(roles) == {(opener.pk, Role.FACILITATOR), (reader.pk, Role.FACILITATOR)}
    assert not KnowledgePage.objects.exists()


def test_not_everybody_opens_one(home: HomePage, reader: User) -> None:
    with pytest.raises(NotAllowed):
        opened(reader)
    assert not CommunityPage.objects.exists()


def test_two_of_one_name_have_two_addresses(opener: User) -> None:
    assert opened(opener).slug == "accueil"
    assert opened(opener).slug == "accueil-2"


def test_the_address_of_a_hidden_one_tells_nobody_its_name(opener: User) -> None:
    hidden = opened(opener, visibility=Visibility.HIDDEN, joining=Joining.INVITATION)
    assert "accueil" not in hidden.slug
    assert opened(opener).slug == "accueil"
    other = opened(opener, visibility=Visibility.HIDDEN, joining=Joining.INVITATION)
    assert other.slug != hidden.slug


@pytest.mark.parametrize("language", ["fr", "en"])
def test_starter_content_is_complete_and_hidden(
    opener: User, admin: User, language: str, django_capture_on_commit_callbacks: object
) -> None:
    community = opened(opener, language=language)
    assert community.charter == starters(language).charter
    assert set(templates_of(community).values_list("language", flat=True)) == {language}
    found = {page.specific_class.search_kind: page.specific for page in templates_of(community)}
    assert set(found) == {"guide", "case", "watch", "series", "digest"}
    for page in found.values():
        page.full_clean()
        assert all(
            len(part.body) for part in page.parts() if part.anchor not in {"figures", "see-also"}
        )
    welcome = GuidePage.objects.get(is_template=False)
    assert [block.value["title"] for block in welcome.steps]
    # Whoever asks, and however: these are drafts.
    assert not knowledge(admin).exists()
    assert (
        not indexable_pages()
        .filter(path__startswith=community.path, knowledgepage__isnull=False)
        .exists()
    )


def test_members_begin_with_a_copy(opener: User, reader: User) -> None:
    community = opened(opener)
    template = templates_of(community).get(guidepage__isnull=False)
    with pytest.raises(NotAllowed):
        start_from(template, title="Recevoir", by=reader)
    member = factories.member(community, "membre@example.org")
    page = start_from(template, title="Recevoir un visiteur", by=member)
    page = GuidePage.objects.get(pk=page.pk)
    assert (page.slug, page.owner, page.live) == ("recevoir-un-visiteur", member, False)
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.is_template) == ("Recevoir un visiteur", False)
    assert [block.value["title"] for block in draft.steps] == [
        block.value["title"] for block in template.specific.steps
    ]
    assert page.permissions_for_user(User.objects.get(pk=member.pk)).can_edit()
    assert templates_of(community).count() == 5
    with pytest.raises(NotAllowed):
        start_from(page, title="Encore", by=member)


def test_a_page_of_each_type_begins_with_a_copy(opener: User) -> None:
    community = opened(opener)
    member = factories.member(community, "membre@example.org")
    for template in templates_of(community):
        page = start_from(template, title="La mienne", by=member).specific
        assert type(page) is template.specific_class
        assert (page.owner, page.is_template, page.live) == (member, False, False)
        mine, theirs = ([part.body.raw_data for part in each.parts()] for each in
                        (page, template.specific))  # fmt: skip
        assert list(map(len, mine)) == list(map(len, theirs))


def test_a_template_that_is_published_is_a_page(opener: User) -> None:
    community = opened(opener)
    page = templates_of(community).get(guidepage__isnull=False).specific
    page.get_latest_revision().publish(user=opener)
    page.refresh_from_db()
    assert (page.live, page.is_template) == (True, False)
    draft = page.get_latest_revision_as_object()
    draft.title = "Un vrai guide"
    draft.save_revision().publish()
    assert templates_of(community).count() == 4


def test_a_hidden_one_is_closed_from_the_first_moment(opener: User, reader: User) -> None:
    community = opened(opener, visibility=Visibility.HIDDEN, joining=Joining.INVITATION)
    section = factories.index_of(community, GuideIndexPage)
    assert section.get_view_restrictions().count() == 1
