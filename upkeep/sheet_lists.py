"""The words that a cell may hold where a list says which: topics, languages, areas, other services."""

from collections import defaultdict
from functools import cached_property

from organisations.models import Community
from places.areas import area_map
from places.models import Area
from services.models import Audience, Language, Need, Service
from upkeep.sheet_words import CellError, did_you_mean, one_item


class Allowed:
    """The things that a cell may name, by their words. Capitals do not count."""

    def __init__(self, things, words=str, also=lambda thing: (), what="words that we know"):
        self.what, self.names, self._meant = what, [], defaultdict(list)
        for thing in things:
            name = one_item(words(thing))
            self.names.append(name)
            for key in {name, *map(one_item, also(thing))}:
                self._meant[key.casefold()].append(thing)

    def one(self, item):
        """The thing that `item` means."""
        found = self._meant.get(item.casefold(), [])
        if len(found) == 1:
            return found[0]
        if found:
            raise CellError(
                f"There are several with the name “{item[:60]}”. {self.which_of(found)}"
            )
        near = did_you_mean(item, self.names)
        raise CellError(
            f"“{item[:60]}” is not one of our {self.what}.{near} See the list of what may be typed."
        )

    def which_of(self, found):
        return "Choose it on the page of the service."


class AllowedAreas(Allowed):
    """Areas by their words, names or codes. A ward needs the word "ward": many are named like others."""

    def __init__(self, areas):
        super().__init__(areas, area_words, _other_area_words, "areas")

    def which_of(self, found):
        return f"Type {' or '.join(f'“{area_words(area)}”' for area in found[:4])}."


def area_words(area):
    """ "Hartlepool (council area)", "Headland ward (Hartlepool)": wards of two councils share names."""
    if area.kind != Area.Kind.WARD:
        return f"{area.name} ({area.get_kind_display().lower()})"
    return f"{area.name} ward ({area_map().council_name(area.code) or area.code})"


def _other_area_words(area):
    if area.kind != Area.Kind.WARD:
        return area.name, area.code
    council = area_map().council_name(area.code)
    plain = f"{area.name} ward"
    return area.code, plain, f"{plain}, {council}", f"{area.name} (ward {area.code})"


def service_words(name, organisation):
    """How a cell names a listed service: "Debt advice (Anchorlight)"."""
    return one_item(f"{name} ({organisation})")


#: The fields in which a service names another.
NAMING = ("alternative_service_id", "onward_service_id")


def note_listed(services):
    """Note on many services what those that they name are called in a cell: one query for all."""
    named = {getattr(service, name) for service in services for name in NAMING} - {None}
    words = dict.fromkeys(named, "") | _listed(named)
    for service in services:
        service.listed_words = words


def listed_words(service, pk):
    """What the service `pk`, which `service` names, is called in a cell; "" if it is not public."""
    known = service.__dict__.setdefault("listed_words", {})
    if pk not in known:
        known[pk] = _listed([pk]).get(pk, "")
    return known[pk]


def _listed(pks):
    listed = Service.objects.published().filter(pk__in=pks).order_by()
    rows = listed.values_list("pk", "name", "organisation__name") if pks else ()
    return {pk: service_words(name, organisation) for pk, name, organisation in rows}


class AllowedServices(Allowed):
    """Published services, as (primary key, name, name of the organisation)."""

    def __init__(self):
        rows = (
            Service.objects.published().not_over().values_list("pk", "name", "organisation__name")
        )
        super().__init__(
            rows, lambda row: service_words(*row[1:]), lambda row: (row[1],), "listed services"
        )

    def which_of(self, found):
        shown = sorted({service_words(*row[1:]) for row in found})
        if len(shown) == 1:
            return super().which_of(found)
        return f"Type {' or '.join(f'“{words}”' for words in shown[:4])}."


class Lists:
    """All lists of one sheet; each is read when the first cell asks for it."""

    @cached_property
    def needs(self):
        return Allowed(Need.objects.order_by("name"), what="topics")

    @cached_property
    def audiences(self):
        return Allowed(Audience.objects.all(), what="groups of people")

    @cached_property
    def communities(self):
        return Allowed(Community.objects.all(), what="communities")

    @cached_property
    def languages(self):
        return Allowed(Language.objects.all(), also=lambda one: (one.code,), what="languages")

    @cached_property
    def areas(self):
        return AllowedAreas(Area.objects.defer("geometry"))

    @cached_property
    def services(self):
        return AllowedServices()
