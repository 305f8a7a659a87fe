"""Which pages stand in the index: one rule, as a predicate and as a queryset.

A page stands there when it is live, of a type that readers can find, below the home
page of a site, and open to somebody: pages behind a shared password, or reserved to
no group at all, are in no index. A test proves that both forms select the same rows.

Drafts of a live page change nothing: the index holds what is published. Who may see
an entry is another matter: see ``wiki.communities.audience``.
"""

from django.db.models import Q, QuerySet
from wagtail.models import Page, Site

from search.kinds import searchable_models
from wiki.communities.audience import NOBODY, page_audiences, rules


def is_indexable(page: Page) -> bool:
    """Whether this page, specific or not, stands in the index."""
    if not page.live or page.specific_class not in searchable_models():
        return False
    if not any(page.path.startswith(root) for root in _site_roots()):
        return False
    conditions = page_audiences([page])[page.pk].conditions
    return not any(NOBODY in condition for condition in conditions)


def indexable_pages() -> QuerySet[Page]:
    """All pages that stand in the index."""
    sites = Q(pk__in=())
    for root in _site_roots():
        sites |= Q(path__startswith=root)
    closed = Q()
    for rule in rules():
        if NOBODY in rule.tokens:
            closed |= Q(path__startswith=rule.path) | Q(alias_of__path__startswith=rule.path)
    pages = Page.objects.live().exact_type(*searchable_models()).filter(sites)
    return pages.exclude(closed) if closed else pages


def _site_roots() -> list[str]:
    return list(Site.objects.order_by("pk").values_list("root_page__path", flat=True))
