"""A view of Wagtail's that asks for no right, with the right."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.workflow import ConfirmWorkflowCancellationView


class _ConfirmCancellation(ConfirmWorkflowCancellationView):
    """Asked before publishing; tells whether a page is in review, so only its editors may ask."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.object.permissions_for_user(request.user).can_edit():
            raise Http404
        return super().dispatch(request, *args, **kwargs)


confirm_cancellation = require_admin_access(_ConfirmCancellation.as_view())
