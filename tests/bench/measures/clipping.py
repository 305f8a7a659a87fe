"""From the form to a note that colleagues read."""

from tests.bench.results import Line, Target
from tests.bench.sides import Workspace
from tests.bench.timing import summary

NOTES, NOTED = 300, 25
#: Milliseconds.
AT_ONCE = 200


def run(workspace: Workspace, *, pages: int | None) -> list[Line]:
    """A link is noted on a site with notes; ``pages`` is their number."""
    with workspace.side("ours") as ours:
        notes = pages or NOTES
        ours.ask("clipping.gather", notes=notes)
        told = summary(ours.ask("clipping.note", count=NOTED))
        return [
            Line(
                "clip", f"from the form to a usable note, {notes} notes there", "ms", told.median,
                target=Target(AT_ONCE, of="value"),
                note="its source is read by the worker afterwards",
            )
        ]  # fmt: skip
