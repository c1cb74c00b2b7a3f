"""What people see of a place: the services that are held there, and the hub that it is."""

from django.db.models import Q

from services.models import Service


def services_at(place):
    """Public services at `place`, by its name among their places or in a session; each once."""
    here = Q(at_locations__location=place) | Q(sessions__location=place)
    return Service.objects.published().filter(here).order_by().distinct()


def seen_on(place, organisation):
    """Where a change of `place` will be seen, in words for the people of `organisation`; or ""."""
    if place.is_confidential:
        return ""
    owners = [owner for _, owner in services_at(place).values_list("pk", "organisation")]
    own = owners.count(organisation.pk)
    parts = [_counted(own, "of your services"), _counted(len(owners) - own, "of other groups")]
    words = " and ".join(part for part in parts if part)
    if not words:
        return ""
    return f"People see this place on {words}. Change it here, and it is right on all."


def _counted(number, what):
    return f"{number} {what}" if number else ""
