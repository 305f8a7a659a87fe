"""Prepare .venv: packages from the lock, catalogues compiled. Safe to repeat.

Needs nothing but Python itself; `make install` calls it.
"""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements" / "dev.txt"
STAMP = VENV / "lock.sha256"
OLDEST = (3, 11)


def say(line: str) -> None:
    print(f"  {line}", flush=True)


def stop(line: str) -> None:
    sys.exit(f"Recueil cannot be installed: {line}")


def venv_python() -> str:
    return str(VENV / "bin" / "python")


def lock_state() -> str:
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return hashlib.sha256(LOCK.read_bytes() + version.encode()).hexdigest()


def install_packages() -> None:
    """Install the lock into .venv unless that is done already."""
    if STAMP.exists() and STAMP.read_text() == lock_state():
        say("packages: up to date")
        return
    say(f"environment: {VENV.name} with Python {sys.version.split()[0]}")
    # Cleared: packages of an older lock must not linger.
    try:
        venv.create(VENV, with_pip=True, clear=True, symlinks=True)
    except subprocess.CalledProcessError:
        stop("this Python has no pip to start from; on Debian, install python3-venv.")
    say("packages: installing from the lock (about a minute the first time)")
    done = subprocess.run(
        [venv_python(), "-m", "pip", "install", "-q", "--disable-pip-version-check",
         "--require-hashes", "-r", str(LOCK)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        log = VENV / "install.log"
        log.write_text(done.stdout + done.stderr)
        reasons = [line for line in done.stderr.splitlines() if "ERROR" in line] or [
            "no reason given"
        ]
        network = any(
            sign in done.stderr for sign in ("NewConnectionError", "resolution", "timed out")
        )
        stop(
            "the package index cannot be reached; check the network."
            if network
            else f"{reasons[0]} (all of it: {log.relative_to(ROOT)})"
        )
    STAMP.write_text(lock_state())


COMPILE = """
import sys
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
for name in sys.argv[1:]:
    with open(name, "rb") as source:
        catalogue = read_po(source)
    with open(name[:-2] + "mo", "wb") as target:
        write_mo(target, catalogue)
"""


def compile_catalogues() -> None:
    """Compile the catalogues that changed, without needing gettext on the machine."""
    stale = [
        path
        for path in ROOT.glob("*/locale/*/LC_MESSAGES/django.po")
        if not (mo := path.with_suffix(".mo")).exists() or mo.stat().st_mtime < path.stat().st_mtime
    ]
    if stale:
        subprocess.run([venv_python(), "-c", COMPILE, *map(str, stale)], check=True)
    say(f"catalogues: {len(stale)} compiled" if stale else "catalogues: up to date")


def main() -> None:
    if sys.version_info < OLDEST:
        stop(f"Python 3.11 or later is needed, this is {sys.version.split()[0]}.")
    install_packages()
    compile_catalogues()


if __name__ == "__main__":
    main()
