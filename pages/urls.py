"""Addresses of the pages app."""

from django.urls import path

from pages.brand import style_sheet
from pages.outlines import outline

urlpatterns = [
    path("brand.css", style_sheet, name="brand"),
    path("areas/outline.json", outline, name="outline"),
]
