"""What the page of one single point of access says."""

from functools import cached_property

from django.db.models import Prefetch

from hubs.models import AccessRoute, SinglePointOfAccess
from organisations.models import Organisation
from records.facts import Fact
from services.models import Referrer, Service
from services.opening import local_day, state_at
from services.opening_words import row_words
from services.plain_words import age_words


def access_points_for_pages():
    """Published access points with all that their page shows."""
    return SinglePointOfAccess.objects.published().prefetch_related(
        "coverage",
        "phones",
        "schedules",
        Prefetch("routes", AccessRoute.objects.select_related("area")),
    )


class AccessPage:
    """The facts of one access point; `asked_as` (a Referrer value) is shown first where it is one."""

    def __init__(self, point, at, *, asked_as=""):
        self.point, self.at, self.today = point, at, local_day(at)
        self.asked_as = asked_as if asked_as in Referrer.values else ""

    @cached_property
    def ways_in(self):
        """`[(referrer value, label, [routes])]`: everyone's own way, the one asked for first.

        Every kind of person is in it. Whoever has no way of their own is told so kindly.
        """
        rows = list(self.point.routes.all())
        ways = [
            (value, label, [row for row in rows if row.referrer == value])
            for value, label in Referrer.choices
        ]
        return sorted(ways, key=lambda way: way[0] != self.asked_as)

    @cached_property
    def open_state(self):
        return state_at(self.point.schedules.all(), self.at)

    @property
    def hours(self):
        return [row_words(row) for row in self.point.schedules.all()]

    @cached_property
    def organisation(self):
        pk = self.point.organisation_id
        return Organisation.objects.published().filter(pk=pk).first() if pk else None

    @cached_property
    def service(self):
        pk = self.point.service_id
        return Service.objects.published().filter(pk=pk).first() if pk else None

    @cached_property
    def standing(self):
        return self.point.standing

    @property
    def ages(self):
        return (
            age_words(self.point.minimum_age, self.point.maximum_age) or "For people of all ages."
        )

    @property
    def open_to(self):
        """Whether it may be used with no care team and with no diagnosis, as sentences."""
        point = self.point
        return [
            _may("You can use it if you have no care team", point.without_care_team),
            _may("You can use it if you have no diagnosis", point.without_diagnosis),
        ]

    def response_time(self):
        """The response time, only where its source and date are known."""
        point = self.point
        whole = point.response_time and point.response_time_source
        return point.response_time if whole and point.response_time_checked_on else ""


def _may(sentence, fact):
    if fact == Fact.YES:
        return f"{sentence}."
    if fact == Fact.NO:
        return sentence.replace("You can use it if", "You cannot use it if") + "."
    return sentence.replace("You can use it if", "We do not know if you can use it when") + "."
