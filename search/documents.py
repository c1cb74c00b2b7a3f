"""The document of a service: all that the finder knows of it, as plain data, ready for any engine.

Built for published services only and from published records only. A confidential place gives a
document nothing at all: no name, no address, no point.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from operator import attrgetter
from uuid import UUID

from django.db.models import QuerySet

from search.rows import RowsOf
from services.models import Service

#: How many services are read from the database at a time.
BATCH = 500
#: A service that is over, or not running at all, is no help to anybody who searches.
NOT_RUNNING = (Service.Status.INACTIVE, Service.Status.DEFUNCT)


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """A place that may be shown: its name, words to find it by, point and access facts that are yes."""

    name: str
    words: str
    point: tuple[float, float] | None
    access: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentSession:
    """A time at which the service runs, with the fields of `services.occurrences.Hours`."""

    uid: str
    freq: str
    interval: int
    byday: str
    bymonthday: str
    opens_at: str | None
    closes_at: str | None
    valid_from: str | None
    valid_to: str | None
    bank_holidays: str
    description: str
    location_id: int | None


@dataclass(frozen=True, slots=True)
class DocumentArea:
    """An area that the service covers; `kind` is places.Area.Kind."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Document:
    """A published service. Text fields come first, in the order of their weight.

    `needs` were confirmed by people; `recognised_needs` are read from its name and summary and
    `mentioned_needs` from the rest of its words (never those that people declined); `wider_needs`
    are all above any of these in the tree. `coverage` is empty
    when anyone may come. `changes` and `closures` are exceptions to `sessions`, as in
    `services.models`. Ages are in years, dates are days in London.
    """

    uid: UUID
    name: str
    alternate_name: str
    need_words: str
    summary: str
    organisation: str
    organisation_alternate_name: str
    body: str
    more_words: str
    organisation_uid: UUID
    source_id: str
    needs: tuple[str, ...]
    recognised_needs: tuple[str, ...]
    mentioned_needs: tuple[str, ...]
    wider_needs: tuple[str, ...]
    audiences: tuple[str, ...]
    serves: tuple[str, ...]
    led_by: tuple[str, ...]
    languages: tuple[str, ...]
    places: tuple[DocumentPlace, ...]
    coverage: tuple[DocumentArea, ...]
    attending: tuple[str, ...]
    cost: str
    needs_referral: str
    needs_diagnosis: str
    minimum_age: int | None
    maximum_age: int | None
    starts_on: date | None
    ends_on: date | None
    sessions: tuple[DocumentSession, ...]
    changes: tuple[dict, ...]
    closures: tuple[dict, ...]
    is_closed_for_now: bool
    alert: str
    start_words: str
    checked_at: datetime | None
    checked_by_role: str
    is_unconfirmed: bool
    is_fictional: bool

    @property
    def points(self):
        """Where it can be found on a map: (latitude, longitude) pairs, each once."""
        return tuple(dict.fromkeys(place.point for place in self.places if place.point))

    @property
    def is_remote(self):
        """Whether it needs no journey at all: by phone, online or by text, and nothing else."""
        return bool(self.attending) and not {"in_person", "at_home"}.intersection(self.attending)

    def fingerprint(self):
        """A hash of all that it holds: equal where nothing that the finder shows has changed."""
        return hashlib.blake2b(repr(_plain(self)).encode(), digest_size=12).hexdigest()


def _getter(kind, but=()):
    return attrgetter(*(field.name for field in fields(kind) if field.name not in but))


_NESTED = ("places", "sessions", "coverage")
_IDS = ("uid", "organisation_uid")
_values_of = _getter(Document, but=(*_NESTED, *_IDS))
_place_of, _session_of, _area_of = map(_getter, (DocumentPlace, DocumentSession, DocumentArea))


def _plain(document):
    """A document as nested tuples, which Python writes out far faster than dataclasses."""
    return (
        *(document.uid.int, document.organisation_uid.int, _values_of(document)),
        *(list(map(_place_of, document.places)), list(map(_session_of, document.sessions))),
        list(map(_area_of, document.coverage)),
    )


def findable() -> QuerySet[Service]:
    """The services that may be found: published and not over by their status."""
    return Service.objects.published().exclude(status__in=NOT_RUNNING)


