"""Elasticsearch nodes of a test's own, run from the folder of the shared server.

They listen on loopback, their data is thrown away, each wait has an end. A node starts in
some 10 seconds of both cores: share one where a test leaves it as it was. All need
``TEST_ELASTICSEARCH_URL``, a server of this machine.
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError

from tests.search import certificates

#: A quiet machine of two cores needs 10; a busy one several times that.
START_SECONDS = 120
STOP_SECONDS = 20
#: Quick to start rather than quick at length, and small: several may run at once.
JAVA_OPTIONS = "-Xms384m -Xmx384m -XX:-UseG1GC -XX:+UseSerialGC -XX:TieredStopAtLevel=1"

#: Tests that are killed clean nothing up: the server ends with the pipe that they held.
WATCHED = '{ read -r _; kill -KILL 0; } <&0 & exec "$0" </dev/null'

USER = "recueil"
PASSWORD = "secret-of-a-test"
#: The password above; the file realm reads bcrypt as its own tool writes it.
PASSWORD_HASH = "$2a$04$YRadaLZndigAG7YyJ1QjO.FIXnnnZTQCqjyiRB3.RC1g1oi7nsyYq"
#: What compose.yaml and docs/production.md give the site, and no more.
SITE_ROLE = {
    "site": {
        "cluster": ["monitor"],
        "indices": [{"names": ["recueil-*"], "privileges": ["all"]}],
    }
}


@dataclass
class Node:
    """One server: its folder, ports, settings, and what a client needs to reach it."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = 0
    transport_port: int = 0
    authority: Path | None = None
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.port, self.transport_port = free_ports(2)

    @property
    def url(self) -> str:
        scheme = "https" if self.authority else "http"
        return f"{scheme}://127.0.0.1:{self.port}"

    def client(self, **options: Any) -> Elasticsearch:
        """A client with every right; ``options`` as the library names them."""
        if self.authority:
            options = {"ca_certs": str(self.authority), "basic_auth": ("admin", PASSWORD)} | options
        return Elasticsearch(self.url, **{"request_timeout": 10, "max_retries": 0} | options)

    def launch(self) -> None:
        """Start without waiting: the nodes of one cluster wait for each other."""
        home, owner = installation()
        with (self.folder / "output.log").open("ab") as output:
            self.process = subprocess.Popen(
                ["bash", "-c", WATCHED, str(home / "bin" / "elasticsearch")],
                env=os.environ
                | {
                    "ES_PATH_CONF": str(self.folder / "config"),
                    "ES_TMPDIR": str(self.folder / "tmp"),
                    "ES_JAVA_OPTS": JAVA_OPTIONS,
                },
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                start_new_session=True,
                **owner,
            )

    def wait(self, *, nodes: int = 1) -> None:
        """Until the cluster answers and has as many nodes as that."""
        deadline = time.monotonic() + START_SECONDS
        with self.client(request_timeout=5) as client:
            while time.monotonic() < deadline:
                running = self.process is not None and self.process.poll() is None
                assert running, self.output()
                with contextlib.suppress(ApiError, TransportError):
                    client.cluster.health(
                        wait_for_status="yellow", wait_for_nodes=f">={nodes}", timeout="2s"
                    )
                    return
                time.sleep(0.2)
        raise AssertionError(f"no answer in {START_SECONDS} s: {self.output()}")

    def start(self) -> None:
        self.launch()
        self.wait()

    def stop(self) -> None:
        """Ask politely, then insist; a stopped node may be stopped again."""
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while self.process and time.monotonic() < deadline:
            with socket.socket() as attempt:
                if attempt.connect_ex(("127.0.0.1", self.transport_port)):
                    break
            time.sleep(0.1)
        self.kill()

    def kill(self) -> None:
        """Without a word, as when the machine loses its power."""
        self.signal(signal.SIGKILL)
        if self.process:
            self.process.wait(STOP_SECONDS)
        self.process = None

    def pause(self) -> None:
        """Held: the system accepts connections, and nobody ever answers."""
        self.signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.signal(signal.SIGCONT)

    def recover(self) -> None:
        """Run again, whatever was done to it."""
        self.resume()
        if not self.process or self.process.poll() is not None:
            self.start()

    def signal(self, number: signal.Signals) -> None:
        """To the launcher and to the server that it started: one group."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def output(self) -> str:
        return (self.folder / "output.log").read_text()[-2000:]


@contextlib.contextmanager
def node(**settings: str) -> Iterator[Node]:
    """One node that answers; ``settings`` with ``__`` for the dots of their names."""
    with folders(1) as (folder,):
        single = Node(folder, {"discovery.type": "single-node"} | dotted(settings))
        configure(single)
        with stopping(single):
            single.start()
            yield single


@contextlib.contextmanager
def cluster() -> Iterator[tuple[Node, Node]]:
    """Two nodes: the first one is the master for good, both hold data."""
    with folders(2) as (first, second):
        master, other = Node(first), Node(second)
        seeds = f"127.0.0.1:{master.transport_port},127.0.0.1:{other.transport_port}"
        master.settings = {"node.name": "first", "node.roles": "master,data"}
        other.settings = {"node.name": "second", "node.roles": "data"}
        for each in (master, other):
            each.settings |= {
                "discovery.seed_hosts": seeds,
                # Losses are seen within seconds rather than in half a minute.
                "cluster.fault_detection.follower_check.timeout": "1s",
                "cluster.fault_detection.leader_check.timeout": "1s",
            }
        master.settings["cluster.initial_master_nodes"] = "first"
        with stopping(master, other):
            for each in (master, other):
                configure(each)
                each.launch()
            master.wait(nodes=2)
            other.wait(nodes=2)
            yield master, other


@contextlib.contextmanager
def secured() -> Iterator[Node]:
    """One node behind TLS, with a user who has the rights of the site and no other."""
    with folders(1) as (folder,):
        single = Node(folder, {"discovery.type": "single-node"})
        single.settings |= {
            "xpack.security.enabled": "true",
            "xpack.security.transport.ssl.enabled": "false",
            "xpack.security.http.ssl.enabled": "true",
            "xpack.security.http.ssl.certificate": "server.crt",
            "xpack.security.http.ssl.key": "server.key",
        }
        configure(single)
        config = folder / "config"
        single.authority = certificates.server(config)
        (config / "users").write_text(f"{USER}:{PASSWORD_HASH}\nadmin:{PASSWORD_HASH}\n")
        (config / "users_roles").write_text(f"site:{USER}\nsuperuser:admin\n")
        (config / "roles.yml").write_text(json.dumps(SITE_ROLE))  # which is YAML too
        give(folder)
        with stopping(single):
            single.start()
            yield single


def configure(node: Node) -> None:
    """Write the node's own copy of the configuration."""
    home, _ = installation()
    config = node.folder / "config"
    shutil.copytree(home / "config", config)
    (node.folder / "tmp").mkdir()
    settings = {
        "cluster.name": node.folder.parent.name,
        "network.host": "127.0.0.1",
        "http.port": str(node.port),
        "transport.port": str(node.transport_port),
        "path.data": str(node.folder / "data"),
        "path.logs": str(node.folder / "logs"),
        "action.auto_create_index": "false",
        "cluster.routing.allocation.disk.threshold_enabled": "false",
        "xpack.security.enabled": "false",
    } | node.settings
    lines = (f"{name}: {value}\n" for name, value in settings.items())
    (config / "elasticsearch.yml").write_text("".join(lines))
    give(node.folder)


