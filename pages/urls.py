"""Addresses of the pages app."""

from django.contrib.sitemaps import views as sitemap_views
from django.urls import path

from pages.brand import style_sheet
from pages.outlines import outline
from pages.pictures import picture
from pages.sitemaps import SITEMAPS, robots

urlpatterns = [
    path("brand.css", style_sheet, name="brand"),
    path("areas/outline.json", outline, name="outline"),
    path("media/images/<str:name>", picture, name="picture"),
    path("robots.txt", robots, name="robots"),
    path(
        "sitemap.xml",
        sitemap_views.index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap-section"},
        name="sitemap",
    ),
    path(
        "sitemap-<section>.xml",
        sitemap_views.sitemap,
        {"sitemaps": SITEMAPS},
        name="sitemap-section",
    ),
]
