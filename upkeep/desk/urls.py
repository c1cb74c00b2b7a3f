from django.urls import path

from upkeep.desk import closing_views, group_views, how, searched, told_views, views

app_name = "upkeep_desk"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("closed-on/", closing_views.closed_on, name="closed_on"),
    path("closed-on/<uuid:uid>/undo/", closing_views.undo, name="undo_closed_on"),
    path("for-a-group/", told_views.for_a_group, name="for_a_group"),
    path("group/<uuid:uid>/", group_views.group, name="group"),
    path("told/<slug:kind>/<uuid:uid>/", told_views.told, name="told"),
    path("how-this-works/", how.how, name="how"),
    path("searched/", searched.searched, name="searched"),
    path("undo/", views.undo, name="undo"),
    path("<slug:slug>/", views.section, name="section"),
    path("<slug:slug>/<str:key>/<slug:name>/", views.act, name="act"),
]
