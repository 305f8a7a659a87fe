"""Who knows about this: people who consent, with the evidence, and never a ranking.

The evidence is what they declare to everyone signed in, and pages on the subject that
they wrote and that the viewer may read. When more people fit than are shown, the day
chooses, so that nobody is always left out; they stand by name.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from wagtail.models import Page

from search.access import Access
from search.engines import engine
from search.engines.base import EngineQuery, Reader
from search.errors import SearchUnavailable
from search.kinds import page_kinds
from search.params import Sort
from search.people.consent import Consenting, consenting, fits, says
from search.reduced.roots import Root, roots
from search.results import ResultPage
from search.syntax import ParsedText, parse
from search.vocabulary import vocabulary
from wiki.communities.audience import Viewer
from wiki.core.models import Theme
from wiki.core.search_content import SearchablePage, SearchContent
from wiki.people.knowing import Knower

#: People shown; a list to choose from and not one to scroll.
MOST = 5
#: Pages looked at for each sort of evidence.
LOOKED_AT = 30


@dataclass(frozen=True)
class Subject:
    """What somebody wants to know about: words, themes, and pages not to be cited."""

    words: tuple[Root, ...] = ()
    themes: frozenset[int] = frozenset()
    slugs: tuple[str, ...] = ()
    #: What is looked for in the texts of pages; nothing for a page, which has its own likes.
    text: ParsedText = field(default_factory=ParsedText)
    #: Pages that are no evidence: whoever answers for the page shown stands there already.
    left_out: frozenset[int] = frozenset()


def subject_of(text: str) -> Subject:
    """The subject of a question: its words, and the themes that it names."""
    asked = roots(parse(text).wanted)
    named = [
        theme
        for theme in vocabulary().themes.values()
        if any(says(asked, roots(name)) for name in _names(theme))
    ]
    return _subject(asked, named, text=parse(text))


def subject_of_page(page: Page) -> Subject:
    """The subject of a page of any type: its title, its themes when it has some (one query)."""
    themed = getattr(page, "themes", None)
    own = list(themed.all()) if themed is not None else []
    siblings = page.search_siblings() if isinstance(page, SearchablePage) else set()
    return _subject(roots(page.title), own, left_out=frozenset({page.pk, *siblings}))


def _subject(asked: tuple[Root, ...], themes: list[Theme], **more: Any) -> Subject:
    """Whoever knows a wider theme knows this one; pages are looked for on these alone."""
    parents = {theme.pk: theme.parent_id for theme in vocabulary().themes.values()}
    wider: set[int] = set()
    for theme in themes:
        pk: int | None = theme.pk
        while pk is not None and pk not in wider:
            wider.add(pk)
            pk = parents.get(pk)
    return Subject(asked, frozenset(wider), tuple(theme.slug for theme in themes), **more)


def _names(theme: Theme) -> list[str]:
    return [name for name in (theme.label_fr, theme.label_en, *theme.synonym_list) if name]


def whom_to_ask(page: ResultPage, viewer: Viewer, *, today: date) -> tuple[Knower, ...]:
    """Who can be asked when the words of a search found nothing."""
    asked = page.params.text and (page.near or not page.hits)
    if not asked or not viewer.is_authenticated or not consenting():
        return ()
    return who_knows(subject_of(page.params.text), viewer, today=today)


def who_knows(
    subject: Subject, viewer: Viewer, *, today: date, alike: Sequence[SearchContent] = ()
) -> tuple[Knower, ...]:
    """Who can be asked, by name; nobody for visitors.

    ``alike`` are pages about the same that the viewer may read: they count for a subject
    without a theme, for a theme is what an editor said and likeness a guess. Some eight
    queries and two questions to the engine at most; without it, what is declared is left.
    """
    if not viewer.is_authenticated:
        return ()
    people = {pk: each for pk, each in consenting().items() if pk != viewer.pk}
    if not people:
        return ()
    pages, cut = _pages(subject, viewer)
    if not subject.slugs:
        pages, cut = [*alike, *pages], cut or bool(alike)
    wrote = _by_author(pages, subject)
    declared = {pk: _declared(each, subject) for pk, each in people.items()}
    fitting = [each for pk, each in people.items() if declared[pk] or wrote.get(pk)]
    chosen = sorted(fitting, key=lambda each: _lot(each.person_id, today))[:MOST]
    found = [
        _knower(each, declared[each.person_id], wrote[each.person_id], at_least=cut)
        for each in chosen
    ]
    return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.person_id)))


def _lot(person_id: int, today: date) -> str:
    """Draws anew each day."""
    return hashlib.sha256(f"{today}:{person_id}".encode()).hexdigest()


def _declared(person: Consenting, subject: Subject) -> tuple[str, ...]:
    return tuple(
        skill.label
        for skill in person.skills
        if (skill.theme_id and skill.theme_id in subject.themes) or fits(subject.words, skill.roots)
    )


def _pages(subject: Subject, viewer: Viewer) -> tuple[list[SearchContent], bool]:
    """Pages with the words, and pages on the themes, that the viewer may read; whether more fit."""
    access = Access.of(viewer)
    reader = access.reader()
    kinds = {"type": page_kinds()}
    asked: list[EngineQuery] = []
    if subject.text.wanted:
        asked.append(EngineQuery(subject.text, reader, kinds, limit=LOOKED_AT))
    if subject.slugs:
        asked.append(_on_themes(subject, reader, kinds))
    try:
        answers = [engine().search(query) for query in asked]
    except SearchUnavailable:
        return [], False
    # Words that only look alike are no evidence.
    answers = [answer for answer in answers if not answer.near]
    found = [hit.content for answer in answers for hit in answer.hits]
    permitted = access.permitted(content.page_id for content in found).ids
    cut = any(answer.total > len(answer.hits) for answer in answers)
    return [content for content in found if content.page_id in permitted], cut


def _on_themes(subject: Subject, reader: Reader, kinds: dict[str, tuple[str, ...]]) -> EngineQuery:
    filters = {**kinds, "theme": subject.slugs}
    return EngineQuery(ParsedText(), reader, filters, sort=Sort.UPDATED, limit=LOOKED_AT)


def _by_author(
    pages: Iterable[SearchContent], subject: Subject
) -> dict[int, dict[int, SearchContent]]:
    """The pages of each person, by family: several languages of one page are one page."""
    found: dict[int, dict[int, SearchContent]] = defaultdict(dict)
    for content in pages:
        if content.page_id in subject.left_out:
            continue
        for author in content.authors:
            found[int(author.key)].setdefault(content.family or content.page_id, content)
    return found


def _knower(
    person: Consenting,
    declared: tuple[str, ...],
    wrote: dict[int, SearchContent],
    *,
    at_least: bool,
) -> Knower:
    example = next(iter(wrote.values()), None)
    return Knower(
        person_id=person.person_id,
        name=person.name,
        url=person.url,
        job_title=person.job_title,
        declared=declared,
        wrote=len(wrote),
        title=example.title if example else "",
        title_url=example.url if example else "",
        title_language=example.language if example else "",
        at_least=at_least,
    )
