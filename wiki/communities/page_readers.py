"""Which people may read a page: the rule of ``audience``, asked from the page's side."""

from collections import defaultdict
from collections.abc import Iterable

from wagtail.models import Page

from wiki.communities.audience import EVERYTHING, LOGIN, page_audiences
from wiki.people.models import User

GROUP = "group:"


def readers(page: Page, people: Iterable[int] | None = None) -> set[int]:
    """Ids of those of ``people`` (None: everybody) who have an account and may read it now.

    Four queries at most, however many people. Nobody reads a page that is not published.
    """
    now = Page.objects.filter(pk=page.pk, live=True).first()
    if now is None:
        return set()
    audience = page_audiences([now])[now.pk]
    rows = User.objects.filter(is_active=True)
    if people is not None:
        rows = rows.filter(pk__in=list(people))
    found = list(rows.order_by().values_list("pk", "is_superuser"))
    if audience.is_public:
        return {pk for pk, _everything in found}
    named = [
        int(token.removeprefix(GROUP))
        for condition in audience.conditions
        for token in condition
        if token.startswith(GROUP)
    ]
    held: dict[int, set[str]] = defaultdict(set)
    if named:
        places = User.groups.through.objects.filter(group__in=named)
        for person, group in places.values_list("user_id", "group_id"):
            held[person].add(f"{GROUP}{group}")
    return {
        pk
        for pk, everything in found
        if audience.admits(frozenset({LOGIN, *held[pk], *({EVERYTHING} if everything else ())}))
    }
