"""Addresses of the hubs app."""

urlpatterns = []
