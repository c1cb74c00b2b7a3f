"""Who sends people to a service: it must not stop, or be hidden, without somebody having seen that."""

from django.db.models import Q

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


def left_behind(service):
    """The same as sentences for staff."""
    return [
        f"“{one}” ({one.organisation}) sends people here{' and names nothing else' if only else ''}."
        for one, only in services_naming(service)
    ]


def is_over(service):
    """Whether people cannot use it now, or only until a last day."""
    return service.status != Service.Status.ACTIVE or service.ends_on is not None
