"""A real process, killed while it sends: nobody gets two, and nobody is missed in silence."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.databases import database_url
from tests.digests.conftest import Newsroom
from tests.digests.mailserver import Postmaster
from wiki.digests.models import Delivery, Subscription
from wiki.people.models import User

ROOT = Path(__file__).resolve().parents[2]
State = Delivery.State
PEOPLE = 40
#: Letters after which the process is killed, each time it is started again.
KILLED_AFTER = (3, 11, 26)


def start(port: int, tmp_path: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "digests_send", "--alone"],
        cwd=ROOT,
        env={
            **os.environ,
            "VAR_DIR": str(tmp_path),
            "DATABASE_URL": database_url(),
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_killed_at_any_point_and_run_again(
    newsroom: Newsroom, postmaster: Postmaster, settings: Any, tmp_path: Path
) -> None:
    people = User.objects.bulk_create(
        User(email=f"p{number}@example.org", password="!") for number in range(PEOPLE)
    )
    Subscription.objects.bulk_create(
        Subscription(person=person, community=newsroom.community) for person in people
    )
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1  # nothing leaves from here
    newsroom.send(newsroom.digest())
    assert not postmaster.letters
    for letters in KILLED_AFTER:
        process = start(port, tmp_path)
        patience = time.monotonic() + 60
        while len(postmaster.letters) < letters and time.monotonic() < patience:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.wait()
    last = start(port, tmp_path)
    _out, told = last.communicate(timeout=60)
    assert last.returncode == 0, told.decode()
    assert max(postmaster.boxes().values()) == 1, "nobody gets two"
    unknown = Delivery.objects.filter(state=State.UNKNOWN)
    assert unknown.count() <= len(KILLED_AFTER)
    perhaps = set(unknown.values_list("person__email", flat=True))
    everybody = {person.email for person in people}
    assert everybody - set(postmaster.boxes()) <= perhaps, "nobody is missed in silence"
    sent = set(Delivery.objects.filter(state=State.SENT).values_list("person__email", flat=True))
    assert sent | perhaps == everybody
    assert sent <= set(postmaster.boxes())
