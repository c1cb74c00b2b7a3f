"""Single points of access by the place and the age of the person."""

from django.db.models import Q

from hubs.models import SinglePointOfAccess
from places.models import Area


def codes_around(area_ids):
    """Codes of the areas with these primary keys and of every area that contains them."""
    parents, codes = {}, {}
    for pk, code, parent in Area.objects.order_by().values_list("pk", "code", "parent_id"):
        codes[pk] = code
        parents.setdefault(pk, set()).add(parent)
    parts = Area.parts.through.objects.values_list("from_area_id", "to_area_id")
    for whole, part in parts:
        parents.setdefault(part, set()).add(whole)
    found, to_do = set(), set(area_ids) & set(codes)
    while to_do:
        pk = to_do.pop()
        found.add(pk)
        to_do |= parents.get(pk, set()) - found - {None}
    return frozenset(codes[pk] for pk in found)


def access_points_for(area_codes=None, age=None):
    """Published access points that take people of any of these areas and of this age.

    None asks for no matter where, or of what age. One without coverage takes people from
    anywhere. `area_codes` names every area that a place lies in, as places.where.locate does.
    """
    points = SinglePointOfAccess.objects.published()
    if area_codes is not None:
        points = points.filter(
            Q(coverage__isnull=True) | Q(coverage__code__in=area_codes)
        ).distinct()
    if age is not None:
        points = points.filter(
            Q(minimum_age__isnull=True) | Q(minimum_age__lte=age),
            Q(maximum_age__isnull=True) | Q(maximum_age__gte=age),
        )
    return points.prefetch_related("coverage", "phones", "schedules")
