"""schema.org data about services and places. A confidential place is never in it."""

from organisations.json_ld import GOVERNMENT, organisation_type
from services.occurrences import WEEKDAYS
from services.opening_words import DAY_NAMES


def place_data(location):
    """A place as schema.org data, or None where its address is kept secret."""
    if location is None or location.is_confidential:
        return None
    point = location.shown_point
    return {
        "@type": "Place",
        "name": location.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": ", ".join(filter(None, [location.address_1, location.address_2])),
            "addressLocality": location.city,
            "addressRegion": location.county,
            "postalCode": location.postcode,
            "addressCountry": "GB",
        },
        "geo": point and {"@type": "GeoCoordinates", "latitude": point[0], "longitude": point[1]},
        "publicAccess": True,
    }


def hours_data(rows):
    """OpeningHoursSpecification of weekly rows; monthly ones have no words in schema.org."""
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [
                f"https://schema.org/{DAY_NAMES[WEEKDAYS.index(day)]}"
                for day in row.byday.split(",")
            ],
            "opens": f"{row.opens_at:%H:%M}",
            "closes": f"{row.closes_at:%H:%M}",
            "validFrom": row.valid_from and row.valid_from.isoformat(),
            "validThrough": row.valid_to and row.valid_to.isoformat(),
        }
        for row in rows
        if row.freq == "WEEKLY" and row.interval == 1 and row.byday and row.opens_at
    ]


def service_data(page, absolute):
    """The service of a ServicePage as schema.org data; `absolute` makes whole addresses of paths."""
    service, organisation = page.service, page.service.organisation
    public = [p for p in page.places if not (p.location and p.location.is_confidential)]
    return {
        "@type": "GovernmentService" if organisation.kind in GOVERNMENT else "Service",
        "name": service.name,
        "alternateName": service.alternate_name,
        "description": service.summary or service.description,
        "url": absolute(service.get_absolute_url()),
        "provider": {
            "@type": organisation_type(organisation),
            "name": organisation.name,
            "url": absolute(organisation.get_absolute_url()),
        },
        "areaServed": [
            {"@type": "AdministrativeArea", "name": area.name} for area in service.coverage.all()
        ],
        "audience": [
            {"@type": "Audience", "audienceType": audience.name}
            for audience in service.audiences.all()
        ],
        "availableChannel": _channels(public, service),
        "hoursAvailable": hours_data(page.service.sessions.all()),
    }


def _channels(public, service):
    """How to reach it: at each public place, or its web page, and by each phone number."""
    at_places = [_channel(place, service) for place in public]
    told = [one for one in at_places if one["serviceLocation"] or one["serviceUrl"]]
    return told + _phones(service)


def _channel(place, service):
    return {
        "@type": "ServiceChannel",
        "serviceLocation": place_data(place.location),
        "serviceUrl": service.url,
        "availableLanguage": [language.name for language in service.languages.all()],
    }


def _phones(service):
    return [
        {
            "@type": "ServiceChannel",
            "servicePhone": {"@type": "ContactPoint", "telephone": phone.number},
        }
        for phone in service.phones.all()
    ]
