"""Addresses of the services app."""

from django.urls import path

from services import views

urlpatterns = [
    path("services/<uuid:uid>/", views.service_detail, name="service"),
    path("needs/", views.need_list, name="needs"),
    path("needs/<slug:slug>/", views.need_detail, name="need"),
]
