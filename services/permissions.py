"""Which places an organisation may choose for its services."""

from django.db.models import Q

from services.models import Location


def places_usable_for(organisation):
    """Places that `organisation` may choose for a service: those it keeps, and open public ones.

    A confidential place, and one that is not public yet, exists for its keeper and for staff only:
    not for another organisation either, though somebody may work for both.
    """
    public = Location.objects.published().filter(is_confidential=False).order_by().values("pk")
    return Location.objects.filter(Q(kept_by=organisation) | Q(pk__in=public))
