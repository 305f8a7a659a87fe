"""Addresses of the site, and those where no page can show, each with the reason."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

#: Names of views (or routes, of views without a name), and the reason.
HARMLESS = {
    "healthz": "says « ok »",
    "readyz": "names parts of the machine",
    "set_language": "leads back to where one was",
    "people:sign_in": "a form", "people:sign_out": "leads to the form",
    "people:password_change": "a form", "people:password_forgotten": "a form",
    "people:password_sent": "a sentence", "people:password_new": "a form, with a signed address",
    "people:leave": "shows the page of one's data, by POST; with the password, erases oneself",
    "cms/pages/workflow/confirm_cancellation/<int:page_id>/": "asks for the right to edit the page",
    "notifications:read": "marks one's own notices, and leads back",
    "notifications:unsubscribe": "opens with a signed address; changes one's own choice",
    "digests:confirm": "opens with a signed address; names a community that anybody reads",
    "digests:stop": "opens with a signed address that the community's own message carried",
    "syndication:make_address": "makes one's own address, by POST",
    "syndication:revoke_address": "takes one's own address back, by POST",
    "syndication:delete_search": "removes one's own search, by POST",
    "syndication:act": "for those who run the community, by POST",
    "search:opened": "counts, and answers with nothing",
    "demo_feed": "the made-up web of the demo; nowhere else",
    "demo_page": "the made-up web of the demo; nowhere else",
    "about": "a text of the site", "accessibility": "a text of the site",
    "legal": "a text of the site", "manifest": "the site's name",
    "search_page_choice:create": "there is nothing to create",
    **dict.fromkeys(
        ["search_log_keywords", *(
            f"search_log_{each}{part}" for part in ("", "_results")
            for each in ("asked", "nothing_found", "nothing_opened", "asked_again")
        )],
        "questions that name a closed page are kept back: tests/search/test_log_*",
    ),
}  # fmt: skip
#: Beginnings of names (or of routes) of apps that are not ours, and the reason. What one of
#: ours is called stands above by its whole name, so that a new one is noticed.
OF_OTHERS = {
    "wagtailcore_login": "leads to the form for signing in",
    "cms/test404/": "an error page", "cms/^.*/$": "an error page",
    "wagtailadmin_error_test": "an error page, for administrators",
    "wagtailadmin_login": "a form", "wagtailadmin_logout": "a form",
    "wagtailadmin_password_reset": "a form", "wagtailadmin_account": "one's own settings",
    "wagtailadmin_dismissibles": "one's own settings",
    "wagtailadmin_javascript_catalog": "words of the CMS",
    "wagtailadmin_sprite": "drawings",
    "wagtailadmin_block_preview": "a block with made-up content",
    "wagtailadmin_choose_page_external_link": "no page is looked for: see the settings",
    "wagtailadmin_choose_page_email_link": "a form for a text",
    "wagtailadmin_choose_page_phone_link": "a form for a text",
    "wagtailadmin_choose_page_anchor_link": "a form for a text",
    "wagtailembeds:": "a form for an address elsewhere",
    "wagtailadmin_editing_sessions:": "the guard looks at the number; names people",
    "wagtailadmin_api:pages:action": "changes a page; the list of known pages is its source",
    "wagtailadmin_pages:preview_on_add": "shows what was just posted",
    "wagtailadmin_pages:lock": "changes a page, by POST; the guard looks at the number",
    "wagtailadmin_pages:unlock": "changes a page, by POST; the guard looks at the number",
    "wagtailadmin_pages:move_confirm": "the guard looks at both numbers",
    "wagtailadmin_pages:revisions_unschedule": "the guard looks at the number",
    "wagtailadmin_pages:workflow_": "the guard looks at the number",
    "wagtailadmin_pages:collect_workflow_action_data": "the guard looks at the number",
    "wagtailadmin_pages:search": "the list is an outlet",
    "wagtailadmin_workflows:": "for administrators",
    "wagtailadmin_collections:": "rights on collections; names places of files, not pages",
    "wagtailsettings:": "for administrators",
    "wagtailsites:": "for administrators",
    "wagtailusers_": "for administrators",
    "wagtailredirects:": "the list is an outlet; the forms are for administrators",
    "wagtailimages:add": "forms for new files",
    "wagtailimages:edit_multiple": "answers a POST with the file just brought",
    "wagtailimages:create_multiple": "answers a POST with the file just brought",
    "wagtailimages:delete_": "removes a file just brought, by POST",
    "wagtailimages:url_generator_output": "asks for the right to change the file",
    "wagtailimages_chooser:create": "a form for a new file",
    "wagtaildocs:add": "forms for new files",
    "wagtaildocs:edit_multiple": "answers a POST with the file just brought",
    "wagtaildocs:create_multiple": "answers a POST with the file just brought",
    "wagtaildocs:delete_": "removes a file just brought, by POST",
    "wagtaildocs_chooser:create": "a form for a new file",
    "wagtailsnippets:": "names kinds of things",
    "wagtailsnippets_core_theme:": "the list is an outlet; forms of words that all know",
    "wagtailsnippets_core_knowledgetag:": "the list is an outlet; forms for administrators",
    "wagtailsnippets_search_pin:": "words of editors; a page is named to its readers only",
    "wagtailsnippets_search_synonym:": "words of editors, and no page",
    "wagtailsnippetchoosers_core_theme": "themes are known to all",
    "wagtailsnippetchoosers_core_knowledgetag": "for administrators; the list is an outlet",
    "wagtailsnippetchoosers_search_": "no form uses it; the list is an outlet",
}  # fmt: skip

#: How names (or routes) of others begin.
OTHERS = ("wagtail", "cms/")


def is_harmless(name: str) -> bool:
    """Whether it is said here why no page shows in this view."""
    return name in HARMLESS or name.startswith(tuple(OF_OTHERS))


def addresses() -> Iterator[tuple[str, str]]:
    """The name (or the route) and the route of every view of the project."""
    yield from _below(get_resolver().url_patterns, route="", spaces="")


def _below(patterns: list, *, route: str, spaces: str) -> Iterator[tuple[str, str]]:
    for each in patterns:
        here = route + str(each.pattern)
        if isinstance(each, URLResolver):
            space = f"{each.namespace}:" if each.namespace else ""
            yield from _below(each.url_patterns, route=here, spaces=spaces + space)
        elif isinstance(each, URLPattern):
            yield (spaces + each.name if each.name else here), here
