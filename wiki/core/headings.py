"""Levels of headings, and the link to copy beside each."""

from wiki.core.html import Tag, parse

_soup = parse("")  # makes elements

HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]


class _Frame:
    """Headings inside one container, counted from the level of its place."""

    def __init__(self, container: Tag, base: int) -> None:
        self.container = container
        self.base = base
        self.open: list[int] = []

    def level_for(self, written_level: int) -> int:
        while self.open and self.open[-1] >= written_level:
            self.open.pop()
        self.open.append(written_level)
        return self.base + len(self.open) - 1

    @property
    def below(self) -> int:
        """The level of a heading under the one that is open."""
        return self.base + len(self.open)


def set_levels(tree: Tag, *, top: int) -> None:
    """Gives every heading the level of its place: the first is ``top``, none is skipped.

    What matters is which heading was written deeper than which. An element with
    ``data-outline`` keeps its own count, below the heading that it stands under.
    """
    frames = [_Frame(tree, top)]
    for heading in tree.find_all(HEADINGS):
        around = [parent for parent in heading.parents if parent.has_attr("data-outline")]
        containers = [tree, *reversed(around)]
        kept = 0
        while (
            kept < min(len(frames), len(containers)) and frames[kept].container is containers[kept]
        ):
            kept += 1
        del frames[kept:]
        for container in containers[kept:]:
            frames.append(_Frame(container, frames[-1].below))
        heading.name = f"h{min(6, frames[-1].level_for(int(heading.name[1])))}"


def add_copy_links(tree: Tag, words: str, *, copied: str) -> None:
    """Puts beside each heading a link to itself, which a script also copies.

    ``words`` are the link's, ``copied`` is what the script says when it is done.
    """
    for heading in tree.find_all(HEADINGS):
        link = _soup.new_tag("a", attrs={"class": "anchor-link", "href": f"#{heading['id']}"})
        hidden = _soup.new_tag("span", attrs={"class": "visually-hidden"})
        hidden.string = f"{words} ({heading.get_text(strip=True)})"
        link.append(hidden)
        link["data-copy-link"] = copied
        heading.wrap(_soup.new_tag("div", attrs={"class": "anchored"}))
        heading.insert_after(link)
