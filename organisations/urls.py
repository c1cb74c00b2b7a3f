"""Addresses of the organisations app."""

from django.urls import path

from organisations import views

urlpatterns = [
    path("organisations/<uuid:uid>/", views.organisation_detail, name="organisation"),
]
