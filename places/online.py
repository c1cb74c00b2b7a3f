"""Asking online geocoders, carefully: seldom, briefly, and never believing a strange answer.

Only for what the gazetteer does not know, and only those in settings.GEOCODERS. An answer is kept
in the database under a hash, so that the words of the question are not. A geocoder that fails is
left alone for a while, so a slow one costs one visitor one time-out and not every visitor.
"""

import hashlib
import logging
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from math import isfinite

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from places import geocoders
from places.distance import bounding_box, haversine_km
from places.models import GeocodeCache, GeocoderTurn, Outcode

logger = logging.getLogger(__name__)

KEEP_FOUND, KEEP_NOT_FOUND = timedelta(days=30), timedelta(days=1)
REST_AFTER_FAILURE = timedelta(seconds=60)
#: Longest wait for one's turn in a web request, and in a command, in seconds.
WEB_WAIT, PATIENT_WAIT = 1.0, 60.0
#: An answer further than this from what the gazetteer knows of the place is about another place.
WRONG_PLACE_KM = 30
#: Every place in Great Britain lies this near to the middle of some outward code.
NEAR_A_POSTCODE_KM = 33
UNITED_KINGDOM = (49.8, 60.95, -8.7, 1.8)
NORTHERN_IRELAND = (54.0, 55.4, -8.2, -5.4)


@dataclass(frozen=True)
class Online:
    """A point from an online geocoder, or none. `failed`: at least one of them did not answer."""

    lat: float | None = None
    lon: float | None = None
    geocoder: str = ""
    failed: bool = False


def ask(text, *, hint=None, patient=False):
    """Ask the geocoders in turn for `text`; returns an Online, and never raises.

    `hint` is a point (lat, lon) that the answer must lie near to, where one is known. `patient`
    waits for a turn, for commands; a web request rather does without.
    """
    failed = False
    for name in settings.GEOCODERS:
        key = _key(name, text)
        point, known = _kept(key)
        if not known:
            try:
                point = _asked(name, text, PATIENT_WAIT if patient else WEB_WAIT)
            except GeocoderFailedError:
                failed = True
                continue
            _keep(key, point)
        if point and not _is_elsewhere(point, hint):
            return Online(*point, geocoder=name, failed=failed)
    return Online(failed=failed)


class GeocoderFailedError(Exception):
    """An online geocoder did not answer, answered nonsense, or may not be asked just now."""


def _asked(name, text, longest_wait):
    """The point that the geocoder answers, or None when it knows none."""
    wait = take_turn(name, longest_wait)
    if wait is None:
        raise GeocoderFailedError
    time.sleep(wait)
    try:
        location = _in_time(lambda: geocoders.geocode(name, text))
        return _point_of(location)
    except Exception as error:
        # Any geopy geocoder may be set up here, and may raise anything; what was typed stays out.
        logger.warning("The geocoder %s failed: %s", name, type(error).__name__)
        _rest(name)
        raise GeocoderFailedError from error


def _point_of(location):
    """(lat, lon) of a geopy Location in the United Kingdom, or None; raises on nonsense."""
    if location is None:
        return None
    if isinstance(location, list):
        location = location[0]
    lat, lon = float(location.latitude), float(location.longitude)
    if not (isfinite(lat) and isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        raise ValueError("not a point")
    return (lat, lon) if in_united_kingdom(lat, lon) else None


def in_united_kingdom(lat, lon):
    """Whether a point is plausibly in the United Kingdom: near a postcode, or in the north of Ireland."""
    if not _in_box(lat, lon, UNITED_KINGDOM):
        return False
    if _in_box(lat, lon, NORTHERN_IRELAND):
        return True
    south, north, west, east = bounding_box(lat, lon, NEAR_A_POSTCODE_KM)
    near = Outcode.objects.filter(lat__range=(south, north), lon__range=(west, east))
    return any(haversine_km(lat, lon, row.lat, row.lon) <= NEAR_A_POSTCODE_KM for row in near)


def _in_box(lat, lon, box):
    south, north, west, east = box
    return south <= lat <= north and west <= lon <= east


def _is_elsewhere(point, hint):
    return hint is not None and haversine_km(*point, *hint) > WRONG_PLACE_KM


def take_turn(name, longest_wait):
    """Seconds to wait before asking, or None when that would be too long; over all processes.

    The row is the lock, held for the update only and not while waiting.
    """
    interval = timedelta(seconds=settings.GEOCODER_INTERVAL_SECONDS)
    with transaction.atomic():
        GeocoderTurn.objects.get_or_create(name=name, defaults={"next_at": timezone.now()})
        turn = GeocoderTurn.objects.select_for_update().get(name=name)
        now = timezone.now()
        wait = max(0.0, (turn.next_at - now).total_seconds())
        if wait > longest_wait:
            return None
        turn.next_at = max(turn.next_at, now) + interval
        turn.save(update_fields=["next_at"])
    return wait


def _rest(name):
    until = timezone.now() + REST_AFTER_FAILURE
    GeocoderTurn.objects.filter(name=name).update(next_at=until)


def _in_time(function):
    """What `function` returns, or TimeoutError: geopy's time-outs leave out looking up the name."""
    result = []
    thread = threading.Thread(target=lambda: result.append(_outcome(function)), daemon=True)
    thread.start()
    thread.join(settings.GEOCODER_TIMEOUT_SECONDS + 0.5)
    if not result:
        raise TimeoutError
    value, error = result[0]
    if error:
        raise error
    return value


def _outcome(function):
    try:
        return function(), None
    except Exception as error:
        return None, error


def _key(name, text):
    plain = " ".join(text.lower().split())
    return hashlib.sha256(f"{name}\n{plain}".encode()).hexdigest()


def _kept(key):
    """(point or None, whether an answer was kept that is not too old)."""
    row = GeocodeCache.objects.filter(key=key).first()
    if row is None or timezone.now() - row.asked_at > (KEEP_FOUND if row.found else KEEP_NOT_FOUND):
        return None, False
    return ((row.lat, row.lon) if row.found else None), True


def _keep(key, point):
    lat, lon = point or (None, None)
    now = timezone.now()
    GeocodeCache.objects.update_or_create(
        key=key, defaults={"found": point is not None, "lat": lat, "lon": lon, "asked_at": now}
    )
    GeocodeCache.objects.filter(asked_at__lt=now - KEEP_FOUND).delete()
