"""The search log holds up nobody and tells of nobody."""

import logging
import time
from typing import Any
from unittest import mock

import pytest
from django.db import OperationalError, connection
from django.test import Client

from search.log import recording
from search.models import LoggedSearch
from tests.search.log_reader import RESULTS, Reader, log
from wiki.people.models import User

pytestmark = pytest.mark.usefixtures("logged_pages")


def test_the_answer_leaves_before_the_search_is_noted(client: Client) -> None:
    left = []
    add = recording._add

    def late(*args: Any, **kwargs: Any) -> None:
        left.append(b"".join(answers[0]))
        add(*args, **kwargs)

    answers = []
    close = recording.NotedResponse.close

    def closing(response: recording.NotedResponse) -> None:
        answers.append(list(response))
        close(response)

    with (
        mock.patch.object(recording, "_add", late),
        mock.patch.object(recording.NotedResponse, "close", closing),
    ):
        client.get(RESULTS, {"q": "réunion"})
    assert b"Animer une <mark>" in left[0]
    assert log() == [("réunion", 1)]


def test_a_log_that_cannot_be_written_fails_nothing(
    somebody: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    error = OperationalError("no such table; parameters: réunion")
    with mock.patch.object(LoggedSearch.objects, "create", side_effect=error):
        somebody.ask("réunion")
    assert "Animer" in somebody.html
    noted = [record for record in caplog.records if record.message == "search.log.failed"]
    assert [record.error for record in noted] == ["OperationalError"]  # type: ignore[attr-defined]
    assert noted[0].levelno == logging.WARNING


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_busy_database_is_not_waited_for(somebody: Reader) -> None:
    from threading import Event, Thread

    from django.db import connections, transaction

    busy, done = Event(), Event()

    def write() -> None:
        with transaction.atomic():  # SQLite: takes the write lock at once
            busy.set()
            done.wait(10)
        connections.close_all()

    writer = Thread(target=write)
    writer.start()
    busy.wait(10)
    started = time.perf_counter()
    somebody.ask("réunion")
    took = time.perf_counter() - started
    done.set()
    writer.join()
    assert "Animer" in somebody.html
    assert took < 5  # the ordinary patience is twenty seconds
    assert not log()
    patience = connection.connection.execute("PRAGMA busy_timeout").fetchone()[0]
    assert patience == 20_000


def test_nobody_is_in_the_table_or_in_the_log(
    reader: User, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client(REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="Lynx/9.8.7")
    client.force_login(reader)
    with caplog.at_level(logging.DEBUG):
        somebody = Reader(client)
        somebody.ask("réunion").ask("atelier").open(1)
        assert somebody.token
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM search_loggedsearch")
        rows = [str(value) for row in cursor.fetchall() for value in row]
    session = client.session.session_key
    for secret in ("203.0.113.7", "Lynx", session, reader.email, reader.first_name):
        assert not any(secret in value for value in rows)
    said = [f"{vars(record)}" for record in caplog.records if record.name.startswith("search")]
    assert said
    for secret in ("203.0.113.7", session, reader.email, "réunion", "atelier", somebody.token):
        assert not any(secret in line for line in said)


def test_the_table_has_no_room_for_a_person_or_an_hour() -> None:
    kinds = {field.name: field.get_internal_type() for field in LoggedSearch._meta.get_fields()}
    assert kinds.pop("day") == "DateField"
    assert kinds.pop("id") == "UUIDField"
    assert set(kinds.values()) == {"CharField", "PositiveIntegerField", "BooleanField"}
    assert set(kinds) == {
        "words", "shown", "language", "filters", "before", "before_shown",
        "results", "times", "unanswered", "opened", "ranks", "summed",
    }  # fmt: skip
