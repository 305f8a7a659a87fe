"""The demo's people have profiles, once."""

import pytest

from home import demo_content
from wiki.people.models import Profile, User


@pytest.mark.django_db
def test_profiles_are_loaded_once_and_kept() -> None:
    demo_content.load_people()
    demo_content.load_themes()
    made = demo_content.load_profiles()
    assert made == Profile.objects.count() > 5
    assert Profile.objects.filter(may_be_asked=True, themes__isnull=False).exists()
    assert not Profile.objects.filter(words="", themes__isnull=True).exists()
    person = User.objects.get(email="contributrice@recueil.example")
    Profile.objects.filter(person=person).update(words="à moi")
    assert demo_content.load_profiles() == 0
    assert Profile.objects.get(person=person).words == "à moi"
