"""Where programs find the feeds of the page that is shown."""

from django import template
from django.conf import settings
from django.template.context import RequestContext
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from guides.models import IndexPage
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Visibility
from wiki.core.models import Theme
from wiki.syndication.feeds.addresses import FORMS, feed_path
from wiki.syndication.feeds.places import COMMUNITIES, SITE, THEMES, TYPES

register = template.Library()

TYPES_OF_FORMS = {"atom": "application/atom+xml", "json": "application/feed+json"}
_LINK = '<link rel="alternate" type="{}" title="{}" href="{}">'


@register.simple_tag(takes_context=True)
def feed_links(context: RequestContext) -> SafeString:
    """The feed of what is shown, then that of the whole site; no query.

    Only feeds that anybody may read: the private ones are for programs that know the address.
    """
    places = [*_own(context), (SITE, "", settings.SITE_NAME)]
    return format_html_join(
        "",
        _LINK,
        (
            (TYPES_OF_FORMS[form], title, feed_path(kind, key, form))
            for kind, key, title in places
            for form in FORMS
        ),
    )


@register.simple_tag
def is_public(community: CommunityPage) -> bool:
    """Whether anybody may subscribe to the community's feeds and dates."""
    return community.visibility == Visibility.PUBLIC


def _own(context: RequestContext) -> list[tuple[str, str, str]]:
    page, theme = context.get("page"), context.get("theme")
    name = settings.SITE_NAME
    if isinstance(page, CommunityPage) and is_public(page):
        return [(COMMUNITIES, page.slug, f"{page.title} – {name}")]
    if isinstance(page, IndexPage):
        kind = type(page).listed_type
        return [(TYPES, kind.search_kind, f"{kind.kind_label_plural} – {name}")]
    if isinstance(theme, Theme):
        return [(THEMES, theme.slug, f"{theme.label} – {name}")]
    return []
