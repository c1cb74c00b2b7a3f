"""Needs that a service's own words speak of, for staff to accept or decline."""

from dataclasses import dataclass

from services.needs import Need, recognise


@dataclass(frozen=True)
class Suggestion:
    """A need and the words of the listing that speak for it."""

    need: Need
    phrase: str


def listing_words(service):
    """The service's own words, those that lead first."""
    parts = [service.name, service.alternate_name, service.summary, service.description]
    return "\n".join(part for part in parts if part)


def suggested_needs(service):
    """Suggestions, surest first, without needs that it has or that were declined before."""
    answered = {need.pk for need in [*service.needs.all(), *service.declined_needs.all()]}
    matches = recognise(listing_words(service), side="listing")
    needs = {need.slug: need for need in Need.objects.filter(slug__in=[m.slug for m in matches])}
    return [
        Suggestion(needs[match.slug], match.phrase)
        for match in matches
        if match.slug in needs and needs[match.slug].pk not in answered
    ]
