"""From pages of knowledge to what the search stores of them.

Everything around the pages (places, themes, people, tags) is read once for all of
them: ten pages and ten thousand cost the same number of queries.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils import translation

from guides.rendering import sections_of
from guides.surroundings import Surroundings
from guides.withheld import withheld_of_each
from wiki.core.blocks.words import file_of
from wiki.core.internal_links import Withheld
from wiki.core.search_content import Label, SearchContent, Section
from wiki.core.text import one_line

if TYPE_CHECKING:
    from guides.models import KnowledgePage


def project(page: "KnowledgePage") -> SearchContent:
    """All that the search stores of ``page``; for many, see :func:`project_many`."""
    return next(project_many([page]))


def project_many(
    pages: "Sequence[KnowledgePage]", *, texts: bool = True
) -> Iterator[SearchContent]:
    """What the search stores of each page, in order; without ``texts``, but for the sections."""
    around = Surroundings.of(pages)
    withheld = withheld_of_each([(page, _files(page)) for page in pages]) if texts else []
    for number, page in enumerate(pages):
        # What is stored does not depend on who happens to publish or rebuild.
        with translation.override(page.language):
            sections = _sections(page, withheld[number]) if texts else ()
            yield _content(page, around, sections)


def _content(
    page: "KnowledgePage", around: Surroundings, sections: tuple[Section, ...]
) -> SearchContent:
    responsible, trail = around.place(page)
    themes = around.themes(page)
    communities = [responsible] if responsible else []
    communities += [label for label in around.communities(page) if label not in communities]
    return SearchContent(
        page_id=page.pk,
        kind=page.search_kind,
        language=page.language,
        title=page.title,
        url=page.url or "",
        summary=page.summary,
        keywords=tuple(page.keyword_list),
        sections=sections,
        trail=trail,
        community=responsible,
        communities=tuple(communities),
        themes=tuple(Label(key=theme.slug, label=theme.label_fr) for theme in themes),
        theme_words=tuple(
            dict.fromkeys(
                word
                for theme in themes
                for word in (theme.label_fr, theme.label_en, *theme.synonym_list)
                if word
            )
        ),
        tags=around.tags(page),
        authors=around.authors(page),
        first_published=page.first_published_at,
        updated=page.last_published_at,
        verified_until=page.verified_until,
        expired_on=getattr(page, "relevant_until", None),
        family=around.family(page),
    )


def _sections(page: "KnowledgePage", withheld: Withheld) -> tuple[Section, ...]:
    parts = (part for part in page.parts() if len(part.body))
    return (*_facts(page), *sections_of(parts, withheld=withheld))


def _files(page: "KnowledgePage") -> set[tuple[str, int]]:
    """Kind and id of the files whose words stand in the text."""
    raws = (raw for part in page.parts() for raw in part.body.raw_data)
    return {file for raw in raws if (file := file_of(raw)) is not None}


def _facts(page: "KnowledgePage") -> Iterator[Section]:
    """The short fields shown beside the text, as the first passage."""
    facts = one_line(line for fact in page.facts() for line in str(fact).splitlines())
    if facts:
        yield Section(anchor="", heading="", text=facts)
