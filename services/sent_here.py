"""Who sends people to a service: it must not stop, or be hidden, without somebody having seen that."""

from django.db.models import Q

from services.models import Service


def services_naming(service):
    """Public services that send people to `service`: [(service, whether it names nothing else)]."""
    if service.pk is None:
        return []
    naming = (
        Service.objects.published()
        .filter(Q(alternative_service=service.pk) | Q(onward_service=service.pk))
        .select_related("organisation")
    )
    return [(one, _names_nothing_else(one, service)) for one in naming]


def _names_nothing_else(one, service):
    """Whether those whom `one` turns away, or leaves behind, would have nowhere to go."""
    if one.alternative_service_id == service.pk and one.exclusions:
        return not (one.alternative or one.alternative_url)
    return one.onward_service_id == service.pk and not one.onward


def left_behind(service):
    """The same as sentences for staff."""
    return [
        f"“{one}” ({one.organisation}) sends people here{' and names nothing else' if only else ''}."
        for one, only in services_naming(service)
    ]


def is_over(service):
    """Whether people cannot use it now, or only until a last day."""
    return service.status != Service.Status.ACTIVE or service.ends_on is not None
