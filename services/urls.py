"""Addresses of the services app."""

urlpatterns = []
