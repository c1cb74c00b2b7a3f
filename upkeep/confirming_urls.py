"""The address of the page behind the links in reminders."""

from django.urls import path

from upkeep import confirming

urlpatterns = [
    path("<str:signed>/", confirming.still_right, name="still-right"),
]
