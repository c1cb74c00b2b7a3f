"""Every address of the site. Wagtail's pages come last, because they match anything."""

from django.conf import settings
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("", include("accounts.side_doors")),
    path("staff/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("accounts.joining_urls")),
    path("account/", include("accounts.urls")),
    path("", include("upkeep.urls")),
    path("", include("services.urls")),
    path("", include("organisations.urls")),
    path("", include("hubs.urls")),
    path("", include("search.urls")),
    path("", include("pages.urls")),
]

if settings.DEMONSTRATION:
    urlpatterns.append(path("demonstration/", include("demonstration.urls")))

urlpatterns.append(path("", include(wagtail_urls)))

handler400 = "pages.errors.bad_request"
handler403 = "pages.errors.forbidden"
handler404 = "pages.errors.not_found"
handler500 = "pages.errors.server_error"
