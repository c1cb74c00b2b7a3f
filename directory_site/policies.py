"""Who may reach which address: one line for each route, tried for everybody by tests/safety.

The views themselves decide (`organisations/permissions.py`, `services/permissions.py`, Wagtail's
permissions); this table says what they must answer. A route that is not here fails the tests.
"""

from enum import Enum


class Policy(Enum):
    """What an address answers to whom. What is not somebody's own is 404, as if it were not there."""

    PUBLIC = "Anybody reads it; what is not published is 404."
    FORM = "Anybody sends it; what it is about must be published."
    SIGNED_IN = "Anybody with an account; visitors go to the sign-in."
    MEMBER = "The people of this organisation, with its own records; for all others 404."
    OWNER = "The owners of this organisation; for its editors and all others 404."
    TOKEN = "Whoever has the signed link; it opens one thing only. Any other link is 404."
    STAFF = "Staff after their second step; visitors go to the sign-in, all others get 404."
    MANAGER = "Of the staff, website managers."
    ADMINISTRATOR = "Of the staff, superusers alone: no part of the daily work."
    CLOSED = "Nobody: always 404."


P = Policy

#: Routes by their name.
BY_NAME = {
    # What the public reads
    "service": P.PUBLIC,
    "needs": P.PUBLIC,
    "need": P.PUBLIC,
    "organisation": P.PUBLIC,
    "hubs": P.PUBLIC,
    "hub": P.PUBLIC,
    "access_points": P.PUBLIC,
    "access_point": P.PUBLIC,
    "crisis": P.PUBLIC,
    "today": P.PUBLIC,
    "find": P.PUBLIC,
    "api_find": P.PUBLIC,
    "brand": P.PUBLIC,
    "outline": P.PUBLIC,
    "picture": P.PUBLIC,
    "robots": P.PUBLIC,
    "sitemap": P.PUBLIC,
    "sitemap-section": P.PUBLIC,
    "wagtail_serve": P.PUBLIC,
    "wagtaildocs_serve": P.PUBLIC,
    # What the public sends
    "upkeep:report": P.FORM,
    "upkeep:report_thanks": P.FORM,
    "wagtailcore_authenticate_with_password": P.FORM,
    "wagtaildocs_authenticate_with_password": P.FORM,
    # Signing in
    "account_request_login_code": P.FORM,
    "account_confirm_login_code": P.FORM,
    "account_login": P.FORM,
    "account_logout": P.FORM,
    "account_inactive": P.FORM,
    "account_reset_password": P.FORM,
    "account_reset_password_done": P.FORM,
    "account_reset_password_from_key_done": P.FORM,
    "account_reset_password_from_key": P.FORM,
    "mfa_authenticate": P.FORM,
    "mfa_login_webauthn": P.FORM,
    "wagtailcore_login": P.FORM,
    # One's own account
    "account_reauthenticate": P.SIGNED_IN,
    "account_change_password": P.SIGNED_IN,
    "account_set_password": P.SIGNED_IN,
    "accounts_second_step": P.SIGNED_IN,
    "upkeep:account": P.SIGNED_IN,
    "upkeep:account_name": P.SIGNED_IN,
    "upkeep:account_address": P.SIGNED_IN,
    "upkeep:account_address_code": P.SIGNED_IN,
    "upkeep:account_delete": P.SIGNED_IN,
    "upkeep:listings": P.SIGNED_IN,
    "upkeep:first_begin": P.SIGNED_IN,
    "upkeep:claim": P.SIGNED_IN,
    "upkeep:claim_send_code": P.SIGNED_IN,
    "upkeep:claim_code": P.SIGNED_IN,
    "upkeep:claim_withdraw": P.SIGNED_IN,
    # Asked for by name, not used here
    "account_signup": P.CLOSED,
    "account_email": P.CLOSED,
    "account_email_verification_sent": P.CLOSED,
    "account_confirm_email": P.CLOSED,
    # Links in e-mails
    "upkeep:invitation": P.TOKEN,
    "upkeep:still-right": P.TOKEN,
    # The people of an organisation
    "upkeep:organisation": P.MEMBER,
    "upkeep:send": P.MEMBER,
    "upkeep:still_right_now": P.MEMBER,
    "upkeep:searched": P.MEMBER,
    "upkeep:about": P.MEMBER,
    "upkeep:organisation_preview": P.MEMBER,
    "upkeep:edit_organisation": P.MEMBER,
    "upkeep:first_tasks": P.MEMBER,
    "upkeep:first_sent": P.MEMBER,
    "upkeep:first_step": P.MEMBER,
    "upkeep:new_service": P.MEMBER,
    "upkeep:service": P.MEMBER,
    "upkeep:service_preview": P.MEMBER,
    "upkeep:add_place": P.MEMBER,
    "upkeep:new_place": P.MEMBER,
    "upkeep:edit_service": P.MEMBER,
    "upkeep:place": P.MEMBER,
    "upkeep:closures": P.MEMBER,
    "upkeep:open_after_all": P.MEMBER,
    "upkeep:suggest": P.MEMBER,
    "upkeep:edit_place": P.MEMBER,
    "upkeep:change_session": P.MEMBER,
    "upkeep:as_usual": P.MEMBER,
    "upkeep:table": P.MEMBER,
    "upkeep:contact_everywhere": P.MEMBER,
    "upkeep:sheet": P.MEMBER,
    "upkeep:sheet_check": P.MEMBER,
    "upkeep:sheet_leave": P.MEMBER,
    "upkeep:sheet_csv": P.MEMBER,
    "upkeep:sheet_xlsx": P.MEMBER,
    "upkeep:people": P.MEMBER,
    "upkeep:leave": P.MEMBER,
    # Its owners
    "upkeep:closing": P.OWNER,
    "upkeep:invite": P.OWNER,
    "upkeep:withdraw_invitation": P.OWNER,
    "upkeep:decide_claim": P.OWNER,
    "upkeep:person": P.OWNER,
    "upkeep:remove_person": P.OWNER,
    # Staff: our own screens beside Wagtail's
    "upkeep_desk:desk": P.STAFF,
    "upkeep_desk:section": P.STAFF,
    "upkeep_desk:act": P.STAFF,
    "upkeep_desk:undo": P.STAFF,
    "upkeep_desk:for_a_group": P.STAFF,
    "upkeep_desk:told": P.STAFF,
    "upkeep_desk:searched": P.STAFF,
    "upkeep_desk:how": P.STAFF,
    "upkeep_desk:closed_on": P.MANAGER,
    "upkeep_desk:group": P.MANAGER,
    "upkeep_desk:undo_closed_on": P.MANAGER,
    "upkeep_review:review": P.STAFF,
    "upkeep_review:edit": P.STAFF,
    "outbox_mail": P.MANAGER,
    "outbox_mail_results": P.MANAGER,
    "outbox_mail_action": P.MANAGER,
}

