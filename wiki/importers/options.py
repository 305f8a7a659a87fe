"""What one may ask of an import."""

from dataclasses import dataclass


class ImportRejected(Exception):  # noqa: N818  (named after the situation)
    """The import cannot begin: no such folder, no such page, no such person."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import a folder."""

    #: Say what would be done; write nothing.
    dry_run: bool = False
    #: Take the file even when the page was edited in the CMS since the last import.
    force: bool = False
    #: Address under which the pages were published before: links to it become page links.
    site_url: str = ""
    #: E-mail address of the person who owns the pages whose file names nobody.
    owner: str = ""
    #: Shows a progress bar on the standard error.
    progress: bool = False
