"""Views of the CMS, as those who write open them."""

from django.urls import reverse

from tests.leaks.registry import OUTLETS, Outlet, Registered, Shown, Visit, bare, opens, said
from tests.leaks.world import EVERYWHERE

# ── The CMS ───────────────────────────────────────────────────────────────────

#: Views about one page, by the name of the part of the address that is its number.
ABOUT_A_PAGE = (
    "wagtailadmin_explore", "wagtailadmin_explore_results",
    "wagtailadmin_choose_page_child", "wagtailadmin_api:pages:detail",
    *(f"wagtailadmin_pages:{name}" for name in (
        "usage", "edit", "view_draft", "add_subpage", "delete", "unpublish", "convert_alias",
        "move", "set_page_position", "copy", "set_privacy", "revisions_index",
        "workflow_history", "history", "history_results", "confirm_workflow_cancellation",
    )),
)  # fmt: skip
#: Lists, reports and choosers, with what is asked of them.
LISTS: dict[str, dict[str, str]] = {
    "wagtailadmin_home": {},
    "wagtailadmin_explore_root": {},
    "wagtailadmin_pages:search": {"q": "tiv"},
    "wagtailadmin_pages:search_results": {"q": EVERYWHERE},
    "wagtailadmin_choose_page": {"page_type": "guides.GuidePage"},
    "wagtailadmin_choose_page_search": {"q": "tiv"},
    "wagtailadmin_reports:locked_pages": {},
    "wagtailadmin_reports:locked_pages_results": {},
    "wagtailadmin_reports:workflow": {},
    "wagtailadmin_reports:workflow_results": {},
    "wagtailadmin_reports:workflow_tasks": {},
    "wagtailadmin_reports:workflow_tasks_results": {},
    "wagtailadmin_reports:site_history": {},
    "wagtailadmin_reports:site_history_results": {},
    "wagtailadmin_reports:aging_pages": {},
    "wagtailadmin_reports:aging_pages_results": {},
    "wagtailadmin_reports:page_types_usage": {},
    "wagtailadmin_reports:page_types_usage_results": {},
    "wagtailadmin_api:pages:listing": {"limit": "20"},
    "wagtailadmin_api:pages:find": {"id": "3"},
    "knowledge:index": {},
    "knowledge:index_results": {"q": "tiv"},
    "knowledge:choose_parent": {},
    "search_page_choice:choose": {},
    "search_page_choice:choose_results": {"q": EVERYWHERE},
    "wagtailsnippets_core_knowledgetag:list": {},
    "wagtailsnippets_core_knowledgetag:list_results": {},
    "wagtailsnippetchoosers_core_knowledgetag:choose": {},
    "wagtailsnippetchoosers_core_knowledgetag:choose_results": {},
    "wagtailsnippets_core_theme:list": {},
    "wagtailsnippets_core_theme:list_results": {},
    "wagtailsnippets_search_pin:list": {},
    "wagtailsnippets_search_pin:list_results": {},
    "wagtailsnippetchoosers_search_pin:choose": {},
    "wagtailsnippetchoosers_search_pin:choose_results": {},
    "wagtailimages:index": {},
    "wagtailimages:index_results": {},
    "wagtailimages_chooser:choose": {},
    "wagtailimages_chooser:choose_results": {},
    "wagtaildocs:index": {},
    "wagtaildocs:index_results": {},
    "wagtaildocs_chooser:choose": {},
    "wagtaildocs_chooser:choose_results": {},
    "wagtailadmin_api:images:listing": {},
    "wagtailadmin_api:documents:listing": {},
    "wagtailredirects:index": {},
    "wagtailredirects:index_results": {},
}


def about_pages(name: str) -> Outlet:
    """One view of the CMS, asked about some pages."""

    def outlet(visit: Visit) -> Shown:
        shown = Shown()
        for page in visit.pages(most=2):
            address, nowhere = (reverse(name, args=[pk]) for pk in (page.pk, 999_999))
            visit.get("/about/")  # shows the words that wait from an earlier refusal
            response = visit.get(address)
            shown.texts.append(said(response, address))
            if not visit.oracle.in_cms(page.pk):
                same = bare(response, address) == bare(visit.get(nowhere), nowhere)
                shown.counts.append((f"{address} differs", int(not same), 0))
        return shown

    return outlet


