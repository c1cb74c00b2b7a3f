"""Services that may be listed twice at the same place."""

from collections import defaultdict
from itertools import combinations

from organisations.alike import likeness, name_parts
from organisations.dismissals import dismissed, pair_key
from services.models import Location, Service, ServiceAtLocation


def pairs():
    """Published services with (nearly) the same name at one place: [(one, other, why)].

    Whoever runs them: a council and a group may both have listed it. Dismissed pairs are left out.
    """
    at_place = defaultdict(set)
    rows = ServiceAtLocation.objects.filter(
        service__in=Service.objects.published().order_by().values("pk"),
        location__in=Location.objects.published().order_by().values("pk"),
    ).order_by()
    names = {}
    for service, name, place in rows.values_list("service", "service__name", "location"):
        names[service] = name_parts(name)
        at_place[place].add(service)
    found = {
        pair: likeness(names[pair[0]], names[pair[1]])
        for here in at_place.values()
        for pair in combinations(sorted(here), 2)
    }
    alike = sorted((-score, pair) for pair, score in found.items() if score >= 90)
    services = Service.objects.select_related("organisation").in_bulk(
        {pk for _, pair in alike for pk in pair}
    )
    away = dismissed()
    return [
        (services[one], services[other], f"{_how(score)} at the same place")
        for score, (one, other) in alike
        if pair_key(services[one].uid, services[other].uid) not in away
    ]


def _how(score):
    return "the same name" if score == -100 else "almost the same name"
