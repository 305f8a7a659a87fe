"""What the index holds of people: what everyone signed in may see, and nothing else.

What somebody keeps to the members of their communities is in no index: it would need one
entry for each community, and the person's page shows it to whom it is for.

A person stands there who has an account and a name, has something to say (a role, a
profile) and did not ask to be left out of the directory.
"""

from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet
from django.utils import translation

from search.documents import SearchDocument
from search.kinds import PERSON
from search.people.ids import entry_of
from wiki.communities.audience import LOGIN, Audience
from wiki.communities.profiles import VisibleProfile, profiles_as_colleague
from wiki.core.languages import Language
from wiki.core.search_content import Label, SearchContent, Section
from wiki.core.text import one_line
from wiki.people.models import User

#: Whoever has signed in, and nobody else.
READERS = Audience(frozenset({frozenset({LOGIN})}))


def indexable_people() -> QuerySet[User]:
    """All people who stand in the index."""
    named = ~Q(first_name="") | ~Q(last_name="")
    telling = ~Q(job_title="") | Q(profile__isnull=False)
    hidden = Q(profile__listed=False)
    return User.objects.filter(named, telling, is_active=True).exclude(hidden)


def documents(people: Iterable[int]) -> Iterator[SearchDocument]:
    """The entries of those of these people who stand in the index (five queries)."""
    found = list(indexable_people().filter(pk__in=list(people)).order_by("pk"))
    profiles = profiles_as_colleague(found) if found else {}
    for person in found:
        yield SearchDocument(_content(person.pk, profiles[person.pk]), READERS)


def _content(person_id: int, seen: VisibleProfile) -> SearchContent:
    # What is stored does not depend on who happens to save or rebuild.
    with translation.override(seen.language):
        themes = seen.themes
        asked = ", ".join((*(theme.label_in(seen.language) for theme in themes), *seen.skills))
        spoken = tuple(Label(each.value, str(each.label)) for each in seen.languages)
    return SearchContent(
        page_id=entry_of(person_id),
        kind=PERSON.key,
        language=Language(seen.language).value,
        title=seen.name,
        url=seen.url,
        summary=one_line((seen.job_title, asked)),
        sections=(Section("", "", seen.text),) if seen.text else (),
        communities=tuple(Label(each.slug, each.title) for each in seen.communities),
        themes=tuple(Label(theme.slug, theme.label_fr) for theme in themes),
        theme_words=(
            *(
                word
                for theme in themes
                for word in (theme.label_fr, theme.label_en, *theme.synonym_list)
                if word
            ),
            # Those of which every colleague may know: a page's would say more than that.
            *(each.title for each in seen.communities),
        ),
        languages=spoken,
    )
