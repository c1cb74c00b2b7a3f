"""The rows behind a batch of services, read with one query a table, for the documents."""

from collections import defaultdict
from functools import cached_property

from organisations.models import Organisation
from records.models import Standing
from services.models import (
    Closure,
    Location,
    Need,
    Referrer,
    Service,
    ServiceAtLocation,
    ServiceRoute,
    Session,
    SessionChange,
)
from services.needs import recogniser

#: Facts of a building that people filter by.
ACCESS = (
    "step_free",
    "accessible_toilet",
    "changing_places",
    "lift",
    "hearing_loop",
    "quiet_space",
    "blue_badge_parking",
    "baby_changing",
)
_SERVICE = (
    *("pk", "uid", "organisation_id", "name", "alternate_name", "summary", "description"),
    *("status", "alert", "source_id", "eligibility", "what_happens_next", "coverage_note"),
    *("fees_description", "interpretation_services", "accreditations", "cost"),
    *("needs_referral", "needs_diagnosis", "minimum_age", "maximum_age", "starts_on", "ends_on"),
    *Service.ATTENDING,
)
_ORGANISATION = ("pk", "uid", "name", "alternate_name", "is_fictional")
_LOCATION = (
    *("pk", "name", "alternate_name", "address_1", "city", "county", "latitude", "longitude"),
    *("ward__name", "council__name", *ACCESS),
)
_SESSION = (
    *("service_id", "location_id", "uid", "name", "freq", "interval", "byday", "bymonthday"),
    *("opens_at", "closes_at", "valid_from", "valid_to", "bank_holidays", "description", "booking"),
)
#: Many-to-many fields of Service with the column that names a value.
_TAGS = {
    "needs": "slug",
    "declined_needs": "slug",
    "audiences": "slug",
    "serves": "slug",
    "led_by": "slug",
    "languages": "code",
}


