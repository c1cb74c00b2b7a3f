"""Writing postcodes to the database: many rows fast, the same result however often it is run."""

from django.db import connection, transaction

from places.models import Postcode
from places.postcodes import area_range

BATCH = 20_000

# A source without council codes (Code-Point Open) leaves those that are there.
_UPSERT = """
INSERT INTO places_postcode (key, lat, lon, council_code, live) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (key) DO UPDATE SET
    lat = excluded.lat, lon = excluded.lon, live = excluded.live,
    council_code = CASE WHEN excluded.council_code = ''
        THEN places_postcode.council_code ELSE excluded.council_code END
"""


def replace_area(area, rows):
    """Make the stored postcodes of an area ("TS") exactly `rows`, in one transaction."""
    first, last = area_range(area)
    with transaction.atomic(), connection.cursor() as cursor:
        Postcode.objects.filter(key__range=(first, last)).delete()
        cursor.executemany(_UPSERT, rows)


def upsert(rows):
    """Add or change the postcodes `rows` (PostcodeRow), at most BATCH a call, in one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(_UPSERT, rows)


def loaded_areas(areas):
    """Which of the postcode areas have any postcode stored."""
    return [area for area in areas if Postcode.objects.filter(key__range=area_range(area)).exists()]
