"""One process for all that is done behind the readers' backs: queued tasks and due jobs.

Tasks are run by the queue's own worker in the main thread, jobs by a second thread, so
that a long job never holds back a page on its way to the index.
"""

import logging
import signal
import sys
import threading
import time
from types import FrameType

from django.db import Error, close_old_connections, connections
from django.utils.crypto import get_random_string
from django_tasks import task_backends
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker

from wiki.core.schedule import run_due

logger = logging.getLogger(__name__)

#: Seconds between two looks at the table of jobs: the shortest job comes back each minute.
JOBS_EVERY = 5.0
#: Seconds before asking again a database that did not answer.
DATABASE_PAUSE = 2.0
SIGNALS = (signal.SIGTERM, signal.SIGINT)


class BackgroundWorker:
    """Runs tasks and jobs until it is told to stop; ends what it has begun."""

    def __init__(self, *, interval: float) -> None:
        #: Seconds between two looks at an empty queue.
        self.interval = interval
        self.running = True
        self._tasks = self._task_worker(batch=False) if _has_queue() else None

    def run_once(self) -> int:
        """Do what waits and what is due, then what that has queued; how many jobs were run."""
        self._empty_queue()
        done = run_due()
        self._empty_queue()
        return done

    def run(self) -> None:
        """Work until a signal comes. A database that goes away is waited for."""
        stop = threading.Event()
        jobs = start_jobs(stop)
        logger.info("worker.started", extra={"tasks": self._tasks is not None})
        while self.running:
            self._wait_for_tasks()
        stop.set()
        jobs.join()
        logger.info("worker.stopped")

    def obey_signals(self) -> None:
        """SIGTERM and SIGINT: the first asks to end, the second breaks off, the third kills."""
        for name in SIGNALS:
            signal.signal(name, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if not self.running:
            for name in SIGNALS:
                signal.signal(name, signal.SIG_DFL)
            sys.exit(1)
        self.running = False
        if self._tasks:
            self._tasks.running = False

    def _wait_for_tasks(self) -> None:
        """The queue's own loop, or nothing to do here; comes back to stop or after an error."""
        if self._tasks is None:
            time.sleep(self.interval)
            return
        try:
            self._tasks.run()
        except Error:
            logger.warning("worker.database", exc_info=True)
            close_old_connections()
            time.sleep(DATABASE_PAUSE)

    def _empty_queue(self) -> None:
        if _has_queue():
            self._task_worker(batch=True).run()

    def _task_worker(self, *, batch: bool) -> TaskWorker:
        return TaskWorker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=self.interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )


def _has_queue() -> bool:
    """Whether tasks wait in the database; otherwise the request itself runs them."""
    return isinstance(task_backends["default"], DatabaseBackend)


def start_jobs(stop: threading.Event) -> threading.Thread:
    """Due jobs, run by a thread of this process until ``stop`` is set or the process ends."""
    jobs = threading.Thread(target=_run_jobs, args=(stop,), name="jobs", daemon=True)
    jobs.start()
    return jobs


def _run_jobs(stop: threading.Event) -> None:
    """The second thread, with database connections of its own."""
    while not stop.is_set():
        try:
            run_due(go_on=lambda: not stop.is_set())
        except Error:
            logger.warning("worker.database", exc_info=True)
        close_old_connections()
        stop.wait(JOBS_EVERY)
    connections.close_all()
