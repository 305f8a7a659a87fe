"""In which community a page of the tree lives."""

from collections.abc import Sequence

from wagtail.models import Page

from wiki.communities.models.community import CommunityPage


def communities_of(pages: Sequence[Page]) -> dict[int, CommunityPage]:
    """The community of each page, by the page's id: the nearest above, or itself (one query).

    Pages outside of communities are left out.
    """
    wanted = {path for page in pages for path in paths_to(page.path)}
    rows = CommunityPage.objects.filter(path__in=wanted) if wanted else []
    by_path = {community.path: community for community in rows}
    found = {page.pk: nearest(page.path, by_path) for page in pages}
    return {pk: community for pk, community in found.items() if community is not None}


def nearest(path: str, by_path: dict[str, CommunityPage]) -> CommunityPage | None:
    """The community whose section holds this path, the innermost first."""
    return next((by_path[above] for above in reversed(paths_to(path)) if above in by_path), None)


def paths_to(path: str) -> list[str]:
    """The tree paths of a page and of all above it, from the root down."""
    step = Page.steplen
    return [path[:end] for end in range(step, len(path) + 1, step)]
