"""From the name of a place to an answer: taken where it is clear, offered as a choice where not."""

from dataclasses import replace

from rapidfuzz import fuzz, process

from places.answer import Choice, Where
from places.areas import codes_at, council_at, ward_at
from places.distance import haversine_km
from places.models import Outcode
from places.names import Nearness, choose, name_table
from places.postcodes import Kind, read
from places.wording import name_key

MAX_CHOICES = 8
#: Likeness (0 to 100) from which a name is offered, and from which it is taken.
OFFERED, TAKEN, TAKEN_ELSEWHERE = 78, 85, 92
SHORTEST_TO_GUESS = 4


def from_name(typed):
    """The answer when the whole text is a name, with or without what it lies in; else None."""
    entries = entries_of(typed)
    return _answer(typed, entries) if entries else None


def from_address(typed):
    """The answer when only the end of the text is a name ("14 Raby Road, Hartlepool"); else None.

    It is the middle of that place, and the message says that the rest was not found.
    """
    parts = [part.strip() for part in typed.split(",") if part.strip()]
    for index in range(1, len(parts)):
        entries = entries_of(", ".join(parts[index:]))
        if entries and (chosen := choose(entries)):
            return _roughly(typed, ", ".join(parts[:index]), chosen)
    words = typed.split()
    table = name_table()
    for index in range(max(1, len(words) - table.longest), len(words)):
        entries = table.get(name_key(" ".join(words[index:])))
        chosen = choose(entries)
        if chosen and chosen.nearness < Nearness.ELSEWHERE:
            return _roughly(typed, " ".join(words[:index]), chosen)
    return None


def from_likeness(typed):
    """The answer when the text is nearly a name: taken if one is clearly meant; else a choice.

    None when nothing is like it.
    """
    key = name_key(typed)
    if len(key) < SHORTEST_TO_GUESS or any(char.isdigit() for char in key):
        return None
    table = name_table()
    like = process.extract(
        key, table.entries.keys(), scorer=fuzz.ratio, score_cutoff=OFFERED, limit=40
    )
    if not like:
        return None
    ranked = sorted(
        ((score - 4 * table.get(found)[0].nearness, found) for found, score, _ in like),
        reverse=True,
    )
    best, found = ranked[0]
    runner_up = ranked[1][0] if len(ranked) > 1 else 0
    chosen = choose(table.get(found))
    needed = TAKEN if chosen and chosen.nearness == Nearness.OWN else TAKEN_ELSEWHERE - 8
    choices = _choices([entry for _, near in ranked for entry in table.get(near)])
    if chosen and best >= needed and best - runner_up >= 4:
        return replace(
            _where(typed, chosen),
            message=f"We read “{typed}” as {chosen.name}.",
            suggestion=chosen.label,
            alternatives=tuple(choice for choice in choices if choice.value != chosen.label),
        )
    return Where(
        typed,
        is_unsure=True,
        message=f"We could not find “{typed}”. Did you mean one of these?",
        suggestion=choices[0].value,
        alternatives=choices,
    )


def entries_of(typed):
    """What the text may mean, best first: a name, or a name and what it lies in."""
    table = name_table()
    whole = name_key(typed)
    if found := table.get(whole):
        return found
    parts = [name_key(part) for part in typed.split(",")]
    if len(parts) > 1 and (found := _qualified(table, table.get(parts[0]), parts[1:])):
        return found
    words = whole.split()
    for index in range(len(words) - 1, 0, -1):
        named = table.get(" ".join(words[:index]))
        if found := _qualified(table, named, [" ".join(words[index:])]):
            return found
    return ()


def _qualified(table, entries, qualifiers):
    """Those of the entries that lie in one of the qualifiers: a council, county, nation, outcode."""
    exactly = [entry for entry in entries if name_key(entry.within) in qualifiers]
    if exactly or not entries:
        return tuple(exactly)
    codes = {entry.area_code for q in qualifiers for entry in table.get(q) if entry.area_code}
    inside = [entry for entry in entries if codes & entry.codes]
    return tuple(inside) or tuple(e for e in entries if any(_at_outcode(e, q) for q in qualifiers))


def _at_outcode(entry, qualifier):
    reading = read(qualifier)
    if reading.kind != Kind.OUTCODE or entry.lat is None:
        return False
    row = Outcode.objects.filter(code=reading.outcode).first()
    reach_km = row.radius_m / 1000 + 2 if row else 0
    return row and haversine_km(entry.lat, entry.lon, row.lat, row.lon) <= reach_km


def _answer(typed, entries):
    chosen = choose(entries)
    named = next((e.name for e in entries if name_key(e.name) == name_key(typed)), typed)
    if chosen is None:
        choices = _choices(entries)
        return Where(
            typed,
            message=f"There is more than one place called {named}. Which one do you mean?",
            suggestion=choices[0].value,
            alternatives=choices,
        )
    others = [entry for entry in entries if entry is not chosen]
    return replace(
        _where(typed, chosen),
        alternatives=_choices(others),
        message=f"There are other places called {named}." if others else "",
    )


def _roughly(typed, rest, chosen):
    return replace(
        _where(typed, chosen),
        is_unsure=True,
        message=f"We could not find “{rest}”. We used the middle of {chosen.name}. "
        "A postcode gives a better answer.",
    )


def _choices(entries):
    labels = dict.fromkeys(entry.label for entry in entries)
    return tuple(Choice(label, label) for label in list(labels)[:MAX_CHOICES])


def _where(typed, entry):
    namesakes = name_table().get(name_key(entry.name))
    label = entry.short_label if len(namesakes) < 2 else entry.label
    council, codes, ward = entry.council_code, entry.codes, ""
    if entry.lat is not None:
        if entry.kind == "alias" and not entry.area_code:
            council = council or council_at(entry.lat, entry.lon)
            ward = ward_at(entry.lat, entry.lon)
        if council and not entry.area_code:
            codes = codes | codes_at([council], entry.lat, entry.lon, exact=bool(ward))
    return Where(
        typed,
        found=True,
        label=label,
        lat=entry.lat,
        lon=entry.lon,
        kind=entry.kind,
        precision_m=entry.precision_m if entry.lat is not None else None,
        source=entry.source,
        area_codes=codes,
        council_code=council,
        council_name=name_table().areas.name(council),
        ward_code=ward,
    )
