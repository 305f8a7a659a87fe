"""The map of the site for programs that collect pages."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from wiki.communities.audience import readable


class VisitorsSitemap(Sitemap):
    """The pages that anybody may read; Wagtail's lists aliases of pages that have closed."""

    def items(self) -> QuerySet[Page]:
        return readable(super().items(), AnonymousUser())
