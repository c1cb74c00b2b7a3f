"""Addresses of the pages app."""

from django.urls import path

from pages.brand import style_sheet

urlpatterns = [
    path("brand.css", style_sheet, name="brand"),
]
