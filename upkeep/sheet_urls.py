"""Addresses below /listings/ of working on many services at once."""

from django.urls import path

from upkeep import many_views, sheet_views

urlpatterns = [
    path("<uuid:uid>/table/", many_views.table, name="table"),
    path(
        "<uuid:uid>/contact-everywhere/", many_views.contact_everywhere, name="contact_everywhere"
    ),
    path("<uuid:uid>/sheet/", sheet_views.sheet, name="sheet"),
    path("<uuid:uid>/sheet/check/", sheet_views.check, name="sheet_check"),
    path("<uuid:uid>/sheet/leave/", sheet_views.leave, name="sheet_leave"),
    path("<uuid:uid>/sheet/services.csv", sheet_views.download, {"kind": "csv"}, name="sheet_csv"),
    path(
        "<uuid:uid>/sheet/services.xlsx", sheet_views.download, {"kind": "xlsx"}, name="sheet_xlsx"
    ),
]
