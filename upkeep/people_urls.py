"""Addresses of people: those of an organisation, invitations, claims, and one's own account."""

from django.urls import include, path

from upkeep import claiming, invitation_views, own_account, people_views

people = [
    path("", people_views.people_page, name="people"),
    path("invite/", people_views.invite_page, name="invite"),
    path("leave/", people_views.leave, name="leave"),
    path(
        "invitations/<uuid:uid>/withdraw/",
        people_views.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("claims/<uuid:uid>/", people_views.decide_claim, name="decide_claim"),
    path("<uuid:uid>/", people_views.person, name="person"),
    path("<uuid:uid>/remove/", people_views.remove_person, name="remove_person"),
]
claim = [
    path("", claiming.claim, name="claim"),
    path("send-code/", claiming.send_code, name="claim_send_code"),
    path("code/", claiming.code, name="claim_code"),
    path("withdraw/", claiming.withdraw, name="claim_withdraw"),
]
account = [
    path("", own_account.account, name="account"),
    path("name/", own_account.name, name="account_name"),
    path("address/", own_account.address, name="account_address"),
    path("address/code/", own_account.address_code, name="account_address_code"),
    path("delete/", own_account.delete, name="account_delete"),
]
urlpatterns = [
    path("listings/<uuid:organisation_uid>/people/", include(people)),
    path("invitation/<str:signed>/", invitation_views.invitation, name="invitation"),
    path("claim/<uuid:organisation_uid>/", include(claim)),
    path("account/", include(account)),
]
