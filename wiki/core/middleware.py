"""Content-Security-Policy: strict on the site, looser under the CMS only."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase

CMS_PATH = "/cms/"
#: Wagtail's edit view and explorer carry inline scripts and styles of their own.
CMS_SOURCES = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
}


class ContentSecurityMiddleware(CSPMiddleware):
    """Sends the policy of the settings, with the CMS's allowance below its path."""

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
