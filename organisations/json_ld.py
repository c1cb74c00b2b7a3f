"""schema.org data about organisations, and how such data is written into a page safely."""

import json

from django.utils.safestring import mark_safe

from organisations.models import Organisation

#: Characters that could end the script element or start another, as JSON may write them.
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}

GOVERNMENT = (Organisation.Kind.COUNCIL, Organisation.Kind.NHS, Organisation.Kind.PUBLIC)


def script_text(data):
    """The JSON text of `data` for a data block in HTML; empty values are left out."""
    text = json.dumps(without_empty({"@context": "https://schema.org", **data}), ensure_ascii=False)
    return mark_safe(text.translate(_ESCAPES))  # nosec B308 B703


def without_empty(value):
    """`value` without None, "" and empty lists and objects, at every depth."""
    if isinstance(value, dict):
        cleaned = {key: without_empty(item) for key, item in value.items()}
        return {key: item for key, item in cleaned.items() if item not in (None, "", [], {})}
    if isinstance(value, list):
        return [item for item in map(without_empty, value) if item not in (None, "", [], {})]
    return value


def organisation_type(organisation):
    if organisation.kind in GOVERNMENT:
        return "GovernmentOrganization"
    return "NGO" if organisation.kind == Organisation.Kind.CHARITY else "Organization"


def organisation_data(organisation, absolute):
    """A published organisation as schema.org data; `absolute` makes whole addresses of paths."""
    return {
        "@type": organisation_type(organisation),
        "name": organisation.name,
        "alternateName": organisation.alternate_name,
        "description": organisation.summary or organisation.description,
        "url": absolute(organisation.get_absolute_url()),
        "sameAs": organisation.website,
        "email": organisation.email,
        "telephone": [phone.number for phone in organisation.phones.all()],
    }