class RowsOf:
    """Everything of the services with these primary keys that a document is made of."""

    def __init__(self, keys):
        self.keys = keys
        self.services = list(Service.objects.filter(pk__in=keys).order_by("pk").values(*_SERVICE))

    def _rows(self, model, fields, **filters):
        return model.objects.filter(**filters).values(*fields)

    @cached_property
    def organisations(self):
        ids = {service["organisation_id"] for service in self.services}
        rows = self._rows(Organisation, _ORGANISATION, pk__in=ids)
        return {row["pk"]: row for row in rows}

    @cached_property
    def _organisation_communities(self):
        """Who leads the organisations: a service that says nothing else is led by the same."""
        found = defaultdict(list)
        through = Organisation.led_by.through.objects.filter(
            organisation_id__in=self.organisations
        ).order_by("community__sort_order", "community__name")
        for organisation, slug in through.values_list("organisation_id", "community__slug"):
            found[organisation].append(slug)
        return found

    def led_by_of(self, organisation):
        return tuple(self._organisation_communities[organisation])

    @cached_property
    def _tags(self):
        """{field: {service: [(slug, name)]}}, in the order of the tags' own tables."""
        return {field: self._tagged(field, column) for field, column in _TAGS.items()}

    def _tagged(self, field, column):
        relation = getattr(Service, field)
        target = relation.field.m2m_reverse_field_name()
        related = relation.field.related_model
        order = [f"{target}__{name}" for name in related._meta.ordering]
        rows = relation.through.objects.filter(service_id__in=self.keys).order_by(*order)
        found = defaultdict(list)
        for key, *tag in rows.values_list("service_id", f"{target}__{column}", f"{target}__name"):
            found[key].append(tag)
        return found

    def slugs(self, field, key):
        return tuple(slug for slug, _ in self._tags[field][key])

    def names(self, field, key):
        return [name for _, name in self._tags[field][key]]

    @cached_property
    def coverage(self):
        found = defaultdict(list)
        rows = Service.coverage.through.objects.filter(service_id__in=self.keys)
        columns = ("service_id", "area__code", "area__name", "area__kind")
        for key, *area in rows.order_by("area__name", "area__code").values_list(*columns):
            found[key].append(area)
        return found

    @cached_property
    def places(self):
        """{service: [place]}: published places that may be shown, those of sessions too."""
        pairs = defaultdict(dict)
        here = ServiceAtLocation.objects.filter(service__in=self.keys).order_by("sort_order", "pk")
        for key, place in here.values_list("service_id", "location_id"):
            pairs[key][place] = True
        for key, sessions in self.sessions.items():
            for session in sessions:
                if session["location_id"]:
                    pairs[key][session["location_id"]] = True
        known = _open_places({place for places in pairs.values() for place in places})
        found = defaultdict(list)
        for key, places in pairs.items():
            found[key] = [known[place] for place in places if place in known]
        return found

    @cached_property
    def sessions(self):
        """{service: [session]}; of one at a place that is not open to all, only the times.

        A group's own words may say where it is.
        """
        rows = list(
            self._rows(Session, _SESSION, service__in=self.keys).order_by("sort_order", "pk")
        )
        found = defaultdict(list)
        for row in rows:
            if self._is_secret(row["location_id"]):
                row["name"] = row["description"] = ""
            found[row["service_id"]].append(row)
        return found

    @cached_property
    def _secret_places(self):
        """Places of sessions that are confidential or not published."""
        here = Session.objects.filter(service__in=self.keys, location__isnull=False)
        places = set(here.order_by().values_list("location_id", flat=True))
        return places - set(_open(places).values_list("pk", flat=True))

    def _is_secret(self, place):
        return place in self._secret_places

    @cached_property
    def _changes(self):
        found = defaultdict(list)
        places = {row["uid"]: row["location_id"] for rows in self.sessions.values() for row in rows}
        for row in SessionChange.objects.filter(session_uid__in=places).values(
            "session_uid", "on", "is_cancelled", "opens_at", "closes_at", "reason"
        ):
            if self._is_secret(places[row["session_uid"]]):
                row["reason"] = ""
            found[row["session_uid"]].append(_as_text(row))
        return found

    def changes_of(self, sessions):
        return [change for session in sessions for change in self._changes[session["uid"]]]

    @cached_property
    def _closures(self):
        found = defaultdict(list)
        ids = {row["location_id"] for rows in self.sessions.values() for row in rows}
        for row in Closure.objects.filter(location__in=ids - {None}).values(
            "location_id", "first_day", "last_day", "opens_at", "closes_at", "reason"
        ):
            if self._is_secret(row["location_id"]):
                row["reason"] = ""
            found[row["location_id"]].append(_as_text(row))
        return found

    def closures_of(self, sessions):
        places = dict.fromkeys(session["location_id"] for session in sessions)
        return [closure for place in places for closure in self._closures[place]]

    @cached_property
    def self_routes(self):
        """{service: what somebody does who needs help themselves}."""
        rows = ServiceRoute.objects.filter(service__in=self.keys, referrer=Referrer.SELF)
        return dict(rows.order_by("-sort_order", "-pk").values_list("service_id", "how"))

    @cached_property
    def standings(self):
        uids = [service["uid"] for service in self.services]
        columns = ("record_uid", "state", "checked_at", "checked_by_role")
        rows = self._rows(Standing, columns, record_uid__in=uids)
        return {row["record_uid"]: row for row in rows}

    @cached_property
    def _needs(self):
        return list(Need.objects.order_by("path").values_list("slug", "name", "path"))

    @cached_property
    def need_names(self):
        return {slug: name for slug, name, _ in self._needs}

    @cached_property
    def needs_above(self):
        """{slug: slugs of all needs above it}, by the tree's paths."""
        by_path = {path: slug for slug, _, path in self._needs}
        step = Need.steplen
        return {
            slug: tuple(by_path[path[:end]] for end in range(step, len(path), step))
            for slug, _, path in self._needs
        }

    @cached_property
    def _recogniser(self):
        return recogniser()

    def recognise(self, text):
        """Slugs of the needs that a listing's own words speak of, surest first."""
        return [match.slug for match in self._recogniser.recognise(text, side="listing")]


def _as_text(row):
    """A row as JSON can hold it: dates, times and ids as text, whole numbers as they are."""
    return {
        name: value if value is None or isinstance(value, bool | int) else str(value)
        for name, value in row.items()
    }


def _open(ids):
    """Of these places, those that anybody may know."""
    return Location.objects.published().filter(pk__in=ids, is_confidential=False)


def _open_places(ids):
    rows = {row["pk"]: row for row in _open(ids).values(*_LOCATION)}
    for row in rows.values():
        row["access"] = tuple(name for name in ACCESS if row[name] == "yes")
    return rows
