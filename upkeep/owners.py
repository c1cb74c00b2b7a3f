"""Who looks after a record, and where to write to them."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from hubs.models import CrisisLine
from organisations.models import Membership, Organisation, OrganisationAccount
from services.models import Location


def organisation_of(record):
    """The organisation that looks after `record`, or None.

    A service has its own, a place the one that keeps it, a hub and a single point of access theirs.
    Crisis lines are looked after by the staff, whoever runs the line.
    """
    if isinstance(record, Organisation):
        return record
    if isinstance(record, CrisisLine):
        return None
    return record.kept_by if isinstance(record, Location) else record.organisation


def addresses(record):
    """E-mail addresses of the people who look after `record`, in a fixed order, each once.

    The members of its organisation; where there are none its private e-mail, else its public one,
    else the public e-mail of the record itself. Empty: there is nobody to ask.
    """
    organisation = organisation_of(record)
    if organisation is None:
        return []
    members = Membership.objects.filter(organisation=organisation, user__is_active=True)
    if found := _whole(members.order_by("pk").values_list("user__email", flat=True)):
        return found
    account = OrganisationAccount.objects.filter(organisation=organisation).first()
    choices = [
        account.contact_email if account else "",
        organisation.email,
        getattr(record, "email", ""),
    ]
    return next((found for choice in choices if (found := _whole([choice]))), [])


def _whole(emails):
    """Those that are one whole address, each once whatever its capitals."""
    found = {}
    for email in emails:
        try:
            validate_email(email)
        except ValidationError:
            continue
        found.setdefault(email.lower(), email)
    return list(found.values())
