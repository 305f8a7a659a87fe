"""Who published a page, by name: Wagtail's report of old pages has their address."""

from typing import Any

from wagtail.admin.views.reports.aging_pages import AgingPagesView

from wiki.people.models import User

_stock_rows = AgingPagesView.decorate_paginated_queryset


def _rows(self: AgingPagesView, pages: Any) -> Any:
    found = list(_stock_rows(self, pages))
    publishers = [(page, page.last_published_by) for page in found if page.last_published_by]
    people = User.objects.in_bulk({int(number) for _page, number in publishers})
    for page, number in publishers:
        if person := people.get(int(number)):
            page.last_published_by_user = person.display_name
    return found


AgingPagesView.decorate_paginated_queryset = _rows
