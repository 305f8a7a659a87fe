"""A digest to ten thousand people: the rate, the memory, and what a killed process leaves."""

import os
import signal
import subprocess
import sys
import time

from tests.bench.mailsink import MailSink, mail_sink
from tests.bench.results import Line, Target
from tests.bench.sides import CannotMeasureError, Side, Workspace
from tests.bench.worker import ROOT, clean_environment

PEOPLE, RIGHTS, ITEMS = 10_000, 40, 20
#: Messages of each plain loop.
PLAIN = 1_000
#: Shares of all messages after which the process is killed.
KILLED_AT = (0.01, 0.2, 0.55, 0.9)
#: 0.7 times the rate is 1.43 times the time.
RATE = Target(1 / 0.7)
NOBODY = Target(0, of="value")


def run(workspace: Workspace, *, pages: int | None) -> list[Line]:
    """Rates beside a plain loop, memory, and the end of a mailing that was killed four times."""
    people = pages or PEOPLE
    with workspace.side("ours") as ours, mail_sink(workspace.folder) as sink:
        ours.ask("digests.gather", people=people, rights=min(RIGHTS, people), items=ITEMS)
        ours.ask("digests.begin")
        return [*_sent(ours, sink, people), *_killed(ours, sink, people)]


def _sent(ours: Side, sink: MailSink, people: int) -> list[Line]:
    """The whole mailing, with the plain loops before and after it."""
    each, one = _plain(ours, sink, people), _plain(ours, sink, people, one_connection=True)
    sink.empty()
    first = ours.ask("digests.send", port=sink.port, most=people // 10)
    rest = ours.ask("digests.send", port=sink.port)
    if first["sent"] + rest["sent"] != people or max(sink.boxes().values()) != 1:
        raise CannotMeasureError("not every message left once")
    each = (each + _plain(ours, sink, people)) / 2
    one = (one + _plain(ours, sink, people, one_connection=True)) / 2
    mine = 1000 * (first["seconds"] + rest["seconds"]) / people
    rates = [f"{1000 / ms:.0f}" for ms in (mine, each, one)]
    note = "{} a second; plain {}, on one connection {}".format(*rates)
    what = f"a message of a digest of {ITEMS} items, {RIGHTS} rights, beside send_mail"
    more = rest["megabytes"] - first["megabytes"]
    held = f"{first['megabytes']:.0f} MB after {people // 10}, {rest['megabytes']:.0f} MB after all"
    return [
        Line("digests", what, "ms", mine, each, RATE, note),
        Line("digests", f"{what} on one connection", "ms", mine, one, RATE),
        Line("digests", f"memory for {people} messages beside a tenth of them", "MB more", more,
             target=Target(16, of="value"), note=f"{held}; {rest['renderings']} letters made"),
    ]  # fmt: skip


def _plain(ours: Side, sink: MailSink, people: int, *, one_connection: bool = False) -> float:
    """Milliseconds for a message of the plain loop."""
    count = min(PLAIN, people)
    values = {"port": sink.port, "count": count, "one_connection": one_connection}
    return 1000 * float(ours.ask("digests.send_plainly", **values)) / count


def _killed(ours: Side, sink: MailSink, people: int) -> list[Line]:
    folder = ours.ask("digests.begin")
    sink.empty()
    for share in KILLED_AT:
        process = _command(folder, sink.port)
        while sink.taken < share * people and process.poll() is None:
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.wait()
    if _command(folder, sink.port).wait() != 0:
        raise CannotMeasureError("the last run failed")
    boxes, told = sink.boxes(), ours.ask("digests.outcomes")
    doubles = sum(number - 1 for number in boxes.values())
    silent = people - len(boxes) - sum(email not in boxes for email in told["unknown"])
    note = f"{len(told['unknown'])} of unknown outcome, listed; {told['others']} unfinished"
    return [
        Line("digests", f"killed {len(KILLED_AT)} times: doubles", "messages", doubles,
             target=NOBODY, note=note),
        Line("digests", f"killed {len(KILLED_AT)} times: missing", "messages",
             silent + told["others"], target=NOBODY),
    ]  # fmt: skip


def _command(folder: str, port: int) -> subprocess.Popen[bytes]:
    environment = {
        **clean_environment(folder),
        "DJANGO_SETTINGS_MODULE": "tests.bench.ours.settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "PATH": os.environ.get("PATH", ""),
    }
    command = [sys.executable, "manage.py", "digests_send", "--alone"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
