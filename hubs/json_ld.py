"""schema.org data about hubs and single points of access."""

from services.json_ld import hours_data, place_data


def hub_data(page, absolute):
    """The hub of a HubPage as a schema.org Place; `absolute` makes whole addresses of paths."""
    return {
        **place_data(page.location),
        "name": page.hub.name,
        "description": page.hub.welcome,
        "url": absolute(page.hub.get_absolute_url()),
        "telephone": [phone.number for phone in page.location.phones.all()],
        "openingHoursSpecification": hours_data(page.rows),
    }


def access_point_data(point, organisation, absolute):
    """A published access point as a schema.org Service."""
    return {
        "@type": "Service",
        "name": point.name,
        "description": point.summary,
        "url": absolute(point.get_absolute_url()),
        "provider": organisation
        and {
            "@type": "Organization",
            "name": organisation.name,
            "url": absolute(organisation.get_absolute_url()),
        },
        "areaServed": [
            {"@type": "AdministrativeArea", "name": area.name} for area in point.coverage.all()
        ],
        "availableChannel": [
            {
                "@type": "ServiceChannel",
                "servicePhone": {"@type": "ContactPoint", "telephone": phone.number},
            }
            for phone in point.phones.all()
        ],
        "hoursAvailable": hours_data(point.schedules.all()),
    }
