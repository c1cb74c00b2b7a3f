"""Headers of every answer: what a page may load, and what a browser may tell others."""

from csp.middleware import CSPMiddleware
from django.conf import settings

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "hid",
        "idle-detection",
        "local-fonts",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
)


def is_staff_address(request):
    """Whether this is the Wagtail admin, whose own widgets use inline scripts and styles."""
    return request.path_info.startswith("/staff/")


class PolicyMiddleware(CSPMiddleware):
    """Content-Security-Policy, strict everywhere but in the Wagtail admin, which has its own.

    Pages that are read send no referrer at all. A page with a form to send must: a browser told
    "no-referrer" sends "Origin: null" with the form, and Django's CSRF check then refuses it.
    """

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if report_only or parts.config is not None:
            return parts
        if getattr(request, "is_dummy", False):
            # A preview in the staff area: the public page with its own policy, in a frame of ours.
            public = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
            parts.config = {**public, "frame-ancestors": ["'self'"]}
        elif is_staff_address(request):
            parts.config = settings.STAFF_CONTENT_SECURITY_POLICY["DIRECTIVES"]
        return parts

    def process_response(self, request, response):
        response = super().process_response(request, response)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        sends_a_form = is_staff_address(request) or "CSRF_COOKIE_NEEDS_UPDATE" in request.META
        response.headers["Referrer-Policy"] = "same-origin" if sends_a_form else "no-referrer"
        return response
