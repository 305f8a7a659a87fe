"""What an import script does on a stock site."""

from tests.bench.corpus import TAGS, articles
from tests.bench.progress import steps
from tests.bench.stock.models import Community, GuidePage
from tests.bench.stock.site import guide, guide_index
from tests.bench.timing import Span, clock


def publish_pages(*, pages: int) -> Span:
    """Seconds to create and publish ``pages`` pages one by one, as an import script does."""
    communities, index = list(Community.objects.order_by("pk")), guide_index()
    with clock() as span:
        for one in steps(articles(pages), "stock: create and publish", total=pages):
            page = guide(one)
            page.communities = [communities[place] for place in one.communities]
            page.tags.add(*(TAGS[place] for place in one.tags))
            index.add_child(instance=page)
            page.save_revision().publish()
    live = GuidePage.objects.live().count()
    if live != pages:
        raise AssertionError(f"{live} pages published instead of {pages}")
    return span
