"""A page and its translations are one family: a short list shows one of them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from guides.models import KnowledgePage


def one_of_each_family(pages: QuerySet[KnowledgePage], *, language: str) -> QuerySet[KnowledgePage]:
    """``pages`` without those that stand among them in ``language`` too.

    A page that was never translated stays, whatever its language.
    """
    same_family = (
        Q(pk=OuterRef("translation_of"))
        | Q(translation_of=OuterRef("pk"))
        | Q(translation_of=OuterRef("translation_of"))
    )
    preferred = pages.order_by().filter(same_family, language=language)
    return pages.exclude(~Q(language=language) & Exists(preferred))
