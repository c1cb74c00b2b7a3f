"""Asking people by e-mail to help with an organisation's listings."""

from datetime import timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from accounts.second_factor import may_be_staff
from organisations import people
from organisations.membership import INVITATION_DAYS, Invitation, Role
from organisations.telling import tell, whole

INVITED = "organisations.invited"
WITHDRAWN = "organisations.invitation_withdrawn"
#: Open at one time, and made within a day (also those taken back), for one organisation.
OPEN_AT_MOST = 20
A_DAY_AT_MOST = 40
SALT = "organisations.invitation"


class NotOpen(Exception):
    """The invitation was used, taken back, or is too old."""


class AnotherAddress(Exception):
    """Somebody else's invitation: it was sent to another e-mail address."""


def open_invitations(organisation):
    """Those that can still be accepted, newest first."""
    return organisation.invitations.open()


def somebody_stands_behind(invitation):
    """Whether who asked may still ask: an owner of the organisation by now, or one of the staff.

    Where that person has gone or is no owner any more, the invitation opens nothing until an owner
    invites the same address again.
    """
    by = invitation.by
    if by is None or may_be_staff(by):
        return True
    return people.owners(invitation.organisation).filter(user=by).exists()


def can_be_accepted(invitation):
    return invitation.is_open and somebody_stands_behind(invitation)


@transaction.atomic
def invite(organisation, *, email, role, by):
    """Ask `email` to be an owner or editor; returns the Invitation.

    An open one to the same address is kept, with the newer role and `by` as who asks, and not sent
    again. Raises ValidationError when there are too many, or the person is there already. Nothing
    depends on whether the address has an account.
    """
    people.lock(organisation)
    email = email.strip().lower()
    _close_those_too_old(organisation)
    if open_one := open_invitations(organisation).filter(email__iexact=email).first():
        open_one.role, open_one.by = role, by
        open_one.save(update_fields=["role", "by"])
        return open_one
    _refuse_too_many(organisation, email)
    invitation = Invitation.objects.create(organisation=organisation, email=email, role=role, by=by)
    log(instance=organisation, action=INVITED, user=by, data={"role": role})
    _send(invitation)
    return invitation


def _close_those_too_old(organisation):
    now = timezone.now()
    organisation.invitations.unanswered().filter(ends_at__lte=now).update(withdrawn_at=now)


def _refuse_too_many(organisation, email):
    if organisation.memberships.filter(user__email__iexact=email).exists():
        raise ValidationError("This person is one of your people already.")
    if open_invitations(organisation).count() >= OPEN_AT_MOST:
        raise ValidationError(
            f"You have {OPEN_AT_MOST} invitations that nobody has answered. Take one back first."
        )
    lately = timezone.now() - timedelta(days=1)
    if organisation.invitations.filter(made_at__gt=lately).count() >= A_DAY_AT_MOST:
        raise ValidationError("You sent many invitations today. Go on tomorrow.")


def _send(invitation):
    organisation = invitation.organisation
    tell(
        invitation.email,
        "invitation",
        key=f"invitation:{invitation.uid}",
        subject=f"Help to look after {organisation}",
        organisation=organisation,
        invitation=invitation,
        is_owner=invitation.role == Role.OWNER,
        days=INVITATION_DAYS,
        link=whole(path_of(invitation)),
    )


def path_of(invitation):
    """The address of the page where it is accepted: signed, so that it cannot be guessed."""
    return f"/invitation/{signing.dumps(str(invitation.uid), salt=SALT)}/"


def from_link(signed):
    """The Invitation that a link stands for, open or not; None when the link is forged."""
    try:
        uid = signing.loads(signed, salt=SALT)
    except signing.BadSignature:
        return None
    return Invitation.objects.select_related("organisation").filter(uid=uid).first()


@transaction.atomic
def accept(invitation, *, user):
    """`user` joins with the role of the invitation; returns the Membership. Twice gives one.

    Raises NotOpen or AnotherAddress.
    """
    people.lock(invitation.organisation)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if user.email.lower() != invitation.email.lower():
        raise AnotherAddress
    already = invitation.organisation.memberships.filter(user=user).first()
    if invitation.accepted_at and already:
        return already
    if not can_be_accepted(invitation):
        raise NotOpen
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    return people.add(invitation.organisation, user, role=invitation.role, by=invitation.by)


@transaction.atomic
def withdraw(invitation, *, by):
    """Take an invitation back: its link opens nothing any more. Once accepted, nothing happens."""
    waiting = Invitation.objects.unanswered().filter(pk=invitation.pk)
    changed = waiting.update(withdrawn_at=timezone.now())
    if changed:
        log(instance=invitation.organisation, action=WITHDRAWN, user=by)


@transaction.atomic
def follow(old, new):
    """Somebody signs in with another address now: what was sent to the old one is theirs there.

    Whoever reads the mail of the old address cannot accept it any more.
    """
    waiting = Invitation.objects.unanswered()
    for invitation in waiting.filter(email__iexact=old):
        people.lock(invitation.organisation)
        there = waiting.filter(organisation=invitation.organisation, email__iexact=new).exists()
        if there:
            waiting.filter(pk=invitation.pk).update(withdrawn_at=timezone.now())
        else:
            waiting.filter(pk=invitation.pk).update(email=new.lower())


def leave_none_behind(user):
    """Take back what `user` asked for and nobody has answered: their account is being deleted."""
    Invitation.objects.unanswered().filter(by=user).update(withdrawn_at=timezone.now())
