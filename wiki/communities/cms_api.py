"""What the CMS's own programming interface tells of pages, pictures and documents.

Wagtail mounts it below the CMS and lists every file whose collection is not closed to
readers. Here it lists what the choosers do: the files of one's own collections.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry

from wiki.communities.cms.policy import known
from wiki.core.row_numbers import row_number

#: Where a page is copied or moved to, in the body of the request.
DESTINATION = "destination_page_id"


class _ByNumber:
    """What is looked for by something that is no number is not found; Wagtail's own breaks."""

    def find_object(self, queryset: QuerySet, request: HttpRequest) -> Any:
        if row_number(request.GET.get("id", "0")) is None:
            raise Http404
        return super().find_object(queryset, request)  # type: ignore[misc]


class _Chosen(_ByNumber):
    """Narrows a list of the interface to what the person may choose or change."""

    def get_queryset(self) -> Any:
        files = super().get_queryset()  # type: ignore[misc]
        policy = policy_registry.get_by_type(files.model)
        mine = policy.instances_user_has_any_permission_for(
            self.request.user,  # type: ignore[attr-defined]
            ["choose", "change"],
        )
        return files.filter(pk__in=mine.values("pk"))


class CommunityImages(_Chosen, ImagesAdminAPIViewSet):
    """Pictures of one's own collections."""


class CommunityDocuments(_Chosen, DocumentsAdminAPIViewSet):
    """Documents of one's own collections."""


class NumberedPages(_ByNumber, PagesAdminAPIViewSet):
    """Pages; which of them somebody knows of is the guard's affair, but for what a body names."""

    def action_view(self, request: Request, pk: int, action_name: str) -> Response:
        place = row_number(str(request.data.get(DESTINATION, "")))
        if place is not None:  # anything else is refused by the form of the act
            get_object_or_404(known(request.user), pk=place)
        response: Response = super().action_view(request, pk, action_name)
        return response