def documents(services: QuerySet[Service] | None = None) -> Iterator[Document]:
    """Build the documents of `services`, or of all that may be found, in order of their keys.

    Anything among `services` that may not be found gives no document.
    """
    services = findable() if services is None else services.filter(pk__in=findable().values("pk"))
    keys = list(services.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        rows = RowsOf(keys[start : start + BATCH])
        yield from (_document(service, rows) for service in rows.services)


def _document(service, rows):
    key, organisation = service["pk"], rows.organisations[service["organisation_id"]]
    places = rows.places[key]
    sessions = rows.sessions[key]
    standing = rows.standings.get(service["uid"])
    needs = _needs(service, rows)
    return Document(
        uid=service["uid"],
        name=service["name"],
        alternate_name=service["alternate_name"],
        need_words=" · ".join(rows.need_names[slug] for slug in needs.confirmed),
        summary=service["summary"] or _opening(service["description"]),
        organisation=organisation["name"],
        organisation_alternate_name=organisation["alternate_name"],
        body=_body(service, sessions),
        more_words=_more_words(key, rows),
        organisation_uid=organisation["uid"],
        source_id=service["source_id"],
        needs=needs.confirmed,
        recognised_needs=needs.recognised,
        mentioned_needs=needs.mentioned,
        wider_needs=needs.wider,
        audiences=rows.slugs("audiences", key),
        serves=rows.slugs("serves", key),
        led_by=rows.slugs("led_by", key) or rows.led_by_of(service["organisation_id"]),
        languages=rows.slugs("languages", key),
        places=tuple(_place(place) for place in places),
        coverage=tuple(DocumentArea(*area) for area in rows.coverage[key]),
        attending=tuple(way for way in Service.ATTENDING if service[way]),
        cost=service["cost"],
        needs_referral=service["needs_referral"],
        needs_diagnosis=service["needs_diagnosis"],
        minimum_age=service["minimum_age"],
        maximum_age=service["maximum_age"],
        starts_on=service["starts_on"],
        ends_on=service["ends_on"],
        sessions=tuple(_session(session) for session in sessions),
        changes=tuple(rows.changes_of(sessions)),
        closures=tuple(rows.closures_of(sessions)),
        is_closed_for_now=service["status"] == Service.Status.TEMPORARILY_CLOSED,
        alert=service["alert"],
        start_words=_start_words(service, sessions, rows.self_routes.get(key)),
        checked_at=standing["checked_at"] if standing else None,
        checked_by_role=standing["checked_by_role"] if standing else "",
        is_unconfirmed=bool(standing) and standing["state"] == "unconfirmed",
        is_fictional=organisation["is_fictional"],
    )


@dataclass(frozen=True, slots=True)
class _Needs:
    confirmed: tuple[str, ...]
    recognised: tuple[str, ...]
    mentioned: tuple[str, ...]
    wider: tuple[str, ...]


def _needs(service, rows):
    """Confirmed needs, those its own words speak of and nobody declined, and all above them."""
    key = service["pk"]
    confirmed = rows.slugs("needs", key)
    known = {*confirmed, *rows.slugs("declined_needs", key)}
    found = []
    for text in (f"{service['name']}\n{service['summary']}", _about(service)):
        slugs = [slug for slug in rows.recognise(text) if slug in rows.need_names]
        found.append(tuple(slug for slug in slugs if slug not in known))
        known.update(slugs)
    mine = {*confirmed, *found[0], *found[1]}
    above = {wider for slug in mine for wider in rows.needs_above[slug]}
    return _Needs(confirmed, *found, tuple(sorted(above - mine)))


def _about(service):
    return f"{service['description']}\n{service['eligibility']}"


#: What a listing says about itself in prose. Who it is *not* for is no reason to find it.
_PROSE = (
    "description",
    "eligibility",
    "what_happens_next",
    "coverage_note",
    "fees_description",
    "interpretation_services",
    "accreditations",
)


def _body(service, sessions):
    prose = [service[name] for name in _PROSE]
    prose += [session[name] for session in sessions for name in ("name", "description")]
    return "\n".join(part for part in prose if part)


def _more_words(key, rows):
    """Names of what it is tagged with, so that "veterans" or "Polish" finds it."""
    names = [
        name for kind in ("audiences", "serves", "languages") for name in rows.names(kind, key)
    ]
    return " · ".join(name for name in names if name != "English")


def _opening(description, longest=200):
    """The beginning of a description, cut at a word."""
    text = " ".join(description.split())
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + "…"


def _place(place):
    point = (place["latitude"], place["longitude"]) if place["latitude"] is not None else None
    names = [place[name] for name in ("name", "alternate_name", "address_1", "city", "county")]
    names += [place["ward__name"], place["council__name"]]
    return DocumentPlace(
        name=place["name"] or place["address_1"],
        words=" · ".join(dict.fromkeys(name for name in names if name)),
        point=point,
        access=place["access"],
    )


def _session(session):
    def text(value):
        return None if value is None else str(value)

    return DocumentSession(
        uid=str(session["uid"]),
        freq=session["freq"],
        interval=session["interval"],
        byday=session["byday"],
        bymonthday=session["bymonthday"],
        opens_at=text(session["opens_at"]),
        closes_at=text(session["closes_at"]),
        valid_from=text(session["valid_from"]),
        valid_to=text(session["valid_to"]),
        bank_holidays=session["bank_holidays"],
        description=session["description"],
        location_id=session["location_id"],
    )


def _start_words(service, sessions, route):
    """How somebody starts, in a few words."""
    if service["needs_referral"] == "yes":
        return "You need a referral"
    booking = {session["booking"] for session in sessions}
    if booking == {"drop_in"}:
        return "Just turn up"
    if booking == {"book"}:
        return "Book first"
    if route:
        return _opening(route, 80)
    return "No referral needed" if service["needs_referral"] == "no" else ""
