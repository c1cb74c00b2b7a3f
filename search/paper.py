"""Results on paper: five to a sheet, with the numbers, addresses and times that a card leaves out."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Prefetch

from search import find
from services.models import Location, Service, ServiceAtLocation
from services.opening_words import row_words


@dataclass(frozen=True)
class Printed:
    """One hit on paper, with the numbers, addresses and times that a card leaves to its page."""

    hit: object
    phones: tuple
    places: tuple
    times: tuple[str, ...]


def printed(hits):
    """Hits with their phone numbers, the addresses that may be shown, and their times.

    The organisation's numbers stand in where a service has none of its own.
    """
    public = ServiceAtLocation.objects.filter(
        location__in=Location.objects.published().order_by().values("pk")
    ).select_related("location")
    services = {
        service.uid: service
        for service in Service.objects.published()
        .filter(uid__in=[hit.uid for hit in hits])
        .select_related("organisation")
        .prefetch_related(
            "phones",
            "sessions",
            "organisation__phones",
            Prefetch("at_locations", queryset=public),
        )
    }
    return [_printed(hit, services[hit.uid]) for hit in hits if hit.uid in services]


def _printed(hit, service):
    phones = service.phones.all() or service.organisation.phones.all()
    times = dict.fromkeys(row_words(session) for session in service.sessions.all())
    return Printed(
        hit=hit,
        phones=tuple(phones),
        places=tuple(at.location for at in service.at_locations.all()),
        times=tuple(times),
    )


class Sheet:
    """One sheet of an answer that was asked for in pages of `size`: what is on it and its numbers."""

    def __init__(self, form, response, size):
        self.form, self.response, self.size = form, response, size
        self.items = printed(response.hits)

    @cached_property
    def first(self):
        """The number of the first hit on the sheet, counted from 1 through all sheets."""
        return self._before() + 1

    @property
    def last(self):
        return self._before() + len(self.response.hits)

    def _before(self):
        """How many hits stand on the sheets before. All are full but the last and perhaps one more.

        That one is before those on which one organisation stands alone, because nobody else waits.
        """
        response, size = self.response, self.size
        if response.page == response.pages:
            return response.total - len(response.hits)
        before = (response.page - 1) * size
        return before - self._short if len(response.groups) == 1 else before

    @cached_property
    def _short(self):
        """How many hits the sheet that is not full lacks."""
        response = self.response
        last = find(replace(self.form.request(self.size), page=response.pages))
        return (response.pages - 1) * self.size + len(last.hits) - response.total
