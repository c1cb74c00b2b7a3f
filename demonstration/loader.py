"""Putting the demonstration data into the database, again and again with the same result.

Every record has source "demonstration" and its key as `source_id`; its `uid` is made from the key,
so a page keeps its address when everything is set up afresh. A record that staff have edited since
(it has a revision) is left as they made it, except for the date it was last checked.
"""

from datetime import time, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone

from demonstration.days import days_before, first_day_of, moment_before
from demonstration.reading import DataErrors, Problem, read
from hubs.models import AccessPhone, AccessRoute, AccessSchedule, Hub, SinglePointOfAccess
from organisations.models import (
    Community,
    Organisation,
    OrganisationContact,
    OrganisationPhone,
)
from places.models import Area
from records.models import Check, Standing
from search.signals import rebuilt_once
from services.geocoding import place_by_postcode
from services.models import (
    Audience,
    Closure,
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
    SessionChange,
)

SOURCE = "demonstration"
MODELS = {
    "organisation": Organisation,
    "place": Location,
    "service": Service,
    "hub": Hub,
    "access_point": SinglePointOfAccess,
}
#: A record nobody has checked for so long counts as not confirmed, however long its interval.
UNCONFIRMED_AFTER_DAYS = 400
CHECK_NOTE = "Part of the demonstration."


def demonstration_uid(*parts):
    """The uid of a demonstration record or row: the same on every machine."""
    return uuid5(NAMESPACE_URL, "https://open-door.example.org/" + "/".join(map(str, parts)))


def load(book=None, *, now=None, progress=lambda rows: rows):
    """Load a Book (all files by default) and return `{table: count}`.

    `now` is the moment of set-up that all dates count from. Raises DataErrors when the files are
    wrong or name a need, area, … that is not in the database.
    """
    book = book or read()
    with rebuilt_once(), transaction.atomic():
        loading = _Loading(book, now or timezone.now())
        for row in progress(loading.rows):
            loading.write(row)
        loading.connect()
        loading.withdraw_missing()
    return {table: len(book.of(table)) for table in MODELS}


