"""A server without a worker answers first and works afterwards."""

from collections.abc import Iterator
from threading import Event

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connections, transaction
from django.test.utils import override_settings
from django_tasks import task

from home.models import HomePage
from search import service
from search.params import SearchParams
from tests import factories
from wiki.core import background
from wiki.core.background import settle

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

done: list[str] = []
may_go_on = Event()


@task()
def wait_and_note(word: str) -> None:
    """Takes as long as the test wants."""
    assert may_go_on.wait(timeout=10)
    done.append(word)


@task()
def fail() -> None:
    """Cannot be done."""
    raise RuntimeError("it cannot be done")


@pytest.fixture(autouse=True)
def _in_the_background() -> Iterator[None]:
    done.clear()
    may_go_on.clear()
    backend = {"BACKEND": "wiki.core.background.BackgroundBackend", "QUEUES": []}
    with override_settings(TASKS={"default": backend}):
        yield
        may_go_on.set()
        settle()
        # Left open, it would keep the test's database from being removed.
        background.thread().submit(connections.close_all).result()


def test_who_queues_does_not_wait() -> None:
    wait_and_note.enqueue("slow")
    assert not done
    may_go_on.set()
    settle()
    assert done == ["slow"]


def test_a_task_starts_once_the_change_is_committed() -> None:
    may_go_on.set()
    with transaction.atomic():
        wait_and_note.enqueue("kept")
        settle()
        assert not done
    settle()
    assert done == ["kept"]


def test_what_is_rolled_back_is_not_done() -> None:
    may_go_on.set()
    with transaction.atomic():
        wait_and_note.enqueue("dropped")
        transaction.set_rollback(True)
    settle()
    assert not done


def test_a_failure_stops_nothing() -> None:
    may_go_on.set()
    fail.enqueue()
    wait_and_note.enqueue("after it")
    settle()
    assert done == ["after it"]


def test_a_page_is_published_before_it_is_found(home: HomePage) -> None:
    service.rebuild()
    factories.guide(factories.community(), title="Préparer une passation")
    settle()
    settle()
    found = service.search(SearchParams(text="passation"), AnonymousUser())
    assert [hit.title for hit in found.hits] == ["Préparer une passation"]