#: Whole trees that others wrote, and routes without a name. The longest that fits counts.
BY_PREFIX = {
    "/_util/login/": P.FORM,
    "/account/2fa/": P.SIGNED_IN,
    "/staff/": P.STAFF,
    "/staff/collections/": P.ADMINISTRATOR,
    "/staff/groups/": P.ADMINISTRATOR,
    "/staff/redirects/": P.MANAGER,
    "/staff/reports/locked/": P.MANAGER,
    "/staff/settings/": P.MANAGER,
    "/staff/sites/": P.MANAGER,
    "/staff/users/": P.MANAGER,
    "/staff/workflows/add/": P.ADMINISTRATOR,
    "/staff/workflows/list/": P.ADMINISTRATOR,
    "/staff/workflows/tasks/": P.ADMINISTRATOR,
}

#: Routes that are there in the demonstration settings only.
IN_DEMONSTRATION = {
    "demonstration:people": P.FORM,
    "demonstration:enter": P.TOKEN,
    "demonstration:mail": P.FORM,
    "demonstration:morning": P.FORM,
}


def policy_of(name, path):
    """The Policy of a route by its full name ("" for none) and path, or None where none is declared."""
    declared = BY_NAME.get(name) or IN_DEMONSTRATION.get(name)
    return declared or BY_PREFIX.get(prefix_of(path))


def prefix_of(path):
    """The longest prefix in BY_PREFIX that `path` begins with; "" where there is none."""
    return max((prefix for prefix in BY_PREFIX if path.startswith(prefix)), key=len, default="")
