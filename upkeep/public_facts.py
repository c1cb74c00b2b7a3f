"""The facts of one record as the public sees them, as lines to read through and say yes to."""

from django.utils import timezone

from hubs.hub_page import HubPage
from hubs.models import Hub, SinglePointOfAccess
from organisations.models import Organisation
from services import plain_words
from services.models import Location, Referrer, Service
from services.opening_words import row_words
from services.service_page import ServicePage, services_for_pages

#: What is not spoken of where nothing is known. That other facts are missing is said.
LEFT_OUT_IF_EMPTY = {
    "Also known as",
    "Bus, train and parking",
    "Getting in",
    "How soon people hear",
    "People to ask",
    "What happens next",
    "What is there",
    "Wait",
    "Who cannot use it",
}


def public_facts(record):
    """`[(heading, text)]` of a live record, hidden or not; each line of a text is a fact.

    Nothing of a confidential place but that it is kept secret. Raises KeyError for a kind of record
    that nobody outside the staff looks after.
    """
    facts = [(heading, _text(lines)) for heading, lines in _OF_KIND[type(record)](record)]
    return [
        (heading, text or "Not said")
        for heading, text in facts
        if text or heading not in LEFT_OUT_IF_EMPTY
    ]


def _text(lines):
    return "\n".join(str(line) for line in lines if line)


def _service(record):
    service = services_for_pages(Service.objects.filter(pk=record.pk)).get()
    page = ServicePage(service, timezone.now())
    return [
        ("What it is", [service.summary or service.description]),
        ("Run by", [str(service.organisation)]),
        ("Now", [" ".join(page.notice)] if page.notice else ["Running"]),
        ("When and where", [line for place in page.places for line in _place_lines(place)]),
        ("Phone", map(_phone, service.phones.all())),
        ("E-mail and web page", [service.email, service.url]),
        ("People to ask", map(_contact, service.contacts.all())),
        ("Who it is for", page.who_for),
        ("Who cannot use it", [service.exclusions]),
        ("Cost", page.cost),
        ("How to start", [*page.conditions, *_ways_in(service.routes.all())]),
        ("What happens next", [service.what_happens_next]),
        ("Wait", [service.wait]),
    ]


def _place_lines(place):
    where = "By phone or online"
    if place.location:
        where = ", ".join([place.location.shown_name, *_address(place.location)])
    yield f"{where}{f' ({place.where})' if place.where else ''}"
    for words, name, booking, notes in place.times:
        yield ". ".join(
            part for part in (f"{name}: {words}" if name else words, booking, notes) if part
        )


def _address(location):
    return [line for line in location.shown_address if line != location.shown_name]


def _organisation(organisation):
    return [
        ("What it does", [organisation.summary, organisation.description]),
        ("What it is", [organisation.get_kind_display()]),
        ("Also known as", [organisation.alternate_name]),
        ("Phone", map(_phone, organisation.phones.all())),
        ("E-mail and web page", [organisation.email, organisation.website]),
        ("People to ask", map(_contact, organisation.contacts.all())),
    ]


def _location(location):
    if location.is_confidential:
        return [("Address", ["Kept secret: nobody sees it here"])]
    known, _ = plain_words.access_words(location)
    return [
        ("Address", [", ".join(_address(location))]),
        ("Open", map(row_words, location.schedules.all())),
        ("Phone", map(_phone, location.phones.all())),
        ("Getting in", [*known, location.accessibility]),
        ("Bus, train and parking", [location.transportation, location.parking]),
    ]


def _hub(hub):
    page = HubPage(hub, timezone.now())
    return [
        ("Welcome", [hub.welcome, hub.what_happens]),
        ("Where", [", ".join([hub.location.shown_name, *_address(hub.location)])]),
        ("Open", page.opening_hours),
        ("Do people book?", [hub.get_booking_display(), hub.booking_note]),
        ("Phone", map(_phone, hub.location.phones.all())),
        ("What is there", hub.facilities.splitlines()),
    ]


def _access_point(point):
    return [
        ("What it is", [point.summary]),
        ("Phone", map(_phone, point.phones.all())),
        ("Answers", map(row_words, point.schedules.all())),
        ("E-mail and web page", [point.email, point.url]),
        ("Who it is for", [plain_words.age_words(point.minimum_age, point.maximum_age)]),
        ("How to start", _ways_in(point.routes.all())),
        ("What happens next", [point.what_happens_next, point.expected_reply]),
        ("How soon people hear", [point.response_time]),
    ]


def _ways_in(routes):
    labels = dict(Referrer.choices)
    for route in routes:
        ways = " · ".join(way for way in (route.phone, route.email, route.url) if way)
        yield f"{labels[route.referrer]}: {route.how}{f' ({ways})' if ways else ''}"


def _phone(phone):
    note = f"{phone.description}: " if phone.description else ""
    extension = f" extension {phone.extension}" if phone.extension else ""
    return f"{note}{phone.number}{extension}"


def _contact(contact):
    parts = (contact.name, contact.title, contact.department, contact.phone, contact.email)
    return ", ".join(part for part in parts if part)


_OF_KIND = {
    Service: _service,
    Organisation: _organisation,
    Location: _location,
    Hub: _hub,
    SinglePointOfAccess: _access_point,
}
