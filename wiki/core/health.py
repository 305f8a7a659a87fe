"""Probes: is the process alive, can it serve."""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

#: Says whether a part answers, or how it is in a word of its own; ``OK`` is well.
Probe = Callable[[], bool | str]
OK, UNAVAILABLE = "ok", "unavailable"
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
    return JsonResponse({"status": OK})


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when every required part is well, 503 otherwise; says how each one is."""
    parts = {name: _word(probe()) for name, (probe, _required) in _probes.items()}
    ready = all(parts[name] == OK for name, (_probe, required) in _probes.items() if required)
    return JsonResponse(
        {"status": OK if ready else UNAVAILABLE, "parts": parts}, status=200 if ready else 503
    )


def _word(state: bool | str) -> str:
    if isinstance(state, str):
        return state
    return OK if state else UNAVAILABLE
