"""The YAML between two ``---`` lines at the top of a file."""

import re
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _

_OPEN = re.compile(r"\A---[ \t]*\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


#: The parser in C is ten times faster and is part of the wheels of PyYAML.
_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _PlainLoader(_Safe):
    """Makes plain values only: a hostile tag is an error like another."""

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> Any:
        """A date; an impossible one, such as 30 February, stays the text that it is."""
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError:
            return node.value


_PlainLoader.add_constructor("tag:yaml.org,2002:timestamp", _PlainLoader.construct_yaml_timestamp)


class BrokenFrontMatter(Exception):  # noqa: N818  (named after the situation)
    """The metadata cannot be read; ``line`` is the line of the file."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Metadata, text, and the line of the file on which the text begins."""

    values: dict[str, Any]
    body: str
    body_line: int
    lines: dict[str, int]

    def line_of(self, key: str) -> int:
        """The line on which a key of the metadata stands."""
        return self.lines.get(key, 1)


def split_front_matter(text: str) -> FrontMatter:
    """Metadata and text of a file. Raises BrokenFrontMatter."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    opened = _OPEN.match(text)
    closed = _CLOSE.search(text, opened.end()) if opened else None
    if not opened or not closed:
        return FrontMatter(values={}, body=text, body_line=1, lines={})
    source = text[opened.end() : closed.start()]
    body = text[closed.end() + 1 :]
    return FrontMatter(
        values=_loaded(source),
        body=body,
        body_line=text[: closed.end()].count("\n") + 2,
        lines={
            found[1]: number
            for number, line in enumerate(source.split("\n"), start=2)
            if (found := re.match(r"([\w-]+)\s*:", line))
        },
    )


def _loaded(source: str) -> dict[str, Any]:
    try:
        values = yaml.load(source, Loader=_PlainLoader)  # noqa: S506  (a safe loader, see above)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or _("it is no YAML")
        raise BrokenFrontMatter(
            mark.line + 2 if mark else 1,
            _("The metadata cannot be read: %(problem)s.") % {"problem": problem},
        ) from error
    except (ValueError, RecursionError) as error:
        raise BrokenFrontMatter(
            1, _("The metadata cannot be read: %(problem)s.") % {"problem": error}
        ) from error
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise BrokenFrontMatter(2, _("The metadata must be a list of “key: value”."))
    return {str(key): value for key, value in values.items()}
