"""A folder whose README is of type « community » becomes a community."""

from django.utils.translation import gettext as _

from wiki.communities.models import CommunityPage
from wiki.communities.rights import Joining, Visibility
from wiki.importers.conversion.blocks import blocks_of
from wiki.importers.fields.data import PageData
from wiki.importers.fields.shared import Reading, first_words
from wiki.importers.fields.words import rich_words
from wiki.importers.reading.chunks import Chunk
from wiki.importers.sections import split_sections
from wiki.importers.writing.publishing import start_empty
from wiki.people.models import User

MAX_COMMUNITY_SUMMARY = 300
#: What the front matter may say, besides the texts.
CHOICES = {
    "visibility": {choice: choice for choice in Visibility.values},
    "joining": {choice: choice for choice in Joining.values},
}
FIELDS = ("domain", "community", "practice", "how_to_join", "charter", "rituals")


def community_data(reading: Reading) -> PageData:
    """The values of the community's page."""
    document = reading.document
    data = PageData(extra=dict(document.extra))
    data.first_published = document.values.moment("date")
    data.updated = document.values.moment("updated")
    summary = document.values.text("summary", limit=MAX_COMMUNITY_SUMMARY)
    parts = split_sections("community", document.chunks)
    data.plain = {
        "title": document.title,
        "summary": summary or first_words(document),
        **{name: _rich_text(parts.get(name, []), reading) for name in FIELDS},
    }
    for name, known in CHOICES.items():
        if value := document.values.choice(name, known):
            data.plain[name] = value
    data.many = {"facilitators": _facilitators(reading)}
    return data


def _facilitators(reading: Reading) -> list[int]:
    found = []
    for name in reading.document.values.strings("facilitator"):
        person = reading.directory.person(name)
        if person is not None:
            found.append(person)
            continue
        reading.warn(
            "facilitator", "unknown-author", _("Nobody here is “%(name)s”.") % {"name": name}
        )
    return found


def _rich_text(chunks: list[Chunk], reading: Reading) -> str:
    html: list[str] = []
    for block in blocks_of(chunks, reading.page, inside=True):
        words = rich_words(block)
        if words is not None:
            html.append(words)
        else:
            reading.around.warn(
                chunks[0].line,
                "community-block",
                _("The page of a community holds words only; its %(type)s was left out.")
                % {"type": block.type},
            )
    return "".join(html)


def new_community(*, title: str, slug: str, owner: User | None) -> CommunityPage:
    """A community that is not in the tree yet."""
    page = CommunityPage(title=title, slug=slug, summary=title, live=False, owner=owner)
    start_empty(page)
    return page