def installation() -> tuple[Path, dict[str, Any]]:
    """The folder of the shared server, and as whom Popen runs it (root may not)."""
    with Elasticsearch(os.environ["TEST_ELASTICSEARCH_URL"]) as client:
        nodes = client.nodes.info(metric="settings")["nodes"].values()
    home = Path(next(iter(nodes))["settings"]["path"]["home"])
    if os.getuid() != 0:
        return home, {}
    owner = home.stat()
    return home, {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}


def give(folder: Path) -> None:
    """Let the user who runs the server own its files."""
    _, owner = installation()
    if owner:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, owner["user"], owner["group"])


@contextlib.contextmanager
def folders(count: int) -> Iterator[list[Path]]:
    """Folders that another user may reach; pytest's own are closed to others."""
    parent = Path(tempfile.mkdtemp(prefix="recueil-node-"))
    parent.chmod(0o755)
    made = [parent / str(number) for number in range(count)]
    for folder in made:
        folder.mkdir()
    try:
        yield made
    finally:
        shutil.rmtree(parent, ignore_errors=True)


@contextlib.contextmanager
def stopping(*nodes: Node) -> Iterator[None]:
    try:
        yield
    finally:
        for each in nodes:
            each.kill()


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on; held together, so that no two are the same."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def dotted(settings: dict[str, str]) -> dict[str, str]:
    return {name.replace("__", "."): value for name, value in settings.items()}
