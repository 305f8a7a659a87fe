"""Probes: is the process alive, can it serve."""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

#: Name of a part and a function that says whether it answers; apps add their own.
Probe = Callable[[], bool]
_probes: dict[str, tuple[Probe, bool]] = {}


def register_probe(name: str, probe: Probe, *, required: bool) -> None:
    """Add a part to ``/readyz``. One that is not required is told but does not fail it."""
    _probes[name] = (probe, required)


def database_answers() -> bool:
    """Whether the database answers a trivial query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


register_probe("database", database_answers, required=True)


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers; touches nothing else."""
    return JsonResponse({"status": "ok"})


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when every required part answers, 503 otherwise; says which one."""
    states = {name: probe() for name, (probe, _required) in _probes.items()}
    ready = all(states[name] for name, (_probe, required) in _probes.items() if required)
    parts = {name: "ok" if state else "unavailable" for name, state in states.items()}
    return JsonResponse(
        {"status": "ok" if ready else "unavailable", "parts": parts}, status=200 if ready else 503
    )
