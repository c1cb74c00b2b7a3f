"""Which services and places a member of an organisation may edit, choose or see."""

from django.db.models import Q

from organisations.permissions import organisations_of
from services.models import Location, Service


def services_editable_by(user):
    """Services of the organisations that `user` belongs to."""
    return Service.objects.filter(organisation__in=organisations_of(user).values("pk"))


def places_editable_by(user):
    """Places kept by the organisations that `user` belongs to, confidential ones included."""
    return Location.objects.filter(kept_by__in=organisations_of(user).values("pk"))


def places_usable_by(user):
    """Places that `user` may choose for a service: those kept, and public ones with an open address.

    A confidential place exists for its keeper and for staff only.
    """
    public = Location.objects.published().filter(is_confidential=False).order_by().values("pk")
    return Location.objects.filter(
        Q(kept_by__in=organisations_of(user).values("pk")) | Q(pk__in=public)
    )
