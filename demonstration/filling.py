"""What the fields of a demonstration file become on a record and its child rows."""

from datetime import time
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from demonstration.days import days_before
from demonstration.reading import DataErrors, Problem
from hubs.models import AccessPhone, AccessRoute, AccessSchedule, Hub, SinglePointOfAccess
from organisations.models import Community, Organisation, OrganisationContact, OrganisationPhone
from places.models import Area
from services.geocoding import place_by_postcode
from services.models import (
    Audience,
    CostOption,
    Language,
    Location,
    LocationPhone,
    LocationSchedule,
    Need,
    Service,
    ServiceAtLocation,
    ServiceContact,
    ServicePhone,
    ServiceRoute,
    Session,
)

MODELS = {
    "organisation": Organisation,
    "place": Location,
    "service": Service,
    "hub": Hub,
    "access_point": SinglePointOfAccess,
}
TABLE_OF = {model: table for table, model in MODELS.items()}
#: Fields of a service that hold names of a vocabulary.
SERVICE_NAMES = {
    "needs": "needs",
    "audiences": "audiences",
    "serves": "communities",
    "led_by": "communities",
    "languages": "languages",
    "coverage": "areas",
}


def demonstration_uid(*parts):
    """The uid of a demonstration record or row: the same on every machine."""
    return uuid5(NAMESPACE_URL, "https://open-door.example.org/" + "/".join(map(str, parts)))


class Filling:
    """Fills records from rows; `find(table, key)` gives the record that a field names.

    Raises DataErrors when a row names a need, area, … that is not in the database.
    """

    def __init__(self, rows, *, today, find):
        self.today, self.find = today, find
        self.named = {
            "needs": _by(Need, "slug"),
            "audiences": _by(Audience, "slug"),
            "communities": _by(Community, "slug"),
            "languages": _by(Language, "code"),
            "areas": _by(Area, "code"),
        }
        if problems := list(self._unknown_names(rows)):
            raise DataErrors(problems)

    def fill(self, record, row):
        """Write the row's fields on the unsaved record."""
        getattr(self, row.table)(record, row)

    def pick(self, vocabulary, names):
        return [self.named[vocabulary][name] for name in names or []]

    def _unknown_names(self, rows):
        for row in rows:
            for vocabulary, names in _names_used(row.fields):
                for name in set(names) - set(self.named[vocabulary]):
                    yield Problem(
                        row.file, row.key, f"“{name}” is not among the {vocabulary} loaded"
                    )

    def organisation(self, organisation, row):
        fields = row.fields
        _copy(fields, organisation, "name alternate_name kind summary description website email")
        organisation.is_fictional = True
        _set_names(organisation, "led_by", self.pick("communities", fields.get("led_by")))
        _set_rows(organisation, "phones", _phones(OrganisationPhone, fields))
        _set_rows(organisation, "contacts", _contacts(OrganisationContact, fields))

    def place(self, place, row):
        fields = row.fields
        _copy(
            fields,
            place,
            "name alternate_name description address_1 address_2 city postcode step_free"
            " accessible_toilet changing_places lift hearing_loop quiet_space blue_badge_parking"
            " baby_changing accessibility transportation parking",
        )
        place.is_confidential = fields.get("confidential", False)
        place.kept_by = self.find("organisation", fields.get("kept_by"))
        place_by_postcode(place)
        _set_rows(place, "phones", _phones(LocationPhone, fields))
        _set_rows(place, "schedules", self._schedules(LocationSchedule, fields.get("hours")))

    def service(self, service, row):
        fields = row.fields
        service.organisation = self.find("organisation", row.organisation)
        _copy(
            fields,
            service,
            "name alternate_name summary description alert url email eligibility minimum_age"
            " maximum_age exclusions alternative what_happens_next wait fees_description"
            " accreditations coverage_note onward needs_diagnosis needs_referral cost status",
        )
        service.interpretation_services = fields.get("interpreters", "")
        service.wait_checked_on = days_before(self.today, fields.get("wait_days_ago"))
        service.starts_on = days_before(self.today, fields.get("starts_days_ago"))
        service.ends_on = days_before(self.today, fields.get("ends_days_ago"))
        for way in Service.ATTENDING:
            setattr(service, way, way in fields.get("attending", []))
        for name, vocabulary in SERVICE_NAMES.items():
            _set_names(service, name, self.pick(vocabulary, fields.get(name)))
        self._service_rows(service, fields)

    def _service_rows(self, service, fields):
        _set_rows(service, "phones", _phones(ServicePhone, fields))
        _set_rows(service, "contacts", _contacts(ServiceContact, fields))
        _set_rows(service, "routes", [_route(ServiceRoute, r) for r in fields.get("routes", [])])
        _set_rows(
            service,
            "cost_options",
            [
                CostOption(
                    option=cost.get("option", ""),
                    amount=_pounds(cost.get("amount")),
                    amount_description=cost.get("about", ""),
                )
                for cost in fields.get("costs", [])
            ],
        )
        _set_rows(
            service,
            "at_locations",
            [
                ServiceAtLocation(
                    location=self.find("place", place["place"]), description=place.get("where", "")
                )
                for place in fields.get("places", [])
            ],
        )
        _set_rows(service, "sessions", self._schedules(Session, fields.get("sessions")))

    def hub(self, hub, row):
        fields = row.fields
        hub.location = self.find("place", fields["place"])
        hub.organisation = self.find("organisation", fields.get("organisation"))
        _copy(fields, hub, "name welcome what_happens booking booking_note")
        hub.facilities = "\n".join(fields.get("facilities", []))

    def access_point(self, point, row):
        fields = row.fields
        _copy(
            fields,
            point,
            "name summary description url email minimum_age maximum_age without_care_team"
            " without_diagnosis what_happens_next expected_reply response_time"
            " response_time_source",
        )
        point.organisation = self.find("organisation", fields.get("organisation"))
        point.service = self.find("service", fields.get("service"))
        point.coverage = self.pick("areas", fields.get("coverage"))
        point.response_time_checked_on = days_before(
            self.today, fields.get("response_time_days_ago")
        )
        _set_rows(point, "phones", _phones(AccessPhone, fields))
        _set_rows(point, "schedules", self._schedules(AccessSchedule, fields.get("hours")))
        _set_rows(point, "routes", [self._access_route(r) for r in fields["routes"]])

    def _access_route(self, fields):
        route = _route(AccessRoute, fields)
        _copy(fields, route, "minimum_age maximum_age hours what_happens_next")
        route.area = self.named["areas"].get(fields.get("area"))
        return route

    def _schedules(self, model, rows):
        return [self._schedule(model, fields) for fields in rows or []]

    def _schedule(self, model, fields):
        schedule = model(
            byday=fields.get("days", ""),
            opens_at=_clock(fields.get("opens")),
            closes_at=_clock(fields.get("closes")),
            valid_from=days_before(self.today, fields.get("from_days_ago")),
            valid_to=days_before(self.today, fields.get("until_days_ago")),
            description=fields.get("words", ""),
        )
        _copy(fields, schedule, "freq interval bank_holidays notes")
        if model is Session:
            _copy(fields, schedule, "name booking")
            schedule.location = self.find("place", fields.get("place"))
        return schedule


