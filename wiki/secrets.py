"""The signing key of a site that was given none."""

import os
import secrets
import tempfile
from pathlib import Path


def stored_secret_key(path: Path) -> str:
    """The key kept in ``path``, made on first use and readable by its owner only.

    Two processes that start together agree: the file appears whole, and whoever
    comes second reads the first one's.
    """
    if not path.exists():
        descriptor, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    return path.read_text().strip()
