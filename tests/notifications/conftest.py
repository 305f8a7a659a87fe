"""Shorter ways to make something happen and to see who hears of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from wiki.notifications.lines import lines
from wiki.notifications.queries import notices_of
from wiki.people.models import User


@pytest.fixture
def committed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Callable[[], AbstractContextManager[Any]]:
    """A block whose changes are committed at its end, with the tasks that follow."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def told(person: User) -> list[tuple[str, str]]:
    """Kinds and titles of what the person is told now, the newest first."""
    return [(line.kind, line.title) for line in lines(notices_of(person))]


def signed_in(person: User) -> Client:
    """A browser in which the person has signed in."""
    client = Client()
    client.force_login(person)
    return client
