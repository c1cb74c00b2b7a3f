"""The kinds of public record by the word that stands for each in an address."""

from django.http import Http404

from hubs.models import CrisisLine, Hub, SinglePointOfAccess
from organisations.models import Organisation
from services.models import Location, Service

KINDS = {
    "service": Service,
    "organisation": Organisation,
    "hub": Hub,
    "single-point-of-access": SinglePointOfAccess,
    "crisis-line": CrisisLine,
    "place": Location,
}
#: What has a page, or a part of one, that people read. A place is shown by what is there.
SHOWN = [kind for kind in KINDS if kind != "place"]


def kind_of(record):
    """The word for the kind of `record`; raises KeyError for anything that is no record."""
    return {model: kind for kind, model in KINDS.items()}[type(record)]


def public_record_or_404(kind, uid):
    """The published record of a kind that is shown; raises Http404 for all else."""
    if kind not in SHOWN:
        raise Http404
    record = KINDS[kind].objects.published().filter(uid=uid).first()
    if record is None:
        raise Http404
    return record


def public_address(record):
    """Where people read `record`, or "" for a place, which has no page."""
    if isinstance(record, CrisisLine):
        return "/crisis/"
    address = getattr(record, "get_absolute_url", None)
    return address() if address else ""


def is_sensitive(record):
    """Whether pages and mails about `record` are kept neutral: abuse, safety, a secret address."""
    if isinstance(record, CrisisLine):
        return True
    if isinstance(record, Location):
        return record.is_confidential
    services = _services_behind(record)
    if services is None:
        return False
    return (
        services.filter(needs__sensitive=True).exists()
        or services.filter(at_locations__location__is_confidential=True).exists()
    )


def _services_behind(record):
    if isinstance(record, Service):
        return Service.objects.filter(pk=record.pk)
    if isinstance(record, Organisation):
        return record.services.filter(live=True)
    return None
