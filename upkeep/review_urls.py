from django.urls import path

from upkeep import review_views

app_name = "upkeep_review"
urlpatterns = [
    path("<uuid:uid>/", review_views.review, name="review"),
    path("<uuid:uid>/<uuid:record_uid>/edit/", review_views.edit_first, name="edit"),
]
