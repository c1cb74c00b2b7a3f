"""Addresses below /listings/: what the people of an organisation keep themselves."""

from django.urls import include, path

from upkeep import (
    cancelling,
    choosing_places,
    closing_down,
    dashboard,
    first_listing,
    own_records,
    preview,
    searched,
    suggesting,
)

first = [
    path("", first_listing.begin, name="first_begin"),
    path("<uuid:organisation_uid>/", first_listing.tasks, name="first_tasks"),
    path("<uuid:organisation_uid>/sent/", first_listing.sent, name="first_sent"),
    path("<uuid:organisation_uid>/<slug:slug>/", first_listing.step, name="first_step"),
]
services = [
    path("new/", own_records.new_service, name="new_service"),
    path("<uuid:uid>/", own_records.service, name="service"),
    path("<uuid:uid>/preview/", preview.service_preview, name="service_preview"),
    path("<uuid:uid>/where/add/", choosing_places.add_place, name="add_place"),
    path("<uuid:uid>/where/new/", choosing_places.new_place, name="new_place"),
    path("<uuid:uid>/<slug:slug>/", own_records.edit_service, name="edit_service"),
]
places = [
    path("<uuid:uid>/", own_records.place, name="place"),
    path("<uuid:uid>/closed/", cancelling.closures, name="closures"),
    path("<uuid:uid>/open/", cancelling.open_after_all, name="open_after_all"),
    path("<uuid:uid>/suggest/", suggesting.suggest, name="suggest"),
    path("<uuid:uid>/<slug:slug>/", own_records.edit_place, name="edit_place"),
]
own = [
    path("", dashboard.organisation, name="organisation"),
    path("send/", dashboard.send_changes, name="send"),
    path("closing/", closing_down.closing, name="closing"),
    path("still-right/", dashboard.still_right, name="still_right_now"),
    path("searched/", searched.searched, name="searched"),
    path("about/", own_records.about, name="about"),
    path("about/preview/", preview.organisation_preview, name="organisation_preview"),
    path("about/<slug:slug>/", own_records.edit_organisation, name="edit_organisation"),
    path("services/", include(services)),
    path("places/", include(places)),
    path("sessions/<uuid:uid>/<str:day>/", cancelling.change_session, name="change_session"),
    path("sessions/<uuid:uid>/<str:day>/as-usual/", cancelling.as_usual, name="as_usual"),
]
urlpatterns = [
    path("", dashboard.listings, name="listings"),
    path("new/", include(first)),
    path("<uuid:organisation_uid>/", include(own)),
]
