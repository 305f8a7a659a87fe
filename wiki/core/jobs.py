"""Upkeep that the framework leaves to a timer."""

from django.core.management import call_command
from django_tasks import task_backends
from django_tasks_db.backend import DatabaseBackend

from wiki.core.schedule import every


@every(minutes=2, name="core.publish_scheduled")
def publish_scheduled() -> None:
    """Publish and expire the pages whose hour has come."""
    call_command("publish_scheduled", verbosity=0)


@every(days=1, name="core.clear_sessions")
def clear_sessions() -> None:
    """Forget the sessions that have ended."""
    call_command("clearsessions", verbosity=0)


@every(days=1, name="core.prune_tasks")
def prune_tasks() -> None:
    """Forget background tasks that ended two weeks ago."""
    if isinstance(task_backends["default"], DatabaseBackend):
        call_command("prune_db_task_results", queue_name="*", verbosity=0)
