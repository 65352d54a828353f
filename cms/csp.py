"""The Content-Security-Policy header: strict for visitors, looser for Wagtail's admin.

Wagtail 8.0 still writes inline scripts for its choosers and date inputs, so under its prefix they are allowed.
The public policy has no nonce, so that pages stay cacheable.
"""

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

ADMIN_DIRECTIVES = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "worker-src": [SELF, "blob:"],
}


class PathCSPMiddleware(CSPMiddleware):
    """Sends ``CONTENT_SECURITY_POLICY``, with ``ADMIN_DIRECTIVES`` in place of the strict ones under the admin."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            parts.replace = {**ADMIN_DIRECTIVES, **(parts.replace or {})}
        return parts
