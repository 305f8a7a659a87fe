"""A page as a Markdown file, to be taken elsewhere or imported again."""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from guides.digest_items import ShownItem, in_sections, items_for
from guides.markdown_blocks import Around, blocks_to_markdown
from guides.models import (
    CaseStudyPage,
    DigestPage,
    GuidePage,
    KnowledgePage,
    SeriesPage,
    WatchNotePage,
)
from guides.targets import Targets, discreet_addresses, references
from wiki.communities.audience import Viewer, readable
from wiki.communities.file_audience import readable_files
from wiki.core.html_to_markdown import escaped
from wiki.core.internal_links import Withheld
from wiki.core.models import RecueilDocument, RecueilImage


@require_safe
def export(request: HttpRequest, page_id: int) -> HttpResponse:
    """The page as a file. 404 also for pages that this person may not read."""
    pages = readable(KnowledgePage.objects.live(), request.user)
    found = pages.filter(pk=page_id).first()
    if found is None:
        raise Http404
    page = found.specific
    # The file is in the page's language, whoever downloads it.
    with translation.override(page.language):
        text = markdown_of(page, request)
    response = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{page.slug}.md"'
    response["X-Robots-Tag"] = "noindex"
    return response


def markdown_of(page: KnowledgePage, request: HttpRequest) -> str:
    """Front matter, title and text of ``page``, as this person may see it."""
    return markdown_for(page, request.user, request=request)


def markdown_for(page: KnowledgePage, viewer: Viewer, *, request: HttpRequest | None = None) -> str:
    """The same without a request at hand, which only saves looking up the site."""
    address = f"{settings.SITE_URL}{page.get_url(request) or ''}"
    texts = [_front_matter(page, address), f"# {escaped(page.title)}", escaped(page.summary)]
    texts += _facts(page)
    parts = [part for part in page.parts() if part.body]
    targets, chosen = references(parts)
    named = readable(Page.objects.live().filter(pk__in=chosen), viewer)
    discreet = _instead_of_closed(page, targets)
    around = Around(
        address_of=lambda url: _full_address(url, discreet),
        pages=named.in_bulk(),
        withheld=_withheld(targets, viewer),
    )
    for part in parts:
        body = blocks_to_markdown(part.body, around=around)
        if body:
            texts += [f"## {part.heading}" if part.heading else "", body]
    if isinstance(page, SeriesPage):
        texts += [f"## {_('The path')}", _path(page, viewer, request=request)]
    if isinstance(page, DigestPage):
        for section in in_sections(items_for(page, viewer)):
            texts += [f"## {escaped(section.title)}" if section.title else ""]
            texts.append("\n".join(map(_item, section.items)))
    texts.append(f"---\n\n<{address}>")
    return "\n\n".join(text for text in texts if text) + "\n"


def _item(item: ShownItem) -> str:
    """An item of a digest: what it leads to, the community's word, what was wrong in it."""
    title = escaped(item.title)
    named = f"[{title}]({_full_address(item.url)})" if item.url else f"**{title}**"
    told = [named, escaped(item.word), escaped(item.correction)]
    return "- " + " – ".join(words for words in told if words)


def _withheld(targets: Targets, viewer: Viewer) -> Withheld:
    """Kinds and ids of the pictures and documents that this person may not open."""
    withheld: set[tuple[str, int]] = set()
    for kind, model in (("image", RecueilImage), ("document", RecueilDocument)):
        ids = [number for target_kind, number in targets if target_kind == kind]
        if ids:
            files = readable_files(model.objects.filter(pk__in=ids), viewer)
            withheld |= {(kind, number) for number in ids} - {
                (kind, number) for number in files.values_list("pk", flat=True)
            }
    return frozenset(withheld)


def _instead_of_closed(page: KnowledgePage, targets: Targets) -> dict[str, str]:
    """By its address, the one that tells nothing, of each page that is not for all readers.

    Drafts among them: Wagtail gives the address of any page that a text links to.
    """
    discreet = discreet_addresses(page, targets)
    ids = [number for kind, number in targets if kind == "page"]
    closed = Page.objects.filter(Q(pk__in=discreet) | Q(pk__in=ids, live=False)) if ids else []
    return {each.get_url() or "": reverse("guides:go", args=[each.pk]) for each in closed}


def _full_address(address: str, instead: Mapping[str, str] | None = None) -> str:
    """An address of the site with its host; any other as it is."""
    path, _sharp, _anchor = address.partition("#")
    address = (instead or {}).get(path, address)
    return f"{settings.SITE_URL}{address}" if address.startswith("/") else address


def _front_matter(page: KnowledgePage, address: str) -> str:
    """What the import reads again; a JSON value is a YAML value."""
    authors = [page.owner] if page.owner else []
    authors += [each for each in page.co_authors.all() if each != page.owner]
    values: dict[str, Any] = {
        "type": page.search_kind,
        "title": page.title,
        "summary": page.summary,
        "lang": page.language,
        "date": page.first_published_at and page.first_published_at.date().isoformat(),
        "authors": [each.display_name for each in authors],
        "themes": [theme.slug for theme in page.themes.all()],
        "tags": [tag.name for tag in page.tags.all()],
        "keywords": page.keyword_list,
        "licence": page.licence,
        "source": page.source_url or page.source_name or address,
    }
    lines = [
        f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value
    ]
    return "\n".join(["---", *lines, "---"])


def _facts(page: KnowledgePage) -> list[str]:
    """The short fields that belong to the text, one line each."""
    facts: list[tuple[str, str]] = []
    match page:
        case GuidePage():
            facts = [
                (_("Aim"), page.aim),
                (_("Duration"), str(page.length or "")),
                (_("Level"), page.get_level_display() if page.level else ""),
                (_("For whom"), page.audience),
                (_("Material"), ", ".join(page.material_list)),
                (_("Before you start"), ", ".join(page.prerequisite_list)),
            ]
        case CaseStudyPage():
            facts = [
                (_("Sector"), page.sector),
                (_("Size"), page.get_organisation_size_display() if page.organisation_size else ""),
                (_("Stage"), page.get_stage_display() if page.stage else ""),
                (_("When"), page.case_date.isoformat() if page.case_date else ""),
                (_("Constraints"), ", ".join(page.constraint_list)),
            ]
        case WatchNotePage():
            facts = [
                (_("Source"), page.source_title),
                (_("Publisher"), page.publisher),
                (_("Author"), page.source_author),
                (_("Date"), page.source_date.isoformat() if page.source_date else ""),
            ]
    lines = [f"- **{term}**: {escaped(str(value))}" for term, value in facts if value]
    return ["\n".join(lines)] if lines else []


def _path(page: SeriesPage, viewer: Viewer, *, request: HttpRequest | None) -> str:
    """The stops that this person may read."""
    entries = list(page.entries.all())  # of a draft, objects that no query can narrow
    stops = KnowledgePage.objects.live().filter(pk__in=[entry.page_id for entry in entries])
    told = {stop.pk: stop for stop in readable(stops, viewer)}
    rows = []
    kept = [entry for entry in entries if entry.page_id in told]
    for number, entry in enumerate(kept, start=1):
        stop = told[entry.page_id]
        link = f"[{escaped(stop.title)}]({_full_address(stop.get_url(request) or '')})"
        rows.append(f"{number}. {link}{f' – {escaped(entry.note)}' if entry.note else ''}")
    return "\n".join(rows)