def _by(model, name):
    return {getattr(record, name): record for record in model.objects.all()}


def _names_used(fields):
    for name, vocabulary in SERVICE_NAMES.items():
        yield vocabulary, fields.get(name, [])
    for route in fields.get("routes", []):
        yield "areas", [route["area"]] if "area" in route else []


def _copy(fields, record, names):
    """Copy the named fields; one that is left out goes back to the model's default."""
    for name in names.split():
        default = record._meta.get_field(name).get_default()
        setattr(record, name, fields.get(name, default))


def _set_names(record, name, values):
    """Set a many-to-many field; an empty one of a new record costs no query."""
    if values or record.pk:
        setattr(record, name, values)


def _set_rows(record, relation, rows):
    """Give a record its child rows; a row keeps its uid, and with it its place in the database."""
    table = TABLE_OF[type(record)]
    link = record._meta.get_field(relation)
    kept = {}
    if record.pk:
        there = link.related_model.objects.filter(**{link.field.name: record})
        kept = dict(there.values_list("uid", "pk"))
    if not rows and not kept:
        return
    for number, row in enumerate(rows):
        row.uid = demonstration_uid(table, record.source_id, relation, number)
        row.pk = kept.get(row.uid)
        if hasattr(row, "sort_order"):
            row.sort_order = number
    setattr(record, relation, rows)


def _phones(model, fields):
    return [model(**phone) for phone in fields.get("phones", [])]


def _contacts(model, fields):
    return [model(**contact) for contact in fields.get("contacts", [])]


def _route(model, fields):
    names = ("referrer", "how", "phone", "email", "url")
    return model(**{name: fields[name] for name in names if name in fields})


def _clock(text):
    return time.fromisoformat(text) if text else None


def _pounds(amount):
    return None if amount is None else Decimal(str(amount)).quantize(Decimal("0.01"))
