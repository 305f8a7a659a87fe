"""Which entries a change may touch, as page ids."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from modelcluster.fields import ParentalKey
from wagtail.models import Page, PageViewRestriction, ReferenceIndex

from wiki.core.models import Theme
from wiki.core.search_content import SearchablePage


def with_aliases(ids: Iterable[int]) -> set[int]:
    """These pages and the aliases that repeat them."""
    found = set(ids)
    return found | set(Page.objects.filter(alias_of__in=found).values_list("pk", flat=True))


def siblings(page: Page) -> set[int]:
    """The page's other languages, whose entries tell that it exists."""
    return page.search_siblings() if isinstance(page, SearchablePage) else set()


def below(path: str) -> set[int]:
    """The page at this tree path, all pages below it, and their aliases elsewhere."""
    pages = Page.objects.filter(Q(path__startswith=path) | Q(alias_of__path__startswith=path))
    return set(pages.values_list("pk", flat=True))


def restricted_by(restriction: PageViewRestriction) -> set[int]:
    """Pages for whose readers this restriction counts; none when its page is gone."""
    path = Page.objects.filter(pk=restriction.page_id).values_list("path", flat=True).first()
    return below(path) if path else set()


def about(thing: Model) -> set[int]:
    """Pages that name this theme, tag, person or community, whatever their type.

    The relations are read from the models: a new page type needs no change here.
    """
    found: set[int] = set()
    for relation in type(thing)._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if not isinstance(model, type):
            continue
        rows = model._default_manager.filter(**{name: thing})
        if issubclass(model, SearchablePage) or model is Page:
            found.update(rows.values_list("pk", flat=True))
        elif key := _key_to_page(model):
            found.update(rows.values_list(key, flat=True))
    return found


def _key_to_page(model: type[Model]) -> str:
    """The foreign key by which a row in between (a tag on a page) leads to its page."""
    for field in model._meta.concrete_fields:
        target = field.related_model
        # Only what is part of the page: who comments or follows one does not stand in its entry.
        if (
            isinstance(field, ParentalKey)
            and isinstance(target, type)
            and issubclass(target, SearchablePage)
        ):
            return field.attname
    return ""


def about_theme(theme: Theme) -> set[int]:
    """Pages with this theme or one below it: a wider theme's words lead to them too."""
    found, level = about(theme), [theme]
    seen = {theme.pk}
    while level:
        level = [t for t in Theme.objects.filter(parent__in=level) if t.pk not in seen]
        for child in level:
            seen.add(child.pk)
            found |= about(child)
    return found


def showing(files: QuerySet) -> set[int]:
    """Pages whose text refers to one of these pictures or documents."""
    kind = ContentType.objects.get_for_model(files.model, for_concrete_model=False)
    numbers = [str(pk) for pk in files.values_list("pk", flat=True)]
    found = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=kind,
        to_object_id__in=numbers,
    )
    return {int(key) for key in found.values_list("object_id", flat=True)} if numbers else set()
