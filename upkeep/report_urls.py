from django.urls import path

from upkeep import report_views

urlpatterns = [
    path("report/<slug:kind>/<uuid:uid>/", report_views.report, name="report"),
    path("report/<slug:kind>/<uuid:uid>/thank-you/", report_views.thanks, name="report_thanks"),
]
