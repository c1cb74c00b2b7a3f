"""Start-up checks: a geocoder that is set up wrongly is named at once, not at the first search."""

from django.conf import settings
from django.core.checks import Warning as CheckWarning
from django.core.checks import register

from places import geocoders


@register()
def check_geocoders(**_kwargs):
    problems = []
    for name in settings.GEOCODERS:
        try:
            geocoders.make(name)
        except Exception as error:
            # geopy geocoders raise errors of many kinds when their options are wrong.
            problems.append(
                CheckWarning(
                    f"The geocoder {name!r} in GEOCODERS cannot be used: {error}",
                    hint="Write nominatim, postcodes.io, or the dotted path of a geopy geocoder.",
                    id="places.W001",
                )
            )
    return problems
