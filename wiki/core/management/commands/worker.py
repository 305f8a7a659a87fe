"""``manage.py worker``: background tasks and periodic jobs."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.utils.timezone import localtime

from wiki.core.commands import TaughtCommand
from wiki.core.models import JobRun
from wiki.core.schedule import jobs
from wiki.core.worker import BackgroundWorker

HELP = """Does what happens behind the readers' backs, in one process.

Tasks: what a request left in the queue (TASK_QUEUE=database): indexing, files, mail.
Otherwise there are none: the server does its work itself.
Jobs: what comes back by itself: scheduled publication, upkeep of the index, purges.

Run at least one, under a supervisor that starts it again (systemd, compose). Several may
run beside each other: each task and each job goes to one of them. A job that fails is
logged and tried again; it stops neither the worker nor the other jobs.

SIGTERM and Ctrl-C let the current task and job end. A second one breaks them off.

examples:
  manage.py worker            work until told to stop
  manage.py worker --once     for a timer (cron): what waits and what is due, then end
  manage.py worker --list     the jobs, how often, when they last ended, what failed
"""


class Command(TaughtCommand):
    help = HELP

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--once", action="store_true", help="do what waits and what is due, then end"
        )
        what.add_argument("--list", action="store_true", help="show the jobs and their last runs")
        parser.add_argument(
            "--interval",
            type=_seconds,
            default=0.5,
            metavar="SECONDS",
            help="wait between two looks at an empty queue (default: %(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self.list_jobs()
            return
        worker = BackgroundWorker(interval=options["interval"])
        if options["once"]:
            done = worker.run_once()
            if options["verbosity"]:
                self.stdout.write(f"Jobs run: {done}.")
            return
        worker.obey_signals()
        if options["verbosity"]:
            self.stdout.write(f"Working: {len(jobs())} jobs. Ctrl-C stops.")
        worker.run()

    def list_jobs(self) -> None:
        """One line for each job."""
        rows = {row.name: row for row in JobRun.objects.all()}
        for name, job in sorted(jobs().items()):
            row = rows.get(name)
            ended = f"{localtime(row.finished_at):%F %T}" if row and row.finished_at else "never"
            error = f"  failed {row.failures}×: {row.last_error}" if row and row.failures else ""
            self.stdout.write(f"{name:32} every {job.interval!s:16} last: {ended}{error}")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0.05 <= seconds <= 60:
        raise ArgumentTypeError("between 0.05 and 60 seconds")
    return seconds
