"""The figures of communities: see ``outlets.py``."""

from django.urls import reverse

from tests.leaks.registry import Shown, Visit, bare, opens, said

SCREENS = ("communities:figures", "communities:export_figures")


@opens(*SCREENS)
def figures(visit: Visit) -> Shown:
    """A number that counts a page which one may not read tells of it."""
    shown, now = Shown(), visit.oracle.pages
    for community in (now[each.pk] for each in visit.world.communities if each.pk in now):
        inside = {pk for pk, page in now.items() if page.path.startswith(community.path)}
        for name in SCREENS:
            address, nowhere = (reverse(name, args=[slug]) for slug in (community.slug, "nothing"))
            response = visit.get(address)
            shown.texts.append(said(response, address))
            if community.pk not in visit.oracle.known:
                same = bare(response, address) == bare(visit.get(nowhere), nowhere)
                shown.counts.append((f"{address} differs", int(not same), 0))
            elif response.status_code == 200 and response.context:
                (pages,) = (each for each in response.context["tables"] if each.name == "pages")
                expected = len(visit.oracle.knowledge & inside)
                shown.counts.append((f"pages of {community.slug}", pages.total, expected))
    return shown
