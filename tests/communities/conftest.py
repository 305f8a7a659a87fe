"""A place for files that is closed, and somebody who may open it."""

import pytest
from django.test import Client
from wagtail.models import Collection

from tests import factories, files
from tests.communities.file_readers import signed_in


@pytest.fixture
def closed() -> Collection:
    """A collection of the group « red », inside one for people who have signed in."""
    place = files.collection("Intérieur")
    files.close(place)
    inner = files.collection("Rouge", parent=place)
    files.close(inner, groups=["red"])
    return inner


@pytest.fixture
def member(db: None) -> Client:
    """Somebody of the group."""
    return signed_in(factories.user("red@example.org", groups=["red"]))
