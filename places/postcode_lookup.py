"""From a postcode, or a part or slip of one, to an answer."""

from dataclasses import replace

from places.answer import Choice, Where
from places.areas import area_map, codes_at, nation_codes, ward_at
from places.models import Outcode, Postcode, Sector
from places.postcodes import Kind, read, sector_range, spaced

#: Middle of the addresses that share one postcode; most lie this near.
POSTCODE_PRECISION_M = 100
NORTHERN_IRELAND = nation_codes("N92000002")


def from_reading(typed, reading):
    """The answer to a text that reads as a postcode or a part of one; None when it does not."""
    if reading.kind == Kind.BFPO:
        return Where(
            typed,
            message="BFPO addresses have no place on the map. Type the town you want help near.",
        )
    if reading.kind == Kind.CROWN_DEPENDENCY:
        return Where(
            typed,
            message=f"{_shown(reading)} is in {reading.island}. "
            "We have no map points there, so we cannot search near it.",
        )
    if reading.kind == Kind.UNKNOWN_AREA:
        return Where(
            typed,
            message=f"No postcode begins with {reading.area}. Check the first letters.",
        )
    if reading.kind == Kind.NOT_A_POSTCODE:
        return _corrected(typed, reading.corrections) if reading.corrections else None
    if reading.kind == Kind.FULL:
        return _full(typed, reading)
    return _partial(typed, reading)


def _shown(reading):
    return spaced(reading.key) if reading.key else reading.sector or reading.outcode


def _full(typed, reading):
    row = Postcode.objects.filter(key=reading.key).first()
    if row is None:
        return _unknown(typed, reading)
    ward = ward_at(row.lat, row.lon)
    written = spaced(row.key)
    council = [row.council_code] if row.council_code else []
    return Where(
        typed,
        found=True,
        label=written,
        lat=row.lat,
        lon=row.lon,
        kind="postcode" if row.live else "terminated postcode",
        precision_m=POSTCODE_PRECISION_M,
        source="postcodes",
        area_codes=codes_at(council, row.lat, row.lon),
        council_code=row.council_code,
        council_name=area_map().name(row.council_code),
        ward_code=ward,
        postcode=written,
        outcode=reading.outcode,
        message=""
        if row.live
        else f"{written} is an old postcode that is no longer used. We used the place it stood for.",
    )


def _unknown(typed, reading):
    """A full postcode that is not loaded: known roughly, closed to us, or not there at all."""
    written = spaced(reading.key)
    if reading.in_northern_ireland:
        return _northern_ireland(typed, written)
    sector = Sector.objects.filter(code=reading.sector).first()
    if sector and not Postcode.objects.filter(key__range=sector_range(sector.code)).exists():
        return replace(
            _rough(typed, sector, "sector"),
            postcode=written,
            outcode=reading.outcode,
            is_unsure=True,
            message=f"We do not know exactly where {written} is. "
            f"We used the middle of {sector.code}.",
        )
    if corrected := _existing(reading.corrections):
        return _meant(typed, corrected)
    outcode = Outcode.objects.filter(code=reading.outcode).first()
    choices = tuple(
        Choice(f"Anywhere in {part.code}", part.code) for part in (sector, outcode) if part
    )
    return Where(
        typed,
        outcode=reading.outcode,
        message=f"We could not find the postcode {written}. "
        "Check it for a slip, or choose the area around it.",
        suggestion=choices[0].value if choices else "",
        alternatives=choices,
        is_unsure=True,
    )


def _northern_ireland(typed, written):
    return Where(
        typed,
        area_codes=NORTHERN_IRELAND,
        message=f"{written} is in Northern Ireland. The map of its postcodes is not open data, "
        "so we do not have it. Type the name of a town.",
    )


def _partial(typed, reading):
    wanted = reading.sector or reading.outcode
    row = None
    if reading.sector:
        row = Sector.objects.filter(code=reading.sector).first()
    if row is None:
        row = Outcode.objects.filter(code=reading.outcode).first()
    if row is None and reading.kind == Kind.OUTCODE:
        row = _as_sector(reading.outcode)
    if row is None:
        if reading.in_northern_ireland:
            return _northern_ireland(typed, wanted)
        corrected = _existing(reading.corrections)
        return (
            _meant(typed, corrected)
            if corrected
            else Where(typed, message=f"There is no postcode that begins with {wanted}.")
        )
    where = _rough(typed, row, "sector" if isinstance(row, Sector) else "outcode")
    where = replace(where, outcode=reading.outcode if row.code != wanted else where.outcode)
    if reading.kind == Kind.UNFINISHED:
        message = f"This postcode is not finished. We used the middle of {row.code}."
        return replace(where, message=message)
    if row.code != wanted and reading.sector:
        return replace(where, message=f"We do not know {wanted}. We used all of {row.code}.")
    return where


def _as_sector(compact):
    """ "TS248" reads as an outward code at first; where there is none, it is the sector TS24 8."""
    return Sector.objects.filter(code=f"{compact[:-1]} {compact[-1]}").first()


def _rough(typed, row, kind):
    """The answer for an outward code or sector: its middle, with all councils it may be in."""
    councils = row.council_codes.split()
    message = ""
    if len(councils) > 1:
        names = [name for code in councils if (name := area_map().name(code))]
        if len(names) > 1:
            message = (
                f"{row.code} is partly in {' and partly in '.join(names[:3])}. "
                "A full postcode gives a better answer."
            )
    if not row.live:
        message = f"{row.code} is an old code that is no longer used. We used where it was."
    return Where(
        typed,
        found=True,
        label=row.code,
        lat=row.lat,
        lon=row.lon,
        kind=kind,
        precision_m=row.radius_m,
        source="postcodes",
        area_codes=codes_at(councils, row.lat, row.lon, exact=False),
        council_code=councils[0] if len(councils) == 1 else "",
        council_name=area_map().name(councils[0]) if len(councils) == 1 else "",
        outcode=row.code.split(" ")[0],
        message=message,
    )


def _corrected(typed, corrections):
    """The answer for a text that is a slip away from a postcode; None where that does not exist."""
    existing = _existing(corrections)
    if existing:
        return _meant(typed, existing)
    known_sectors = Sector.objects.filter(code__in=[read(c).sector for c in corrections])
    if not known_sectors.exists():
        return None
    return Where(
        typed,
        message=f"This is not quite a postcode. Did you mean {corrections[0]}?",
        suggestion=corrections[0],
        alternatives=tuple(Choice(c, c) for c in corrections),
    )


def _existing(corrections):
    """The corrections that are loaded postcodes, as a list of their usual forms."""
    keys = {correction.replace(" ", ""): correction for correction in corrections}
    rows = Postcode.objects.filter(key__in=keys).values_list("key", flat=True) if keys else ()
    return [keys[key] for key in rows]


def _meant(typed, existing):
    """Only one postcode can have been meant: take it and say so. Otherwise offer them."""
    if len(existing) == 1:
        where = _full(typed, read(existing[0]))
        return replace(
            where,
            message=f"We read “{typed}” as {existing[0]}. {where.message}".strip(),
            suggestion=existing[0],
        )
    return Where(
        typed,
        message="This is not quite a postcode. Did you mean one of these?",
        suggestion=existing[0],
        alternatives=tuple(Choice(postcode, postcode) for postcode in existing),
    )
