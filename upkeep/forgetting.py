"""Deleting an account with all that is known of its person."""

from axes.models import AccessAttempt
from django.db import transaction

from accounts.models import User
from organisations import people
from organisations.invitations import leave_none_behind
from organisations.membership import Invitation, OrganisationAccount
from outbox.models import Message
from upkeep import whom_to_ask
from upkeep.models import ProblemReport


def last_of(user):
    """The organisations that nobody would look after without `user`."""
    mine = user.memberships.select_related("organisation")
    return [m.organisation for m in mine if people.is_last_owner(m)]


@transaction.atomic
def forget(user):
    """Delete `user`: memberships, claims, invitations to the address, waiting mail and its words,
    the address on reports, and what an organisation holds of them as the one whom we may ask.

    What was sent in or decided stays without a name. An organisation that loses its last owner
    stays public, and staff find it among those that nobody looks after.
    """
    if not User.objects.select_for_update().filter(pk=user.pk).exists():
        return  # the same form, sent twice
    leave_none_behind(user)
    for membership in list(user.memberships.select_related("organisation")):
        people.remove(membership, by=user, leaving_nobody=True)
    _forget_as_contact(user)
    ProblemReport.objects.filter(reply_to__iexact=user.email).update(reply_to="")
    Invitation.objects.filter(email__iexact=user.email).delete()
    AccessAttempt.objects.filter(username__iexact=user.email).delete()
    mail = Message.objects.filter(to__iexact=user.email)
    mail.filter(state=Message.State.WAITING).delete()
    mail.update(to="", subject="", body="", error="")
    user.delete()


def _forget_as_contact(user):
    """Whom we may ask, where that is still this person; name and number in public go with it."""
    theirs = OrganisationAccount.objects.filter(contact_email__iexact=user.email)
    for account in theirs.select_related("organisation"):
        whom_to_ask.put(account, None)
