"""Addresses of keeping it true. Each subject has a list of its own."""

from django.urls import include, path

app_name = "upkeep"
urlpatterns = [
    path("", include("upkeep.report_urls")),
    path("", include("upkeep.people_urls")),
    path("still-right/", include("upkeep.confirming_urls")),
    path("listings/", include("upkeep.listings_urls")),
    path("listings/", include("upkeep.sheet_urls")),
]
