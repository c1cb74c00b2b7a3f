"""Addresses of the hubs app."""

from django.urls import path

from hubs import views

urlpatterns = [
    path("hubs/", views.hub_list, name="hubs"),
    path("hubs/<uuid:uid>/", views.hub_detail, name="hub"),
    path("single-point-of-access/", views.access_point_list, name="access_points"),
    path("single-point-of-access/<uuid:uid>/", views.access_point_detail, name="access_point"),
    path("crisis/", views.crisis, name="crisis"),
    path("today/", views.today, name="today"),
]
