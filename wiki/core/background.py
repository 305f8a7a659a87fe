"""Tasks done behind the answer, by a thread of the process that queued them.

For a server without a worker beside it: nobody waits for a disk, an index or a mail server, and
there is one process to run. Tasks start once the change is committed, one after the other, in the
order in which they came. A server that is told to stop finds time to end what waits; one that is
killed loses it, which the periodic checks of whoever queued it make good.
"""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Any

from django.db import close_old_connections, transaction
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id

#: Seconds that whoever queued a task has to itself. Two threads of one process share one processor,
#: and SQLite one writer: a task that started at once would hold up the answer that it is to follow.
HEAD_START = 0.1


class BackgroundBackend(ImmediateBackend):
    """The queue of ``TASK_QUEUE=background``."""

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        self.validate_task(task)
        result: TaskResult = TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        transaction.on_commit(partial(self._submit, result), robust=True)
        return result

    def _submit(self, result: TaskResult) -> None:
        thread().submit(self._run, result, time.monotonic() + HEAD_START)

    def _run(self, result: TaskResult, not_before: float) -> None:
        time.sleep(max(0.0, not_before - time.monotonic()))
        close_old_connections()
        try:
            self._execute_task(result)
        finally:
            close_old_connections()


def settle() -> None:
    """Wait until everything queued before is done; what that has queued comes later."""
    thread().submit(int).result()


def thread() -> ThreadPoolExecutor:
    """The thread of this process."""
    return _thread_of(os.getpid())


@cache
def _thread_of(process: int) -> ThreadPoolExecutor:
    """One for each process: a server's children do not inherit their parent's thread."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="tasks")
