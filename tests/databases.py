"""The database of the tests on SQLite: migrated once, then copied.

Migrations take ten seconds, for every worker and every time that somebody runs one test. What they
make depends on few files: as long as those are the same, a copy is the same.
"""

import fcntl
import shutil
import sqlite3
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

ROOT = Path(__file__).resolve().parent.parent
#: What decides on the tables, on what migrations write into them and on the permissions.
SOURCES = ("**/migrations/*.py", "**/models.py", "**/models/**/*.py", "wiki/settings.py",
           "requirements/*.txt")  # fmt: skip
APPS = ("guides", "home", "search", "wiki")


def copy_instead_of_migrating(target: Path, kept: Path) -> None:
    """From here on the database of the tests, made at ``target``, is a copy of one in ``kept``.

    It is made where none is kept yet; of several workers one makes it, and the others wait.
    """
    connection = connections["default"]
    migrate = connection.creation.create_test_db

    def create_test_db(*args: Any, serialize: bool = True, **options: Any) -> str:
        made = kept / f"{_state()}.sqlite3"
        with (kept / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                name: str = migrate(*args, serialize=serialize, **options)
                _keep(target, made)
                return name
            shutil.copyfile(made, target)
        connection.close()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = str(target)
        if serialize:
            connection._test_serialized_contents = connection.creation.serialize_db_to_string()  # type: ignore[attr-defined]
        return str(target)

    connection.creation.create_test_db = create_test_db  # type: ignore[method-assign]


def database_url() -> str:
    """The test's own database, for another process."""
    connection = connections["default"]
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    host = f"{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}"
    return f"postgres://{host}/{values['NAME']}"


def _keep(source: Path, made: Path) -> None:
    for old in made.parent.glob("*.sqlite3*"):
        old.unlink()
    new = made.with_suffix(".new")
    new.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as database:
        database.execute("VACUUM INTO ?", [str(new)])
    new.rename(made)


def _state() -> str:
    """A name for all that the database depends on."""
    digest = sha256(f"{sys.version} {sqlite3.sqlite_version}".encode())
    files = {
        path
        for pattern in SOURCES
        for path in ROOT.glob(pattern)
        if path.relative_to(ROOT).parts[0] in {*APPS, "requirements"}
    }
    for path in sorted(files):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:24]
