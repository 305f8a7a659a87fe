"""From an engine's answer to the page that a reader sees: labels, links, second look."""

from collections.abc import Collection, Mapping
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from search.access import Permitted
from search.engines.base import EngineAnswer, EngineHit, FacetCount
from search.kinds import PERSON, kinds
from search.params import FACETS, SearchParams, Sort
from search.results import Facet, FacetValue, Hit, ResultPage, SortLink, Text
from search.text import typed
from wiki.communities.models import CommunityPage
from wiki.core.languages import Language
from wiki.core.models import Theme
from wiki.core.search_content import SearchContent
from wiki.people.spoken import Spoken

FACET_LABELS: dict[str, Text] = {
    "type": _("Type"),
    "community": _("Community"),
    "theme": _("Theme"),
    "tag": _("Tag"),
    "language": _("Language"),
    "author": _("Author"),
    "year": _("Year of publication"),
}
SORT_LABELS: dict[Sort, Text] = {
    Sort.RELEVANCE: _("Best answer first"),
    Sort.NEWEST: _("Newest first"),
    Sort.UPDATED: _("Last updated first"),
    Sort.TITLE: _("By title"),
}


def present(
    answer: EngineAnswer,
    params: SearchParams,
    permitted: Permitted,
    *,
    today: date,
    themes: Mapping[str, Theme],
    pinned: Collection[int] = (),
) -> ResultPage:
    """The page to show; hits that may not be read any more are neither shown nor counted.

    ``themes`` are all themes by their address, ``pinned`` the pages that editors chose for
    the question.
    """
    hits = [hit for hit in answer.hits if hit.content.page_id in permitted.ids]
    language = get_language() or "fr"
    labels = {slug: theme.label_in(language) for slug, theme in themes.items()}
    asked = typed(params.text)
    return ResultPage(
        params=params,
        total=max(0, answer.total - (len(answer.hits) - len(hits))),
        hits=tuple(
            _hit(hit, permitted, asked, today=today, pinned=pinned, sort=params.sort)
            for hit in hits
        ),
        facets=tuple(
            facet
            for name in FACETS
            if (facet := _facet(name, answer, params, labels, permitted)).values
        ),
        near=answer.near,
        elsewhere=answer.elsewhere,
        spelling=answer.spelling,
        sorts=_sorts(params),
    )


def _sorts(params: SearchParams) -> tuple[SortLink, ...]:
    """The orders; without words there is no best answer, and the last updated come first."""
    words = params.parsed.wanted
    offered = [sort for sort in SORT_LABELS if words or sort is not Sort.RELEVANCE]
    current = params.sort if params.sort in offered else Sort.UPDATED
    return tuple(
        SortLink(SORT_LABELS[sort], sort is current, sort, params.sorted_by(sort).query_string)
        for sort in offered
    )


def _hit(
    hit: EngineHit,
    permitted: Permitted,
    asked: str,
    *,
    today: date,
    pinned: Collection[int],
    sort: Sort,
) -> Hit:
    """What is shown of a hit; ``asked`` is the question, typed like a title."""
    content, passage = hit.content, hit.passage
    kind = kinds().get(content.kind)
    community = content.community
    named = (
        community is not None
        and community.key in permitted.community_slugs
        and community.label != content.title  # a community does not live in itself
    )
    until, expired_on = content.verified_until, content.expired_on
    at_answer = f"{content.url}#{passage.anchor}" if passage.anchor else content.url
    return Hit(
        page_id=content.page_id,
        kind=content.kind,
        kind_label=kind.label if kind else content.kind,
        kind_icon=kind.icon if kind else "file-text",
        title=content.title,
        title_html=hit.title_html,
        url=at_answer,
        page_url=content.url,
        title_url=content.url if typed(content.title) == asked else at_answer,
        extract=passage.html,
        section_anchor=passage.anchor,
        section_heading=passage.heading,
        community=community.label if community and named else "",
        also_in=_also_in(content, permitted),
        trail=content.trail,
        language=content.language,
        updated=content.updated,
        verified_until=until,
        verified=until is not None and until >= today,
        expired=expired_on is not None and expired_on < today,
        pinned=content.page_id in pinned,
        published=content.first_published if sort is Sort.NEWEST else None,
    )


def _also_in(content: SearchContent, permitted: Permitted) -> tuple[str, ...]:
    """The communities that a page is tagged with; of people, the directory tells nothing here."""
    if content.kind in {PERSON.key, CommunityPage.search_kind}:
        return ()
    own = content.community.key if content.community else ""
    # By their keys: of a community that is not public, the index holds no name.
    titles = permitted.community_titles
    keys = dict.fromkeys(each.key for each in content.communities)
    return tuple(titles[key] for key in keys if key in titles and key != own)


def _facet(
    name: str,
    answer: EngineAnswer,
    params: SearchParams,
    theme_labels: Mapping[str, str],
    permitted: Permitted,
) -> Facet:
    counts = list(answer.facets.get(name, ()))
    chosen = params.filters.get(name, ())
    known = {count.key for count in counts}
    counts += [FacetCount(key, key, 0) for key in chosen if key not in known]
    if name == "community":
        # A page may be tagged with a community whose very name is private.
        counts = [c for c in counts if c.key in permitted.community_slugs or c.key in chosen]
    if name == "language" and params.filters.get("type") != (PERSON.key,):
        # Among pages, a language that only people speak would promise texts.
        counts = [c for c in counts if c.key in Language.values or c.key in chosen]
    if name == "year":
        counts.sort(key=lambda count: count.key, reverse=True)
    toggled = params.toggling(name)
    return Facet(
        name,
        FACET_LABELS[name],
        tuple(
            FacetValue(
                count.key,
                _label(name, count, theme_labels, permitted),
                count.count,
                count.key in chosen,
                toggled(count.key),
            )
            for count in counts
        ),
    )


def _label(
    name: str, count: FacetCount, theme_labels: Mapping[str, str], permitted: Permitted
) -> Text:
    match name:
        case "type" if count.key in kinds():
            return kinds()[count.key].label_plural
        case "theme":
            return theme_labels.get(count.key, count.label)
        case "language" if count.key in Spoken.values:
            return Spoken(count.key).label
        case "community" if count.key not in permitted.community_slugs:
            return count.key  # as typed in the address, nothing more
        case "community":
            return permitted.community_titles.get(count.key) or count.label
    return count.label
