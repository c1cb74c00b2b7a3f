"""Addresses of the demonstration app."""

urlpatterns = []