def a_list(name: str, data: dict[str, str]) -> Outlet:
    """One list of the CMS."""

    def outlet(visit: Visit) -> Shown:
        return Shown([visit.text(reverse(name), data)])

    return outlet


OUTLETS.extend(Registered(name, about_pages(name), (name,), cms=True) for name in ABOUT_A_PAGE)
OUTLETS.extend(
    Registered(name, a_list(name, data), (name,), cms=True) for name, data in LISTS.items()
)


@opens("wagtailadmin_pages:type_use", "wagtailadmin_pages:type_use_results", cms=True)
def types(visit: Visit) -> Shown:
    return Shown(
        [
            visit.text(reverse(f"wagtailadmin_pages:{name}", args=["guides", "guidepage"]))
            for name in ("type_use", "type_use_results")
        ]
    )


@opens(
    "wagtailadmin_choose_page_chosen_multiple", "wagtail_bulk_action",
    "search_page_choice:chosen", "search_page_choice:chosen_multiple", cms=True,
)  # fmt: skip
def chosen(visit: Visit) -> Shown:
    """What was chosen by its number."""
    shown = Shown()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    for page in visit.pages(most=2):
        for address in (reverse("wagtailadmin_choose_page_chosen_multiple"), bulk,
                        reverse("search_page_choice:chosen_multiple")):  # fmt: skip
            shown.texts.append(visit.text(address, {"id": page.pk}))
        shown.texts.append(visit.text(reverse("search_page_choice:chosen", args=[page.pk])))
    shown.texts.append(visit.text(bulk, {"id": "all"}))
    return shown


@opens(
    "wagtailadmin_tag_autocomplete", "wagtailadmin_tag_model_autocomplete",
    "cms/tag-autocomplete/", "cms/tag-autocomplete/<slug:app_name>/<slug:model_name>/", cms=True,
)  # fmt: skip
def tag_field(visit: Visit) -> Shown:
    address = reverse("wagtailadmin_tag_model_autocomplete", args=["core", "knowledgetag"])
    return Shown([visit.text(address, {"term": "ta"})])


@opens("wagtailadmin_pages:add", "wagtailadmin_pages:choose_parent", cms=True)
def new_pages(visit: Visit) -> Shown:
    """The empty form: its fields offer communities."""
    shown = Shown()
    for page in visit.pages(most=3):
        if page.specific_class.__name__ == "GuideIndexPage":
            address = reverse("wagtailadmin_pages:add", args=["guides", "guidepage", page.pk])
            shown.texts.append(visit.text(address))
    choose = reverse("wagtailadmin_pages:choose_parent", args=["guides", "guidepage"])
    shown.texts.append(visit.text(choose))
    return shown


@opens(
    "wagtailadmin_pages:revisions_view", "wagtailadmin_pages:revisions_revert",
    "wagtailadmin_pages:revisions_compare", "wagtailadmin_pages:preview_on_edit", cms=True,
)  # fmt: skip
def revisions(visit: Visit) -> Shown:
    """A version keeps its address: for those who know the page, and under no other page."""
    shown = Shown()
    pages = [page for page in visit.pages(most=2) if not page.alias_of_id]  # with a version
    for page in pages:
        revision = page.specific.save_revision()
        for name, args in (
            ("revisions_view", [page.pk, revision.pk]),
            ("revisions_revert", [page.pk, revision.pk]),
            ("revisions_compare", [page.pk, "live", revision.pk]),
            ("preview_on_edit", [page.pk]),
            *(("revisions_view", [other.pk, revision.pk]) for other in pages if other != page),
            *(("revisions_compare", [other.pk, "live", revision.pk]) for other in pages
              if other != page),
        ):  # fmt: skip
            shown.texts.append(visit.text(reverse(f"wagtailadmin_pages:{name}", args=args)))
    return shown
