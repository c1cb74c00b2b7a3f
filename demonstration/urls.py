"""Addresses of the demonstration. They are part of the site in the demonstration settings only."""

from django.urls import path

from demonstration.views import EnterView, MailView, MorningView, PeopleView

app_name = "demonstration"
urlpatterns = [
    path("", PeopleView.as_view(), name="people"),
    path("enter/<str:secret>/", EnterView.as_view(), name="enter"),
    path("morning/", MorningView.as_view(), name="morning"),
    path("mail/", MailView.as_view(), name="mail"),
]
