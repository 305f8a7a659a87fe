"""Periodic jobs and the process that runs them."""

import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from tests import factories
from wiki.core import schedule, worker
from wiki.core.models import JobRun
from wiki.core.schedule import every, run_due

DONE: list[str] = []


@task()
def note(text: str) -> None:
    """A task of the queue."""
    DONE.append(text)


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> dict[str, schedule.Job]:
    """The registry, empty; what tasks did, forgotten."""
    DONE.clear()
    mine: dict[str, schedule.Job] = {}
    monkeypatch.setattr(schedule, "_jobs", mine)
    return mine


@pytest.fixture
def database_queue(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


def later(**by: float) -> None:
    """Let time pass for every job."""
    for row in JobRun.objects.all():
        JobRun.objects.filter(pk=row.pk).update(due_at=row.due_at - timedelta(**by))


@pytest.mark.django_db
def test_a_job_runs_at_once_then_when_its_time_comes() -> None:
    runs: list[int] = []
    every(minutes=5, name="count")(lambda: runs.append(1))
    assert [run_due(), run_due()] == [1, 0]
    later(minutes=4)
    assert run_due() == 0
    later(minutes=1)
    assert run_due() == 1
    assert len(runs) == 2


@pytest.mark.django_db
def test_two_workers_run_a_job_once() -> None:
    elsewhere: list[int] = []
    every(minutes=5, name="slow")(lambda: elsewhere.append(run_due()))
    assert run_due() == 1
    assert elsewhere == [0]


@pytest.mark.django_db
def test_a_worker_that_loses_the_race_passes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []
    every(minutes=5, name="count")(lambda: runs.append(1))

    def other_was_faster() -> bool:
        JobRun.objects.update(due_at=timezone.now() + timedelta(minutes=5))
        return True

    assert run_due(go_on=other_was_faster) == 0
    assert not runs


@pytest.mark.django_db
def test_a_failure_is_logged_tried_again_and_stops_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    runs: list[str] = []

    @every(hours=1, name="broken")
    def broken() -> None:
        runs.append("broken")
        if len(runs) < 4:
            raise OSError("no space left")

    every(hours=1, name="healthy")(lambda: runs.append("healthy"))
    with caplog.at_level(logging.ERROR):
        assert run_due() == 2
    assert sorted(runs) == ["broken", "healthy"]
    assert [(r.message, r.job) for r in caplog.records] == [("job.failed", "broken")]  # type: ignore[attr-defined]
    row = JobRun.objects.get(name="broken")
    assert (row.failures, row.last_error) == (1, "OSError: no space left")
    later(seconds=61)
    run_due()
    later(seconds=61)  # the second wait is longer
    assert run_due() == 0
    later(seconds=61)
    run_due()
    row.refresh_from_db()
    assert (row.failures, row.last_error) == (0, "")
    assert runs.count("healthy") == 1


def test_a_retry_never_comes_later_than_the_next_turn() -> None:
    job = schedule.Job("often", timedelta(minutes=3), lambda: None)
    waits = [job.retry_after(failures).total_seconds() for failures in (1, 2, 3, 1000)]
    assert waits == [60, 120, 180, 180]


@pytest.mark.django_db
def test_a_job_whose_worker_died_is_given_back() -> None:
    runs: list[int] = []

    @every(minutes=1, name="dies")
    def dies() -> None:
        runs.append(1)
        if len(runs) == 1:
            raise SystemExit  # as a killed process: nothing is noted

    with pytest.raises(SystemExit):
        run_due()
    later(minutes=9)
    assert run_due() == 0
    later(minutes=1)
    assert run_due() == 1


def test_a_job_has_a_name_of_its_own_and_an_interval() -> None:
    every(minutes=1, name="one")(print)
    with pytest.raises(ImproperlyConfigured, match="one"):
        every(minutes=1, name="one")(print)
    with pytest.raises(ImproperlyConfigured, match="interval"):
        every(name="two")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.usefixtures("database_queue")
def test_once_does_what_waits_what_is_due_and_what_that_queued() -> None:
    every(hours=1, name="asks")(lambda: note.enqueue("by the job"))
    note.enqueue("by a request")
    assert not DONE
    out = StringIO()
    call_command("worker", once=True, stdout=out)
    assert DONE == ["by a request", "by the job"]
    assert "Jobs run: 1" in out.getvalue()
    assert not DBTaskResult.objects.ready().exists()


@pytest.mark.django_db
def test_jobs_run_without_a_queue_too() -> None:
    every(hours=1, name="asks")(lambda: note.enqueue("by the job"))
    call_command("worker", once=True, verbosity=0)
    assert DONE == ["by the job"]
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db
def test_the_list_tells_what_ran_and_what_failed() -> None:
    every(hours=1, name="healthy")(lambda: None)
    every(hours=1, name="broken")(lambda: {}["missing"])
    every(hours=1, name="young")(lambda: None)
    run_due()
    JobRun.objects.filter(name="young").delete()
    out = StringIO()
    call_command("worker", list=True, stdout=out)
    broken, healthy, young = out.getvalue().splitlines()
    assert "failed 1×: KeyError: 'missing'" in broken
    assert f"last: {timezone.localtime():%Y-%m-%d}" in healthy
    assert young.endswith("last: never")


@pytest.fixture
def signals() -> Iterator[None]:
    before = [(name, signal.getsignal(name)) for name in worker.SIGNALS]
    yield
    for name, handler in before:
        signal.signal(name, handler)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.usefixtures("signals")
@pytest.mark.parametrize("queue", ["immediate", "database"])
def test_a_signal_lets_the_job_end_and_stops_the_worker(
    queue: str, request: pytest.FixtureRequest
) -> None:
    if queue == "database":
        request.getfixturevalue("database_queue")
    stopping = threading.Event()

    @every(hours=1, name="long")
    def long() -> None:
        for _ in range(100):  # the task has begun before anybody stops the worker
            if DONE or stopping.wait(0.05):
                break
        os.kill(os.getpid(), signal.SIGTERM)
        stopping.wait(0.3)
        DONE.append("whole")

    note.enqueue("task")
    call_command("worker", interval=0.05, verbosity=0)
    assert sorted(DONE) == ["task", "whole"]
    assert JobRun.objects.get().finished_at


@pytest.mark.django_db
def test_what_is_scheduled_is_published(
    community: Any, django_capture_on_commit_callbacks: Callable[..., Any], known: dict
) -> None:
    page = factories.guide(community, title="Demain")
    page.unpublish()
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    revision = page.save_revision(approved_go_live_at=page.go_live_at)
    assert revision.approved_go_live_at
    known.update(scheduled("core.publish_scheduled"))
    run_due()
    page.refresh_from_db()
    assert page.live


def scheduled(name: str) -> dict[str, schedule.Job]:
    """A job of the product, as it was registered."""
    return {name: REGISTERED[name]}


REGISTERED = dict(schedule.jobs())


@pytest.mark.parametrize("queue", ["immediate", "database"])
@pytest.mark.django_db
def test_the_upkeep_runs_without_failure(
    queue: str, known: dict, request: pytest.FixtureRequest
) -> None:
    if queue == "database":
        request.getfixturevalue("database_queue")
    core = [name for name in REGISTERED if name.startswith("core.")]
    assert len(core) == 3
    for name in core:
        known.update(scheduled(name))
    run_due()
    assert set(JobRun.objects.values_list("name", "failures")) == {(name, 0) for name in core}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_server_may_run_the_jobs_itself() -> None:
    ran, stop = threading.Event(), threading.Event()
    every(minutes=5, name="count")(ran.set)
    jobs = worker.start_jobs(stop)
    assert ran.wait(10)
    assert jobs.daemon  # it ends with the server
    stop.set()
    jobs.join(10)
    assert not jobs.is_alive()
