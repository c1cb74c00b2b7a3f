"""Facts of an entry as bits, and counting them: the facets of an answer."""

from collections import Counter
from operator import itemgetter

from search.engines.embedded import hours
from search.response import Facet, FacetValue
from search.rows import ACCESS
from services.models import Service

#: Bits of entry.flags. Ways of attending come first, in the order of Service.ATTENDING.
ATTENDING = {name: 1 << at for at, name in enumerate(Service.ATTENDING)}
NO_REFERRAL, NO_DIAGNOSIS, UNCONFIRMED, CLOSED_FOR_NOW = (1 << at for at in range(5, 9))
COST = {name: 1 << at for at, name in enumerate(Service.Cost.values, start=9)}
ACCESS_BITS = {name: 1 << at for at, name in enumerate(ACCESS, start=13)}
REMOTE = ATTENDING["by_phone"] | ATTENDING["online"] | ATTENDING["by_text"]
HERE = ATTENDING["in_person"] | ATTENDING["at_home"]

#: Facets of named values, which entries hold as numbered sets: request field → label.
SETS = {
    "needs": "What it helps with",
    "audiences": "Who it is for",
    "serves": "Communities it serves",
    "led_by": "Led by",
    "languages": "Languages",
}
_ATTENDING_LABELS = {
    "in_person": "In person",
    "by_phone": "By phone",
    "online": "Online or by video",
    "by_text": "By text or chat",
    "at_home": "At your home",
}
_COST_LABELS = {"free": "Free", "donation": "Pay what you can", "paid": "There is a charge"}
_ACCESS_LABELS = {
    "step_free": "Step-free from the street",
    "accessible_toilet": "Accessible toilet",
    "changing_places": "Changing Places toilet",
    "lift": "Lift",
    "hearing_loop": "Hearing loop",
    "quiet_space": "Quiet space to wait",
    "blue_badge_parking": "Blue Badge parking",
    "baby_changing": "Baby changing",
}
_OPEN_LABELS = {
    "now": "Open now",
    "today": "Open later today",
    "evening": "In the evening",
    "weekend": "At the weekend",
}


def flags_of(document, access):
    """The bits of a document at a place with these access facts."""
    flags = COST[document.cost]
    for name in document.attending:
        flags |= ATTENDING[name]
    for name in access:
        flags |= ACCESS_BITS[name]
    facts = (
        (document.needs_referral == "no", NO_REFERRAL),
        (document.needs_diagnosis == "no", NO_DIAGNOSIS),
        (document.is_unconfirmed, UNCONFIRMED),
        (document.is_closed_for_now, CLOSED_FOR_NOW),
    )
    return flags | sum(bit for holds, bit in facts if holds)


def _any_of(names, bits):
    wanted = sum(bits.get(name, 0) for name in set(names))
    return lambda entry: entry.flags & wanted


def _all_of(names, bits):
    wanted = sum(bits.get(name, 1 << 62) for name in set(names))
    return lambda entry: entry.flags & wanted == wanted


def _of_age(age):
    def fits(entry):
        low, high = entry.minimum_age, entry.maximum_age
        return (low is None or low <= age) and (high is None or age <= high)

    return fits


def _in_set(kind, values, sets):
    wanted = set(values)
    return lambda entry: not wanted.isdisjoint(sets.members(kind, getattr(entry, kind)))


def filters_of(request, sets):
    """{facet name: test of an entry} for the filters that somebody chose."""
    tests = {}
    if request.open in hours.STATES:
        bit = hours.STATES[request.open]
        tests["open"] = lambda entry: sets.open_bits(entry.hours, request.at) & bit
    if request.cost:
        tests["cost"] = _any_of(request.cost, COST)
    if request.no_referral:
        tests["no_referral"] = lambda entry: entry.flags & NO_REFERRAL
    if request.no_diagnosis:
        tests["no_diagnosis"] = lambda entry: entry.flags & NO_DIAGNOSIS
    if request.attending:
        tests["attending"] = _any_of(request.attending, ATTENDING)
    if request.access:
        tests["access"] = _all_of(request.access, ACCESS_BITS)
    if request.age is not None:
        tests["age"] = _of_age(request.age)
    for kind in SETS:
        if values := getattr(request, kind):
            tests[kind] = _in_set(kind, values, sets)
    return tests


def sift(entries, tests):
    """(those that pass all tests, {facet: those that fail only its own test})."""
    if not tests:
        return list(entries), {}
    passed, nearly = [], {name: [] for name in tests}
    checks = list(tests.items())
    for entry in entries:
        failed = None
        for name, test in checks:
            if not test(entry):
                if failed is not None:
                    break
                failed = name
        else:
            (passed if failed is None else nearly[failed]).append(entry)
    return passed, nearly


def facets_of(passed, nearly, request, sets):
    """All facets with counts: each counted as if its own filter were not set."""

    def counted(name):
        return [*passed, *nearly[name]] if nearly.get(name) else passed

    return tuple(
        facet
        for facet in (
            _open_facet(counted("open"), request, sets),
            _bits_facet("cost", "Cost", _COST_LABELS, COST, counted("cost"), request.cost),
            _yes_facet("no_referral", "No referral needed", NO_REFERRAL, counted, request),
            _yes_facet("no_diagnosis", "No diagnosis needed", NO_DIAGNOSIS, counted, request),
            _bits_facet(
                *("attending", "How you can take part", _ATTENDING_LABELS, ATTENDING),
                *(counted("attending"), request.attending),
            ),
            _bits_facet(
                *("access", "Getting in and around", _ACCESS_LABELS, ACCESS_BITS),
                *(counted("access"), request.access),
            ),
            *(_set_facet(kind, counted(kind), request, sets) for kind in SETS),
        )
        if facet.values
    )


def _counted(entries, column):
    """How many entries have each value in a column."""
    if not entries:
        return Counter()
    return Counter(map(itemgetter(entries[0]._fields.index(column)), entries))


def _facet(name, label, rows, chosen):
    """A facet of (value, label, count) rows; empty values are left out unless chosen."""
    return Facet(
        name,
        label,
        tuple(
            FacetValue(value, words, count, value in chosen)
            for value, words, count in rows
            if count or value in chosen
        ),
    )


def _bits_facet(name, label, labels, bits, entries, chosen):
    seen = _counted(entries, "flags")
    rows = [
        (value, words, sum(count for flags, count in seen.items() if flags & bits[value]))
        for value, words in labels.items()
    ]
    return _facet(name, label, rows, chosen)


def _yes_facet(name, label, bit, counted, request):
    seen = _counted(counted(name), "flags")
    count = sum(n for flags, n in seen.items() if flags & bit)
    return _facet(name, label, [("1", label, count)], ("1",) if getattr(request, name) else ())


def _open_facet(entries, request, sets):
    seen = _counted(entries, "hours")
    bits = {number: sets.open_bits(number, request.at) for number in seen}
    rows = [
        (value, words, sum(n for held, n in seen.items() if bits[held] & hours.STATES[value]))
        for value, words in _OPEN_LABELS.items()
    ]
    return _facet("open", "When", rows, (request.open,))


def _set_facet(kind, entries, request, sets):
    seen, counts = _counted(entries, kind), Counter()
    for number, count in seen.items():
        for value in sets.members(kind, number):
            counts[value] += count
    chosen = getattr(request, kind)
    labels = sets.labels(kind)
    known = [(value, words, counts[value]) for value, words in labels.items()]
    return _facet(kind, SETS[kind], known, chosen)
