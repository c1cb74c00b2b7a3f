"""Which pages with forms these tests look at with axe, and in which states.

`LOOKED_AT` is what they promise; `SEEN` is what they did. When a whole run of this folder comes to
its end, the two are compared (tests/browser/conftest.py); without a browser,
tests/safety/test_forms_looked_at.py finds a route that is in none of the tables.
"""

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

#: Where people type: every address below these is in one of the tables.
BELOW = ("/join/", "/account/", "/claim/", "/invitation/", "/listings/", "/report/", "/still-right/",
         "/staff/desk/")  # fmt: skip

#: Looked at as they are met (empty, or filled with what is kept), and again when they say what is wrong.
# fmt: off
ALSO_WRONG = [
    "account_request_login_code", "account_confirm_login_code",
    "account_login", "account_reset_password", "account_reset_password_from_key",
    "account_change_password", "account_reauthenticate",
    "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp",
    "upkeep:account_address", "upkeep:account_address_code", "upkeep:account_delete",
    "upkeep:claim", "upkeep:claim_code",
    "upkeep:invite", "upkeep:decide_claim", "upkeep:leave",
    "upkeep:first_begin", "upkeep:first_step",
    "upkeep:edit_organisation", "upkeep:edit_service", "upkeep:edit_place",
    "upkeep:new_service", "upkeep:add_place", "upkeep:new_place", "upkeep:suggest",
    "upkeep:change_session", "upkeep:closures", "upkeep:closing",
    "upkeep:table", "upkeep:contact_everywhere", "upkeep:sheet",
    "upkeep:report",
    "upkeep_desk:closed_on", "upkeep_desk:for_a_group", "upkeep_desk:told", "upkeep_desk:group",
    "upkeep_review:review",
]
#: Looked at; they are read, or have buttons and ticks alone, where nothing can be wrong.
READ = [
    "account_logout", "accounts_second_step",
    "mfa_index", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "mfa_list_webauthn", "mfa_add_webauthn",
    "upkeep:account", "upkeep:account_name", "upkeep:invitation", "upkeep:still-right", "upkeep:report_thanks",
    "upkeep:listings", "upkeep:organisation", "upkeep:send", "upkeep:searched",
    "upkeep:about", "upkeep:service", "upkeep:place",
    "upkeep:organisation_preview", "upkeep:service_preview",
    "upkeep:first_tasks", "upkeep:first_sent", "upkeep:sheet_check",
    "upkeep:people", "upkeep:person",
    "upkeep_desk:desk", "upkeep_desk:section", "upkeep_desk:searched", "upkeep_desk:how",
]
# fmt: on
#: Looked at when it says what is wrong; when all is right it leads back to where it was pressed.
ONLY_WRONG = ["upkeep_desk:act"]
NOT_LOOKED_AT = {
    "A button of another page, which is looked at with its result": [
        "upkeep:claim_send_code", "upkeep:claim_withdraw",
        "upkeep:withdraw_invitation", "upkeep:remove_person",
        "upkeep:still_right_now", "upkeep:as_usual", "upkeep:open_after_all", "upkeep:sheet_leave",
        "upkeep_desk:undo", "upkeep_desk:undo_closed_on",
    ],
    "A file, not a page": ["upkeep:sheet_csv", "upkeep:sheet_xlsx", "mfa_download_recovery_codes"],
    "Leads on to Wagtail's own form": ["upkeep_review:edit"],
    "Says one sentence and has no form": [
        "account_inactive", "account_reset_password_done", "account_reset_password_from_key_done",
    ],
    "Leads on to changing the password, for whoever has one": ["account_set_password"],
    "Asks for a passkey, which a browser keeps for no address of numbers": [
        "mfa_reauthenticate_webauthn", "mfa_login_webauthn", "mfa_remove_webauthn",
        "mfa_edit_webauthn",
    ],
    "Always 404": [
        "account_signup", "account_email", "account_email_verification_sent",
        "account_confirm_email",
    ],
}  # fmt: skip
WRONG, RIGHT = "says what is wrong", "as it is met"
LOOKED_AT = {(route, RIGHT) for route in (*ALSO_WRONG, *READ)} | {
    (route, WRONG) for route in (*ALSO_WRONG, *ONLY_WRONG)
}
#: (name of the route, state) of each page that axe was run on, as the tests go.
SEEN = set()


def note(page):
    """Keep which route the page is of, and in which state it is."""
    try:
        route = resolve(urlsplit(page.url).path).view_name
    except Resolver404:
        return
    SEEN.add((route, WRONG if page.title().startswith("Error:") else RIGHT))
