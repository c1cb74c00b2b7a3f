"""Addresses of the search app."""

from django.urls import path

from search.views import results

urlpatterns = [
    path("find/", results, name="find"),
]
