"""Deleting an account with all that is known of its person."""

from axes.models import AccessAttempt
from django.db import transaction

from organisations import people
from organisations.membership import Invitation
from outbox.models import Message


def last_of(user):
    """The organisations that nobody would look after without `user`."""
    mine = user.memberships.select_related("organisation")
    return [m.organisation for m in mine if people.is_last_owner(m)]


@transaction.atomic
def forget(user):
    """Delete `user`: memberships, claims, invitations to the address, waiting mail and its words.

    What was sent in or decided stays without a name. An organisation that loses its last owner
    stays public, and staff find it among those that nobody looks after.
    """
    for membership in list(user.memberships.select_related("organisation")):
        people.remove(membership, by=user, leaving_nobody=True)
    Invitation.objects.filter(email__iexact=user.email).delete()
    AccessAttempt.objects.filter(username__iexact=user.email).delete()
    mail = Message.objects.filter(to__iexact=user.email)
    mail.filter(state=Message.State.WAITING).delete()
    mail.update(to="", subject="", body="", error="")
    user.delete()
