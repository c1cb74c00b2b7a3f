"""Filters, and the facets of an answer: what could be filtered by, with counts."""

from collections import Counter
from operator import itemgetter

from search.engines.embedded import hours
from search.engines.embedded.entries import HOURS, NEEDS, SPREAD, TAGS
from search.engines.embedded.facts import (
    ACCESS_BITS,
    ATTENDING,
    COST,
    NO_DIAGNOSIS,
    NO_REFERRAL,
    counts_of,
    takes,
)
from search.response import Facet, FacetValue

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


def _any_of(names, bits):
    wanted = sum(bits.get(name, 0) for name in set(names))
    return lambda entry: entry.facts & wanted


def _all_of(names, bits):
    wanted = sum(bits.get(name, 1 << 62) for name in set(names))
    return lambda entry: entry.facts & wanted == wanted


def _in_set(kind, values, sets):
    wanted = set(values)
    if kind == "needs":
        return lambda entry: not wanted.isdisjoint(sets.needs(entry.needs))
    return lambda entry: not wanted.isdisjoint(sets.tags(entry.tags)[kind])


#: Filters by bits of the facts, any of which is enough.
_BITS = {
    "cost": COST,
    "attending": ATTENDING,
    "no_referral": {True: NO_REFERRAL},
    "no_diagnosis": {True: NO_DIAGNOSIS},
}


def filters_of(request, sets):
    """{facet name: test of an entry} for the filters that somebody chose."""
    tests = {}
    if request.open in hours.STATES:
        bit, at = hours.STATES[request.open], hours.minute_of(request.at)
        tests["open"] = lambda entry: sets.open_bits(entry.hours, at) & bit
    for name, bits in _BITS.items():
        if values := getattr(request, name):
            tests[name] = _any_of([True] if values is True else values, bits)
    if request.access:
        tests["access"] = _all_of(request.access, ACCESS_BITS)
    if request.age is not None:
        tests["age"] = lambda entry: takes(entry.facts, request.age)
    if request.organisation is not None:
        number = sets.organisation(request.organisation)
        tests["organisation"] = lambda entry: entry.organisation == number
    for kind in SETS:
        if values := getattr(request, kind):
            tests[kind] = _in_set(kind, values, sets)
    return tests


def sift(entries, tests):
    """(those that pass all tests, {facet: those that fail only its own test})."""
    if not tests:
        return list(entries), {}
    if len(tests) == 1:
        return _sifted_by_one(entries, *tests.items())
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


def _sifted_by_one(entries, check):
    name, test = check
    passed, failed = [], []
    for entry in entries:
        (passed if test(entry) else failed).append(entry)
    return passed, {name: failed}


def facets_of(passed, nearly, request, sets):
    """All facets with counts: each counted as if its own filter were not set."""
    return _Counting(passed, nearly, request, sets).facets()


class _Counting:
    """Counts the values of facets among entries."""

    def __init__(self, passed, nearly, request, sets):
        self.passed, self.nearly = passed, nearly
        self.request, self.sets = request, sets
        self._seen = {}

    def facets(self):
        found = (
            self._open(),
            self._bits("cost", "Cost", _COST_LABELS, COST),
            self._yes("no_referral", "No referral needed", NO_REFERRAL),
            self._yes("no_diagnosis", "No diagnosis needed", NO_DIAGNOSIS),
            self._bits("attending", "How you can take part", _ATTENDING_LABELS, ATTENDING),
            self._bits("access", "Getting in and around", _ACCESS_LABELS, ACCESS_BITS),
            *(self._set(kind) for kind in SETS),
        )
        return tuple(facet for facet in found if facet.values)

    def _column(self, facet, column):
        """The values of entries in a column (its position), the facet's own filter left out."""
        more = self.nearly.get(facet)
        entries = [*self.passed, *more] if more else self.passed
        return map(itemgetter(column), entries)

    def _once(self, facet, column, count):
        """What `count` makes of a column: the same for all facets without a filter of their own."""
        key = (facet if self.nearly.get(facet) else "", column)
        if key not in self._seen:
            self._seen[key] = count(self._column(facet, column))
        return self._seen[key]

    def _facet(self, name, label, labels, counts, chosen):
        """A facet with a value for each that is there or chosen, in the order of the labels."""
        values = [
            FacetValue(value, words, counts.get(value, 0), value in chosen)
            for value, words in labels.items()
            if value in counts or value in chosen
        ]
        return Facet(name, label, tuple(values))

    def _by_bits(self, facet, bits):
        """{value: count} of values that are bits of an entry's facts."""
        by_bit = self._once(facet, SPREAD, lambda spreads: counts_of(sum(spreads)))
        return {value: by_bit[bit] for value, bit in bits.items() if by_bit[bit]}

    def _bits(self, name, label, labels, bits):
        shown = {value: bits[value] for value in labels}
        counts = self._by_bits(name, shown)
        return self._facet(name, label, labels, counts, getattr(self.request, name))

    def _yes(self, name, label, bit):
        chosen = ("1",) if getattr(self.request, name) else ()
        return self._facet(name, label, {"1": label}, self._by_bits(name, {"1": bit}), chosen)

    def _open(self):
        by_bits, at = Counter(), hours.minute_of(self.request.at)
        for number, count in self._once("open", HOURS, Counter).items():
            by_bits[self.sets.open_bits(number, at)] += count
        counts = Counter()
        for bits, count in by_bits.items():
            counts.update({value: count for value, bit in hours.STATES.items() if bits & bit})
        return self._facet("open", "When", _OPEN_LABELS, counts, (self.request.open,))

    def _set(self, kind):
        column = NEEDS if kind == "needs" else TAGS
        counts, members = {}, self.sets.members
        for number, count in self._once(kind, column, Counter).items():
            for value in members(kind, number) if number else ():
                counts[value] = counts.get(value, 0) + count
        labels, chosen = self.sets.labels(kind), getattr(self.request, kind)
        return self._facet(kind, SETS[kind], labels, counts, chosen)