class _Loading:
    def __init__(self, book, now):
        self.now, self.today = now, timezone.localdate(now)
        order = list(MODELS)
        self.rows = sorted(book.rows, key=lambda row: order.index(row.table))
        self.records = {}
        self.named = {
            "needs": _by(Need, "slug"),
            "audiences": _by(Audience, "slug"),
            "communities": _by(Community, "slug"),
            "languages": _by(Language, "code"),
            "areas": _by(Area, "code"),
        }
        self._refuse_unknown_names()

    def _refuse_unknown_names(self):
        problems = []
        for row in self.rows:
            for vocabulary, names in _names_used(row.fields):
                problems += [
                    Problem(row.file, row.key, f"“{name}” is not among the {vocabulary} loaded")
                    for name in names
                    if name not in self.named[vocabulary]
                ]
        if problems:
            raise DataErrors(problems)

    def pick(self, vocabulary, names):
        return [self.named[vocabulary][name] for name in names or []]

    def find(self, table, key):
        return self.records[table, key] if key else None

    def write(self, row):
        record = self._record(row)
        self.records[row.table, row.key] = record
        if record.latest_revision_id is None:
            getattr(self, f"_fill_{row.table}")(record, row)
            # An exclusion may be public once its alternative service is linked: see connect().
            record.live = not any(row.fields.get(link) for link in LINKS.get(row.table, ()))
            record.first_published_at = record.first_published_at or self.now
            record.last_published_at = self.now
            record.save()
        self._stand(record, row.fields)
        if row.table == "service":
            self._change_sessions(record, row.fields)
        if row.table == "place":
            self._close(record, row.fields)

    def _record(self, row):
        model = MODELS[row.table]
        found = model.objects.filter(source=SOURCE, source_id=row.key).first()
        return found or model(
            source=SOURCE, source_id=row.key, uid=demonstration_uid(row.table, row.key)
        )

    # What each table's fields become

    def _fill_organisation(self, organisation, row):
        fields = row.fields
        _copy(fields, organisation, "name alternate_name kind summary description website email")
        organisation.is_fictional = True
        organisation.parent_organisation = None
        organisation.led_by = self.pick("communities", fields.get("led_by"))
        _set_rows(organisation, "phones", _phones(OrganisationPhone, fields))
        _set_rows(organisation, "contacts", _contacts(OrganisationContact, fields))

    def _fill_place(self, place, row):
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

    def _fill_service(self, service, row):
        fields = row.fields
        service.organisation = self.find("organisation", row.organisation)
        _copy(
            fields,
            service,
            "name alternate_name summary description alert url email eligibility minimum_age"
            " maximum_age exclusions alternative what_happens_next wait fees_description"
            " accreditations coverage_note onward needs_diagnosis needs_referral cost status",
        )
        service.alternative_service = service.onward_service = None
        service.interpretation_services = fields.get("interpreters", "")
        service.wait_checked_on = days_before(self.today, fields.get("wait_days_ago"))
        service.starts_on = days_before(self.today, fields.get("starts_days_ago"))
        service.ends_on = days_before(self.today, fields.get("ends_days_ago"))
        for way in Service.ATTENDING:
            setattr(service, way, way in fields.get("attending", []))
        for name, vocabulary in SERVICE_NAMES.items():
            setattr(service, name, self.pick(vocabulary, fields.get(name)))
        self._fill_service_rows(service, fields)

    def _fill_service_rows(self, service, fields):
        _set_rows(service, "phones", _phones(ServicePhone, fields))
        _set_rows(service, "contacts", _contacts(ServiceContact, fields))
        _set_rows(service, "routes", [_route(ServiceRoute, r) for r in fields.get("routes", [])])
        _set_rows(
            service,
            "cost_options",
            [
                CostOption(
                    option=cost.get("option", ""),
                    amount=cost.get("amount"),
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

    def _fill_hub(self, hub, row):
        fields = row.fields
        hub.location = self.find("place", fields["place"])
        hub.organisation = self.find("organisation", fields.get("organisation"))
        _copy(fields, hub, "name welcome what_happens booking booking_note")
        hub.facilities = "\n".join(fields.get("facilities", []))

    def _fill_access_point(self, point, row):
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

    # What stands beside the record

    def _stand(self, record, fields):
        """Write when it was last checked, unless somebody has really checked it since."""
        if Check.objects.filter(record_uid=record.uid).exclude(note=CHECK_NOTE).exists():
            return
        Check.objects.filter(record_uid=record.uid).delete()
        Standing.objects.filter(record_uid=record.uid).delete()
        if (days := fields.get("checked_days_ago")) is None:
            return
        at, role = moment_before(self.now, days), fields["checked_by"]
        old = days > UNCONFIRMED_AFTER_DAYS
        Check.objects.create(record_uid=record.uid, checked_at=at, role=role, note=CHECK_NOTE)
        Standing.objects.create(
            record_uid=record.uid,
            checked_at=at,
            checked_by_role=role,
            due_at=at + timedelta(days=record.check_interval_days),
            state=Standing.State.UNCONFIRMED if old else Standing.State.CONFIRMED,
        )

    def _change_sessions(self, service, fields):
        sessions = {session.uid: session for session in service.sessions.all()}
        for change in [*fields.get("cancelled", []), *fields.get("changed", [])]:
            uid = demonstration_uid("service", fields["key"], "sessions", change.get("session", 0))
            if uid in sessions:
                self._change_session(sessions[uid], change)

    def _change_session(self, session, change):
        day = first_day_of(session, self.today + timedelta(days=change["in_days"]))
        reason = change.get("reason", "")
        SessionChange.objects.filter(session_uid=session.uid, reason=reason).delete()
        if day:
            SessionChange.objects.update_or_create(
                session_uid=session.uid,
                on=day,
                defaults={
                    "is_cancelled": "opens" not in change,
                    "opens_at": _clock(change.get("opens")),
                    "closes_at": _clock(change.get("closes")),
                    "reason": reason,
                },
            )

    def _close(self, place, fields):
        for closure in fields.get("closures", []):
            first = self.today + timedelta(days=closure["in_days"])
            reason = closure.get("reason", "")
            Closure.objects.filter(location=place, reason=reason).delete()
            Closure.objects.create(
                location=place,
                first_day=first,
                last_day=first + timedelta(days=closure.get("days", 1) - 1),
                opens_at=_clock(closure.get("opens")),
                closes_at=_clock(closure.get("closes")),
                reason=reason,
            )

    # What can only be written when every record is there

    def connect(self):
        """Set the links between records of the same table."""
        for row in self.rows:
            links = LINKS.get(row.table, {})
            record = self.records[row.table, row.key]
            wanted = {
                name: self.find(row.table, row.fields.get(field)) for field, name in links.items()
            }
            if any(wanted.values()) and record.latest_revision_id is None:
                for name, value in wanted.items():
                    setattr(record, name, value)
                record.live = True
                record.save()

    def withdraw_missing(self):
        """Records of an earlier set-up that are no longer in the files leave the public site."""
        for table, model in MODELS.items():
            keys = [key for of_table, key in self.records if of_table == table]
            for record in model.objects.filter(source=SOURCE, live=True).exclude(
                source_id__in=keys
            ):
                record.live = False
                record.save()


SERVICE_NAMES = {
    "needs": "needs",
    "audiences": "audiences",
    "serves": "communities",
    "led_by": "communities",
    "languages": "languages",
    "coverage": "areas",
}
LINKS = {
    "organisation": {"parent": "parent_organisation"},
    "service": {
        "alternative_service": "alternative_service",
        "onward_service": "onward_service",
    },
}


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


def _set_rows(record, relation, rows):
    """Give a record its child rows; a row keeps its uid, and with it its place in the database."""
    table = next(table for table, model in MODELS.items() if isinstance(record, model))
    link = record._meta.get_field(relation)
    kept = {}
    if record.pk:
        there = link.related_model.objects.filter(**{link.field.name: record})
        kept = dict(there.values_list("uid", "pk"))
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
