"""How often something is used, as far as each person may know.

Wagtail counts every reference to a page, a picture or a document, of closed pages too, in
its lists and wherever it asks before something goes.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Model, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce
from wagtail.admin.ui.side_panels import StatusSidePanel
from wagtail.admin.views.bulk_action.mixins import ReferenceIndexMixin
from wagtail.admin.views.generic.models import DeleteView, UnpublishView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.views.pages.delete import DeleteView as DeletePageView
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page, ReferenceIndex

from wiki.communities.cms.at_work import told_less
from wiki.communities.cms.policy import choosable
from wiki.people.models import User


def told_among(references: Any, person: User) -> Any:
    """Those of the references that come from what this person may know of."""
    pages = ContentType.objects.get_for_model(Page)
    told = choosable(person).order_by().annotate(key=Cast("pk", CharField())).values("key")
    return references.filter(~Q(base_content_type=pages) | Q(object_id__in=told))


def told_references(target: Model, person: User) -> Any:
    """The references to ``target`` from what this person may know of."""
    return told_among(ReferenceIndex.get_references_to(target), person)


def _told_usage(self: UsageView) -> Any:
    return told_references(self.object, self.request.user).group_by_source_object()


def _told_usage_context(self: StatusSidePanel) -> dict[str, Any]:
    """How often it is used by what the person may know of."""
    count = 0
    if self.object.pk:
        count = _told_count(self.object, self.request.user)
    return {"usage_count": count, "usage_url": self.usage_url}


def _told_count(target: Model, person: User) -> int:
    return int(told_references(target, person).group_by_source_object().count())


_stock_counts = ReferenceIndex.get_count_references_to_in_bulk
_stock_subquery = ReferenceIndex.usage_count_subquery
_stock_annotated = ReferenceIndexMixin.annotate_items
_stock_item = ReferenceIndexMixin.object_context
_stock_image_usage = AbstractImage.get_usage
_stock_document_usage = AbstractDocument.get_usage


def _counts(objects: Iterable[Model]) -> dict[Model, int]:
    person = told_less()
    if person is None:
        found: dict[Model, int] = _stock_counts(objects)
        return found
    return _told_counts(list(objects), person)


def _told_counts(objects: list[Model], person: User) -> dict[Model, int]:
    """The number of sources of each (one query)."""
    told = told_among(ReferenceIndex.get_references_to_in_bulk(objects), person).order_by()
    sources = ("to_content_type", "to_object_id", "base_content_type", "object_id")
    rows = told.values_list(*sources).distinct()
    counts = Counter((kind, number) for kind, number, *_source in rows)
    place = ReferenceIndex._get_base_content_type
    return {each: counts[place(each).pk, str(each.pk)] for each in objects}


def _subquery(model: type[Model]) -> Any:
    """For lists that are sorted or narrowed by it."""
    person = told_less()
    if person is None:
        return _stock_subquery(model)
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model),
        to_object_id=Cast(OuterRef("pk"), CharField()),
    )
    rows = told_among(references, person).order_by().values("to_object_id")
    return Coalesce(Subquery(rows.annotate(n=Count("object_id", distinct=True)).values("n")), 0)


def _annotated(self: ReferenceIndexMixin, items: Any) -> Any:
    found = list(_stock_annotated(self, items))
    person = told_less()
    self.told_counts = None if person is None else _told_counts(found, person)
    return found


def _item(self: ReferenceIndexMixin, item: Model) -> dict[str, Any]:
    """Whether it may go at all depends on everything."""
    context: dict[str, Any] = _stock_item(self, item)
    if self.told_counts is not None:
        context["usage_count"] = self.told_counts[item]
    return context


def _usage(stock: Any) -> Any:
    def usage(self: Model) -> Any:
        person = told_less()
        if person is None:
            return stock(self)
        return told_references(self, person).group_by_source_object()

    return usage


def _confirmation(stock: Any, target: str) -> Any:
    """The context of a view that asks first, about its attribute ``target``."""

    def context_of(self: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = stock(self, **kwargs)
        person = told_less()
        if person is not None and "usage_count" in context:
            context["usage_count"] = _told_count(getattr(self, target), person)
        return context

    return context_of


# Each is made, or asked, by its name in a view that takes no other.
ReferenceIndex.get_count_references_to_in_bulk = staticmethod(_counts)
ReferenceIndex.usage_count_subquery = staticmethod(_subquery)
ReferenceIndexMixin.annotate_items = _annotated
ReferenceIndexMixin.object_context = _item
AbstractImage.get_usage = _usage(_stock_image_usage)
AbstractDocument.get_usage = _usage(_stock_document_usage)
DeletePageView.get_context_data = _confirmation(DeletePageView.get_context_data, "page")
DeleteView.get_context_data = _confirmation(DeleteView.get_context_data, "object")
UnpublishView.get_context_data = _confirmation(UnpublishView.get_context_data, "object")
# Every kind of page, file and snippet has views and panels of its own below these two.
UsageView.get_queryset = _told_usage
StatusSidePanel.get_usage_context = _told_usage_context
