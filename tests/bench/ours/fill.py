"""Fills the site with guides quickly, out of any index."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from guides.models import GuideIndexPage, GuidePage, TaggedKnowledge
from guides.models.guide import Level
from tests.bench.bulk import insert_pages
from tests.bench.corpus import Article, Step
from tests.bench.markup import step_html
from wiki.communities.models import CommunityPage
from wiki.core.models import KnowledgeTag, Theme
from wiki.people.models import User


def _step(step: Step) -> tuple[str, dict[str, Any]]:
    return "step", {
        "title": step.title,
        "text": step_html(step.text),
        "anchor": slugify(step.title),
    }


def guide(one: Article, *, owner: User) -> GuidePage:
    """The article as a guide, with the same pieces of text as its stock twin."""
    pieces = zip(one.headings, one.paragraphs, one.markdown, strict=True)
    return GuidePage(
        title=one.title,
        slug=one.slug,
        summary=one.intro,
        language="fr",
        owner=owner,
        level=Level.BEGINNER,
        duration=2,
        first_published_at=timezone.make_aware(datetime.combine(one.day, time(9))),
        body=[
            block
            for heading, paragraph, rich in pieces
            for block in (
                ("heading", {"text": heading, "level": "2", "anchor": slugify(heading)}),
                ("text", f"<p>{paragraph}</p>"),
                ("markdown", rich),
            )
        ],
        steps=[_step(step) for step in one.steps],
    )


def fill_guides(chunk: Sequence[Article]) -> None:
    """These articles as published guides, spread over the communities."""
    communities = list(CommunityPage.objects.order_by("pk"))
    authors = list(User.objects.order_by("pk"))
    by_place: dict[int, list[Article]] = defaultdict(list)
    for one in chunk:
        by_place[one.number % len(communities)].append(one)
    for place, group in by_place.items():
        index = GuideIndexPage.objects.child_of(communities[place]).get()
        made = [guide(one, owner=authors[one.author]) for one in group]
        insert_pages(made, index)
        _label(made, group, communities)


def _label(
    made: Sequence[GuidePage], group: Sequence[Article], communities: Sequence[CommunityPage]
) -> None:
    tags = list(KnowledgeTag.objects.order_by("pk"))
    themes = list(Theme.objects.order_by("pk"))
    pairs = list(zip(made, group, strict=True))
    for field, places, rows in (
        (GuidePage.communities, "communities", communities),
        (GuidePage.themes, "themes", themes),
    ):
        through = field.through
        target = field.field.m2m_reverse_field_name()
        through.objects.bulk_create(
            through(knowledgepage_id=page.pk, **{target: rows[place]})
            for page, one in pairs
            for place in getattr(one, places)
        )
    TaggedKnowledge.objects.bulk_create(
        TaggedKnowledge(content_object=page, tag=tags[place])
        for page, one in pairs
        for place in one.tags
    )
