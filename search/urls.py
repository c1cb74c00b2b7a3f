"""Addresses of the search app."""

from django.urls import path

from search.api import find_as_json
from search.views import results

urlpatterns = [
    path("find/", results, name="find"),
    path("api/find", find_as_json, name="api_find"),
]
