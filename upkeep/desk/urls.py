from django.urls import path

from upkeep.desk import views

app_name = "upkeep_desk"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("<slug:slug>/", views.section, name="section"),
    path("<slug:slug>/<str:key>/<slug:name>/", views.act, name="act"),
]
