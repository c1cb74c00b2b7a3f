"""Addresses of the search app."""

urlpatterns = []
