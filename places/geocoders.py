"""Geocoders in geopy's shape: our own offline gazetteer, postcodes.io, and how to make the others."""

import inspect
import time
from dataclasses import asdict
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.module_loading import import_string
from geopy.adapters import AdapterHTTPError, URLLibAdapter
from geopy.exc import GeocoderServiceError, GeocoderTimedOut
from geopy.geocoders import Nominatim, get_geocoder_for_service
from geopy.geocoders.base import DEFAULT_SENTINEL, NONE_RESULT, Geocoder
from geopy.location import Location
from geopy.point import Point

from places.areas import nearest_postcode
from places.postcodes import normalise

MAX_BYTES = 200_000
#: Whom to thank beside an answer, by the name of the geocoder.
CREDITS = {
    "nominatim": "© OpenStreetMap contributors",
    "postcodes.io": "postcodes.io, Open Government Licence",
}


class Gazetteer(Geocoder):
    """The offline gazetteer: postcodes, place names, areas and aliases of this site's database."""

    def geocode(self, query, *, exactly_one=True, timeout=DEFAULT_SENTINEL):
        """A geopy Location, or None; with exactly_one=False a list, of choices where ambiguous."""
        from places.where import locate_offline

        where = locate_offline(query)
        answers = [where] if where.found else [locate_offline(c.value) for c in where.alternatives]
        locations = [self._location(answer) for answer in answers if answer.point]
        if exactly_one:
            return locations[0] if where.found and locations else None
        return locations

    def reverse(self, query, *, exactly_one=True, timeout=DEFAULT_SENTINEL):
        """The nearest postcode in use as a geopy Location, or None (in a list, or an empty one)."""
        point = Point(query)
        row = nearest_postcode(point.latitude, point.longitude)
        location = row and Location(
            str(row), (row.lat, row.lon), {"council_code": row.council_code}
        )
        if exactly_one:
            return location
        return [location] if location else []

    def _location(self, where):
        return Location(where.label, where.point, asdict(where))


class PostcodesIo(Geocoder):
    """postcodes.io, or one's own copy of it at `domain`: postcodes, and names of places."""

    def __init__(self, *, domain="api.postcodes.io", **options):
        super().__init__(**options)
        self.api = f"{self.scheme}://{domain.strip('/')}"

    def geocode(self, query, *, exactly_one=True, timeout=DEFAULT_SENTINEL):
        """A geopy Location or None, for a full postcode or a place name."""
        if postcode := normalise(query):
            url = f"{self.api}/postcodes/{quote(postcode)}"
        else:
            url = f"{self.api}/places?{urlencode({'q': query, 'limit': 1})}"
        return self._call_geocoder(url, self._read, timeout=timeout)

    def _read(self, answer):
        result = answer["result"]
        if isinstance(result, list):
            result = result[0] if result else None
        if result is None or result.get("latitude") is None:
            return None
        label = result.get("postcode") or result.get("name_1") or ""
        return Location(label, (result["latitude"], result["longitude"]), result)

    def _geocoder_exception_handler(self, error):
        if isinstance(error, AdapterHTTPError) and error.status_code == 404:
            return NONE_RESULT
        return None


class QuickAdapter(URLLibAdapter):
    """Reads an answer within the time-out as a whole, and no more than MAX_BYTES; never retries."""

    def get_text(self, url, *, timeout, headers):
        self.give_up_at = time.monotonic() + timeout
        return super().get_text(url, timeout=timeout, headers=headers)

    def _decode_page(self, page):
        body = b""
        try:
            while piece := page.read1(16_384):
                body += piece
                if time.monotonic() > self.give_up_at:
                    raise GeocoderTimedOut("The answer came too slowly.")
                if len(body) > MAX_BYTES:
                    raise GeocoderServiceError("The answer is too long.")
        except OSError as error:
            raise GeocoderTimedOut("The answer did not come to its end.") from error
        return body.decode("utf-8", errors="replace")


def geocode(name, text):
    """What the geocoder of that name answers: a geopy Location, or None. Raises what geopy raises."""
    geocoder = make(name)
    if isinstance(geocoder, Nominatim):
        return geocoder.geocode(text, country_codes="gb")
    return geocoder.geocode(text)


def make(name):
    """The geocoder of that name in settings.GEOCODERS, with its options; raises if there is none."""
    if name == "postcodes.io":
        kind = PostcodesIo
    elif "." in name:
        kind = import_string(name)
    else:
        kind = get_geocoder_for_service(name)
    options = {
        "timeout": settings.GEOCODER_TIMEOUT_SECONDS,
        "user_agent": f"Open Door directory ({settings.WAGTAILADMIN_BASE_URL})",
        "adapter_factory": QuickAdapter,
    }
    taken = inspect.signature(kind).parameters
    if not any(parameter.kind == parameter.VAR_KEYWORD for parameter in taken.values()):
        options = {key: value for key, value in options.items() if key in taken}
    return kind(**options | settings.GEOCODER_OPTIONS.get(name, {}))
