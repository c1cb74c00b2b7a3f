"""Addresses below /listings/: what the people of an organisation keep themselves."""

from django.urls import path

from upkeep import dashboard

urlpatterns = [
    path("", dashboard.listings, name="listings"),
]
