"""Whom to ring about a record. For staff only: private numbers are among them."""

from collections import defaultdict

from organisations.models import OrganisationAccount, OrganisationPhone
from services.models import Service, ServicePhone
from upkeep.owners import organisation_of


def add_contacts(rows):
    """Give each row the organisation of its record and the ways to reach it, in four queries."""
    owners = {row.key: organisation_of(row.record) for row in rows if row.record is not None}
    organisations = {owner.pk for owner in owners.values() if owner}
    services = [row.record.pk for row in rows if isinstance(row.record, Service)]
    found = _contacts(organisations)
    own = defaultdict(list)
    for phone in ServicePhone.objects.filter(service__in=services).order_by("sort_order", "pk"):
        own[phone.service_id].append(phone.number)
    for row in rows:
        owner = owners.get(row.key)
        if owner and owner.pk != getattr(row.record, "pk", None):
            row.facts.append(("Looked after by", str(owner)))
        if isinstance(row.record, Service) and own[row.record.pk]:
            row.facts.append(("Its own phone", ", ".join(own[row.record.pk])))
        row.facts += found.get(owner.pk, []) if owner else []


def _contacts(organisations):
    """{organisation: [(label, words)]}: the private contact first, then public numbers."""
    found = defaultdict(list)
    for account in OrganisationAccount.objects.filter(organisation__in=organisations):
        private = [account.contact_name, account.contact_phone, account.contact_email]
        if any(private):
            words = ", ".join(part for part in private if part)
            found[account.organisation_id].append(("Private contact", words))
    phones = defaultdict(list)
    for phone in OrganisationPhone.objects.filter(organisation__in=organisations).order_by(
        "sort_order", "pk"
    ):
        phones[phone.organisation_id].append(phone.number)
    for pk, numbers in phones.items():
        found[pk].append(("Phone", ", ".join(numbers)))
    return found
