"""Places that a sheet names: found among those the person may use, or new ones of their own."""

import re
import uuid

from django.core.exceptions import ValidationError

from organisations.alike import name_parts
from places import postcodes
from services.geocoding import place_by_postcode
from services.models import Location
from services.permissions import places_usable_for
from upkeep.sheet_words import CellError

_SECRET = re.compile(r"confidential address ([0-9a-f]{8})", re.IGNORECASE)
UNKNOWN = "We do not know this place. Give its name, address and postcode."


class PlaceFinder:
    """Finds the places of one sheet. `made` holds the new ones by key, not saved yet."""

    def __init__(self, user, organisation, namespace):
        self.user, self.organisation, self.namespace = user, organisation, namespace
        self.made, self.found = {}, {}

    def __call__(self, item, name, lines, postcode):
        """The Location of an item such as "Grange Hall, 3 Grange Road, Hartlepool, TS26 8AA"."""
        key = (_key(name), postcode) if postcode else item.casefold()
        if key not in self.found:
            self.found[key] = self._find(item, name, lines, postcode)
        return self.found[key]

    def _find(self, item, name, lines, postcode):
        if secret := _SECRET.fullmatch(item):
            return self._own_secret(secret[1].casefold())
        if not postcode:
            return self._by_name(name)
        here = list(places_usable_for(self.organisation).filter(postcode__in=_written(postcode)))
        here.sort(key=lambda place: (place.kept_by_id != self.organisation.pk, place.pk))
        named = [place for place in here if _key(name) in _names(place)] if name else here
        if not name and len(here) != 1:
            raise CellError(f"Give the name of the place at {postcode} too.")
        return named[0] if named else self._make(name, lines, postcode)

    def _own_secret(self, start):
        kept = Location.objects.filter(kept_by=self.organisation, is_confidential=True)
        for place in kept:
            if str(place.uid).startswith(start):
                return place
        raise CellError(UNKNOWN)

    def _by_name(self, name):
        kept = Location.objects.filter(kept_by=self.organisation)
        named = [place for place in kept if name and _key(name) in _names(place)]
        if len(named) != 1:
            raise CellError(UNKNOWN)
        return named[0]

    def _make(self, name, lines, postcode):
        has_street = len(lines) > 1 or (lines and re.search(r"\d", lines[0]))
        street, town = (lines[:-1] or lines, lines[1:][-1:]) if has_street else ([], lines)
        location = Location(
            uid=uuid.uuid5(self.namespace, f"{_key(name)} {postcode}"),
            name=name,
            address_1=", ".join(street[:1]),
            address_2=", ".join(street[1:]),
            city=", ".join(town),
            postcode=postcode,
            kept_by=self.organisation,
            live=False,
        )
        try:
            location.clean_fields()
        except ValidationError:
            raise CellError("The name or the address of the place is too long.") from None
        self.made[location.uid] = location
        return location

    def keep(self):
        """Save the new places as drafts of the organisation; returns them."""
        for location in self.made.values():
            place_by_postcode(location)
            location.save()
        return list(self.made.values())


def _key(name):
    return name_parts(name).core + " ".join(sorted(name_parts(name).generic))


def _names(place):
    names = (place.name, place.alternate_name, place.address_1)
    return {_key(name) for name in names if name}


def _written(postcode):
    """The spellings that a postcode is kept in."""
    normal = postcodes.normalise(postcode) or postcode
    return {normal, normal.replace(" ", ""), normal.casefold()}
