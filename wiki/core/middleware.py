"""Around every view: the Content-Security-Policy, and what one page reads but once."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase

from wiki.core.once import reading_once

CMS_PATH = "/cms/"
#: Wagtail's edit view and explorer carry inline scripts and styles of their own.
CMS_SOURCES = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
}


class ContentSecurityMiddleware(CSPMiddleware):
    """Content-Security-Policy: strict on the site, looser under the CMS only.

    Sends the policy of the settings, with the CMS's allowance below its path."""

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(CMS_PATH):
            parts.replace = {**(parts.replace or {}), **CMS_SOURCES}
        return parts


class ReadOnceMiddleware:
    """A request that changes nothing reads rights and rules once (``wiki.core.once``)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with reading_once():
            return self.get_response(request)
