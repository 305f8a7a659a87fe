"""One's own profile, and the page of a person."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.people import made
from tests.people.reading import main
from tests.together import together
from wiki.communities.models import CommunityPage, Membership
from wiki.core.models import ContentChange
from wiki.people.models import Profile, Seen, User

PROFILE, PREVIEW = "/account/profile/", "/account/profile/preview/"


@pytest.fixture
def signed_in(client: Client, reader: User) -> Client:
    client.force_login(reader)
    return client


# ── One's own profile ─────────────────────────────────────────────────────────


@together("address", [PROFILE, PREVIEW, "/account/", "/account/data/", "/people/"])
def test_visitors_are_asked_to_sign_in(client: Client, home: object, address: str) -> None:
    assert client.get(address).url == f"/account/sign-in/?next={address}"


def test_the_profile_is_saved_and_shown_as_others_see_it(signed_in: Client, reader: User) -> None:
    theme = factories.theme("Veille")
    answer = signed_in.post(PROFILE, made.form(themes=[theme.pk], contact_seen="members"))
    assert answer.url == PREVIEW
    profile = Profile.objects.get(person=reader)
    assert (profile.skills, profile.languages) == (["veille partagée", "entretiens"], ["fr", "de"])
    assert list(profile.themes.all()) == [theme]
    assert profile.listed
    assert not profile.may_be_asked, "only when it is said"
    reader.refresh_from_db()
    assert reader.job_title == "Chargée de veille"
    colleagues, members = (
        main(signed_in.get(PREVIEW, {"as": who})).text for who in ("colleagues", "members")
    )
    assert "entretiens" in colleagues
    assert "lectrice@example.org" not in colleagues
    assert "lectrice@example.org" in members


def test_the_form_comes_back_with_what_was_saved(signed_in: Client, reader: User) -> None:
    signed_in.post(PROFILE, made.form(may_be_asked="on"))
    form = main(signed_in.get(PROFILE))
    assert form.select_one("[name=job_title]")["value"] == "Chargée de veille"
    assert form.select_one("[name=words]").text.split() == ["veille", "partagée", "entretiens"]
    assert [box["value"] for box in form.select("[name=languages][checked]")] == ["fr", "de"]
    assert form.select_one("[name=may_be_asked]").has_attr("checked")


def test_no_preference_is_said_in_words(signed_in: Client, reader: User) -> None:
    form = main(signed_in.get(PROFILE, headers={"accept-language": "en"}))
    assert form.select_one("select[name=contact] option[value='']").text == "No preference"
    assert "-----" not in form.text
    assert form.select_one("label[for=id_contact]").text == "How I like to be asked"
    assert form.select_one("#id_phone_helptext"), "a number is shown with that preference alone"
    assert signed_in.post(PROFILE, made.form(contact="")).url == PREVIEW
    assert Profile.objects.get(person=reader).contact == ""


def test_a_number_is_asked_of_those_who_like_to_be_called(signed_in: Client, reader: User) -> None:
    answer = signed_in.post(PROFILE, made.form(contact="phone", phone=""))
    assert answer.status_code == 422
    assert main(answer).select_one("#id_phone_error").text.strip()
    assert not Profile.objects.exists()


@pytest.mark.parametrize("changes", [{"languages": ["xx"]}, {"skills_seen": "public"}])
def test_what_is_not_offered_is_refused(
    signed_in: Client, reader: User, changes: dict[str, Any]
) -> None:
    assert signed_in.post(PROFILE, made.form(**changes)).status_code == 422
    assert not Profile.objects.exists()


def test_nobody_changes_the_profile_of_another(signed_in: Client, reader: User) -> None:
    other = made.person()
    signed_in.post(PROFILE, made.form(person=other.pk, words="à moi"))
    assert Profile.objects.get(person=other).words == ""
    assert Profile.objects.get(person=reader).words == "à moi"


def test_a_saved_profile_starts_a_new_version_of_pages(signed_in: Client, reader: User) -> None:
    before = ContentChange.objects.count()
    signed_in.post(PROFILE, made.form(job_title=""))
    assert ContentChange.objects.count() > before


def test_the_form_needs_a_token(home: object, reader: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    assert client.post(PROFILE, made.form()).status_code == 403


# ── A person's page ───────────────────────────────────────────────────────────


def test_the_page_shows_what_is_for_the_reader(signed_in: Client, home: object) -> None:
    seen = {**made.seen_by(Seen.EVERYBODY), "text_seen": "nobody"}
    person = made.person(**made.FULL, **seen)
    shown = main(signed_in.get(person.get_absolute_url())).text
    for words in ("Noémie Lefort", "Chargée de veille", "entretiens", "noemie@example.org"):
        assert words in shown
    assert "transmettre" not in shown


def test_the_address_says_nothing(home: object) -> None:
    person = made.person()
    address = person.get_absolute_url()
    assert address == f"/people/{person.public_id}/"
    assert "noemie" not in address


def test_visitors_and_unknown_people_get_404(client: Client, home: object, reader: User) -> None:
    person = made.person()
    assert client.get(person.get_absolute_url()).status_code == 404
    client.force_login(reader)
    assert client.get(person.get_absolute_url()).status_code == 200
    assert client.get(f"/people/{uuid4()}/").status_code == 404
    person.is_active = False
    person.save()
    assert client.get(person.get_absolute_url()).status_code == 404


@pytest.fixture
def author(community: CommunityPage) -> User:
    """Somebody who wrote in an open and in a closed community."""
    person = made.person()
    other = factories.user("other@example.org", first_name="Paul", last_name="Petit")
    closed = factories.community(title="Fermé")
    factories.restrict(closed, groups=["Cercle"])
    factories.guide(community, title="Ancien", owner=person)
    factories.guide(community, title="Récent", owner=person)
    factories.guide(community, title="À deux", owner=other, co_authors=[person])
    factories.guide(community, title="Relu", owner=other, verified_by=person)
    factories.guide(closed, title="Réservé", owner=person)
    factories.guide(closed, title="Réservé à deux", owner=other, co_authors=[person])
    draft = factories.guide(community, title="Retiré", owner=person)
    draft.unpublish()
    return person


def told(response: Any) -> dict[str, tuple[list[str], str]]:
    """For each sort of evidence: titles and count."""
    return {
        section.h2.text: (
            [link.text for link in section.select(".rows a")],
            section.select_one(".section-head .soft").text.split()[0],
        )
        for section in main(response).select("section.section")
    }


def test_evidence_names_and_counts_only_what_the_viewer_may_read(
    signed_in: Client, author: User, admin: User
) -> None:
    titles = list(told(signed_in.get(author.get_absolute_url())).values())
    assert titles == [(["Récent", "Ancien"], "2"), (["À deux"], "1"), (["Relu"], "1")]
    signed_in.force_login(admin)
    counts = [count for _titles, count in told(signed_in.get(author.get_absolute_url())).values()]
    assert counts == ["3", "2", "1"]


def test_evidence_of_many_pages_costs_as_much_as_of_few(
    signed_in: Client, author: User, community: CommunityPage
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as told_queries:
            signed_in.get(author.get_absolute_url())
        return len(told_queries)

    for number in range(2):
        factories.guide(community, title=f"Déjà {number}", owner=author)
    queries()  # what is read once per process
    few = queries()
    for number in range(8):
        factories.guide(community, title=f"Encore {number}", owner=author)
    queries()  # what is kept until content changes
    assert queries() == few <= 30
    titles, count = next(iter(told(signed_in.get(author.get_absolute_url())).values()))
    assert (len(titles), count) == (6, "12")


def test_a_bare_page_says_so(signed_in: Client, home: object) -> None:
    person = factories.user("bare@example.org", first_name="Nu", last_name="Complet")
    assert main(signed_in.get(person.get_absolute_url())).select_one(".empty")


def test_members_find_a_colleague_by_page(
    client: Client, community: CommunityPage, home: object
) -> None:
    person = made.person(**made.FULL)
    Membership.objects.create(community=community, person=person)
    client.force_login(factories.member(community))
    assert "Le mardi" in main(client.get(person.get_absolute_url())).text
