"""Views of the CMS about one page, and what they say."""

import re
from typing import Any

#: A number that no page has.
MISSING = 999_999


def said(response: Any) -> str:
    return re.sub(
        r'name="csrfmiddlewaretoken" value="\w+"|"\w{64}"|[?/]\d+|\d+/',
        "",
        response.content.decode(),
    )


ABOUT_A_PAGE = [
    "wagtailadmin_explore", "wagtailadmin_explore_results", "wagtailadmin_pages:usage",
    "wagtailadmin_pages:edit", "wagtailadmin_pages:view_draft", "wagtailadmin_pages:add_subpage",
    "wagtailadmin_pages:delete", "wagtailadmin_pages:unpublish", "wagtailadmin_pages:move",
    "wagtailadmin_pages:copy", "wagtailadmin_pages:set_privacy", "wagtailadmin_pages:history",
    "wagtailadmin_pages:revisions_index", "wagtailadmin_pages:workflow_history",
    "wagtailadmin_pages:convert_alias", "wagtailadmin_choose_page_child",
    "wagtailadmin_api:pages:detail", "wagtailadmin_workflows:remove",
]  # fmt: skip
