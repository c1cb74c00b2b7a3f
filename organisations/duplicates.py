"""Organisations that may be listed twice. It asks "Is this you?", so it must seldom be wrong.

Published organisations only, and of places only those with an open address: nothing that is not
public can be found out by asking.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import combinations

from rapidfuzz import fuzz, process

from organisations.alike import digits, likeness, mail_domain, name_parts, site
from organisations.dismissals import dismissed, pair_key
from organisations.models import Organisation, OrganisationPhone
from places import postcodes

MOST = 5
#: A website, e-mail domain or number that more organisations than this share tells none of them.
SHARED_BY = 3
#: Points of each reason. From ENOUGH on, two organisations are likely one.
ENOUGH = 60
_POINTS = {
    "the same e-mail address": 80,
    "the same website": 60,
    "the same phone number": 60,
    "the same e-mail domain": 60,
    "the same postcode": 30,
}


@dataclass
class Traits:
    """What is compared of one organisation."""

    names: list = field(default_factory=list)
    marks: dict = field(default_factory=dict)


def traits(names, *, website="", email="", phones=(), places=()):
    """The Traits of names, website, e-mail, phones and postcodes as people type them."""
    marks = {
        "the same e-mail address": {(email or "").strip().casefold()},
        "the same website": {site(website)},
        "the same phone number": {digits(number) for number in phones},
        "the same e-mail domain": {mail_domain(email)},
        "the same postcode": {postcodes.normalise(place) or "" for place in places if place},
    }
    kept = {reason: values - {""} for reason, values in marks.items()}
    return Traits([name_parts(name) for name in names if name], kept)


def likely(name, *, postcode="", website="", email="", phone=""):
    """Published organisations that may be this one: [(organisation, why)], best first, 5 at most.

    `why` is in words for the person: "the same website, nearly the same name".
    """
    asked = traits([name], website=website, email=email, phones=[phone], places=[postcode])
    known = _known()
    shared = _shared_by_many(known.values())
    found = []
    for pk in _worth_a_look(asked, known):
        points, reasons = compare(asked, known[pk], shared)
        if points >= ENOUGH:
            found.append((-points, pk, ", ".join(reasons)))
    found = sorted(found)[:MOST]
    rows = Organisation.objects.in_bulk([pk for _, pk, _ in found])
    return [(rows[pk], why) for _, pk, why in found]


def pairs():
    """Published organisations that are likely the same: [(one, other, why)], likeliest first.

    Left out: branches of one another or of the same organisation, and what was dismissed.
    """
    known = _known()
    shared = _shared_by_many(known.values())
    scored = []
    for one, other in _pairs_worth_a_look(known, shared):
        points, reasons = compare(known[one], known[other], shared)
        if points >= ENOUGH:
            scored.append((-points, one, other, ", ".join(reasons)))
    rows = Organisation.objects.in_bulk({pk for _, *two, _ in scored for pk in two})
    away = dismissed()
    return [
        (rows[one], rows[other], why)
        for _, one, other, why in sorted(scored)
        if not _is_family(rows[one], rows[other])
        and pair_key(rows[one].uid, rows[other].uid) not in away
    ]


def compare(one, other, shared=frozenset()):
    """(points, reasons in words) for two Traits being of the same organisation."""
    alike = max((likeness(a, b) for a in one.names for b in other.names), default=0)
    points, reasons = alike, []
    if alike >= 95:
        reasons.append("the same name" if alike == 100 else "almost the same name")
    elif alike:
        reasons.append("a name that is like it")
    if alike == 50:
        points = 30
    for reason, worth in _POINTS.items():
        common = {(reason, value) for value in one.marks[reason] & other.marks[reason]}
        if common - shared and not ("domain" in reason and "the same e-mail address" in reasons):
            points += worth
            reasons.append(reason)
    return points, reasons


def _known():
    """{pk: Traits} of all published organisations, in three queries."""
    phones, places = defaultdict(list), defaultdict(list)
    for pk, number in OrganisationPhone.objects.values_list("organisation", "number"):
        phones[pk].append(number)
    open_places = Organisation._meta.get_field("kept_locations").related_model.objects.published()
    rows = open_places.filter(is_confidential=False, kept_by__isnull=False).order_by()
    for pk, postcode in rows.values_list("kept_by", "postcode"):
        places[pk].append(postcode)
    fields = ("pk", "name", "alternate_name", "website", "email")
    published = Organisation.objects.published().order_by().values_list(*fields)
    return {
        pk: traits([name, other], website=web, email=mail, phones=phones[pk], places=places[pk])
        for pk, name, other, web, mail in published
    }


def _shared_by_many(every):
    """The (reason, value) that more than SHARED_BY organisations have in common."""
    counts = Counter(
        (reason, value) for one in every for reason, values in one.marks.items() for value in values
    )
    return {mark for mark, n in counts.items() if n > SHARED_BY and mark[0] != "the same postcode"}


def _worth_a_look(asked, known):
    """Those that share a mark or have a name near enough to be compared."""
    for pk, one in known.items():
        is_marked = any(asked.marks[reason] & values for reason, values in one.marks.items())
        if is_marked or any(_near(a.core, b.core) for a in asked.names for b in one.names):
            yield pk


def _near(core, other):
    return core == other or fuzz.ratio(core, other, score_cutoff=90) > 0


def _pairs_worth_a_look(known, shared):
    """Pairs of primary keys that share a mark, or whose names are near each other."""
    groups, cores = defaultdict(set), defaultdict(set)
    for pk, one in known.items():
        for reason, values in one.marks.items():
            for value in values:
                if (reason, value) not in shared:
                    groups[reason, value].add(pk)
        for name in one.names:
            cores[name.core].add(pk)
    found = {pair for group in groups.values() for pair in combinations(sorted(group), 2)}
    for near in _near_cores([core for core in cores if core]):
        group = set().union(*(cores[core] for core in near))
        found |= set(combinations(sorted(group), 2))
    return found


def _near_cores(cores):
    """Groups of one or two cores that are the same or near, found among those of a like length."""
    cores = sorted(cores, key=len)
    for at, core in enumerate(cores):
        yield (core,)
        end = at + 1
        while end < len(cores) and len(cores[end]) <= len(core) * 1.25:
            end += 1
        near = process.extract_iter(core, cores[at + 1 : end], scorer=fuzz.ratio, score_cutoff=90)
        for other, _, _ in near:
            yield (core, other)


def _is_family(one, other):
    parents = {one.parent_organisation_id, other.parent_organisation_id}
    is_branch = one.parent_organisation_id == other.pk or other.parent_organisation_id == one.pk
    return is_branch or (len(parents) == 1 and None not in parents)
