"""Whom we may ask about an organisation, when that person goes: an owner who stays, or nobody."""

from django.db import transaction
from django.db.models.signals import post_delete

from organisations import people
from organisations.models import Membership, Organisation, OrganisationAccount
from organisations.telling import tell, whole
from upkeep import consent
from upkeep.forms_special import own_row_uid


def connect():
    """Listen for everybody who goes: who leaves, is removed, or whose account is deleted."""
    post_delete.connect(_has_gone, sender=Membership, dispatch_uid="upkeep-whom-to-ask")


def is_asked(organisation, user):
    """Whether `user` is the one whom we may ask: by the e-mail, or by the name where there is none."""
    account = OrganisationAccount.objects.filter(organisation=organisation).first()
    return account is not None and _is_theirs(account, user)


def _is_theirs(account, user):
    if account.contact_email:
        return account.contact_email.lower() == user.email.lower()
    return bool(account.contact_name) and account.contact_name == user.get_full_name()


def _has_gone(instance, origin=None, **kwargs):
    if Organisation in (type(origin), getattr(origin, "model", None)):
        return  # The organisation itself is deleted.
    hand_on(instance.organisation, instance.user)


@transaction.atomic
def hand_on(organisation, user):
    """Ask the longest of the owners who stay in the place of `user`, if it was them; else nobody.

    What was shown of the person to everybody goes, from all versions. Who is asked now is told.
    """
    account = (
        OrganisationAccount.objects.select_for_update().filter(organisation=organisation).first()
    )
    if account is None or not _is_theirs(account, user):
        return
    next_one = people.owners(organisation).exclude(user=user).order_by("since").first()
    put(account, next_one.user if next_one else None)
    if next_one:
        tell(
            next_one.user.email,
            "asked_now",
            key=f"asked-now:{organisation.uid}:{user.pk}:{next_one.uid}",
            subject=f"We may ask you about {organisation}",
            organisation=organisation,
            link=whole(f"/listings/{organisation.uid}/about/private/"),
        )


def put(account, user):
    """Make `user`, or with None nobody, the one whom we may ask; ends what was shown of another."""
    account.contact_name = user.get_full_name() if user else ""
    account.contact_email = user.email if user else ""
    account.contact_phone = ""
    account.save(update_fields=["contact_name", "contact_email", "contact_phone"])
    row_uid = own_row_uid(account.organisation)
    if consent.has_consent(row_uid):
        consent.withdraw(account.organisation, row_uid, by=None)


def follow(user, old, new):
    """`user` has another address now: where we ask them, we ask them there."""
    own = Membership.objects.filter(user=user).values("organisation")
    asked = OrganisationAccount.objects.filter(organisation__in=own, contact_email__iexact=old)
    asked.update(contact_email=new)
