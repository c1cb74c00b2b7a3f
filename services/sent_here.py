"""Who sends people to a service: it must not stop, or be hidden, without somebody having seen that."""

from django.db.models import Q
from django.utils import timezone

from services.models import Service


def services_naming(service):
    """Public services that send people to `service`: [(service, whether it names nothing else)]."""
    return services_naming_each([service])[service.pk]


def services_naming_each(services):
    """{primary key: services_naming} of many services, in one query."""
    found = {service.pk: [] for service in services}
    keys = found.keys() - {None}
    if not keys:
        return found
    naming = Service.objects.published().select_related("organisation")
    for one in naming.filter(Q(alternative_service__in=keys) | Q(onward_service__in=keys)):
        for key in {one.alternative_service_id, one.onward_service_id} & keys:
            found[key].append((one, _names_nothing_else(one, key)))
    return found


def _names_nothing_else(one, key):
    """Whether those whom `one` turns away, or leaves behind, would have nowhere to go without `key`."""
    if one.alternative_service_id == key and one.exclusions:
        return not (one.alternative or one.alternative_url)
    return one.onward_service_id == key and not one.onward


#: The fields in which a service names another.
WAYS_ON = ("alternative_service", "onward_service")


def ways_gone(organisation=None):
    """[(public service, field, service named)] where people are sent to what they cannot use.

    It has ended or has a last day, is closed, or is shown to nobody. Those of `organisation`, or all,
    in two queries. Not counted is where one goes instead of a service that itself ends no later.
    """
    good = Service.objects.published().filter(status=Service.Status.ACTIVE, ends_on=None)
    good = good.order_by().values("pk")
    naming = Service.objects.published().select_related("organisation", *WAYS_ON)
    if organisation is not None:
        naming = naming.filter(organisation=organisation)
    gone = Q()
    for name in WAYS_ON:
        gone |= Q(**{f"{name}__isnull": False}) & ~Q(**{f"{name}__in": good})
    found = [(one, name) for one in naming.filter(gone) for name in WAYS_ON]
    named = {getattr(one, f"{name}_id") for one, name in found} - {None}
    good = set(good.filter(pk__in=named).values_list("pk", flat=True))
    return [
        (one, name, other)
        for one, name in found
        if (other := getattr(one, name)) and other.pk not in good and _still_asked(one, name, other)
    ]


def _still_asked(one, name, other):
    """Whether people are sent on by `one` at a time when `other` is of no use."""
    if name == "onward_service":
        return True
    if one.status == Service.Status.DEFUNCT or (one.ends_on and one.ends_on < timezone.localdate()):
        return False
    return not (one.ends_on and other.ends_on and one.ends_on <= other.ends_on)


def left_behind(service):
    """services_naming as sentences for staff."""
    return in_sentences(services_naming(service))


def in_sentences(naming):
    """What services_naming gives, as sentences for staff."""
    return [
        f"“{one}” ({one.organisation}) sends people here{' and names nothing else' if only else ''}."
        for one, only in naming
    ]


def is_over(service):
    """Whether people cannot use it now, or only until a last day."""
    return service.status != Service.Status.ACTIVE or service.ends_on is not None
