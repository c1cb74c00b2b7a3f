"""Hubs, single points of access and crisis lines: the doors that are never wrong."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField

from organisations.models import Organisation
from places.models import Area
from records.contacts import PhoneRow
from records.facts import FactField
from records.models import Record, RecordQuerySet
from services.models import Location, Service
from services.routes import RouteRow
from services.schedules import ScheduleRow


class HubQuerySet(RecordQuerySet):
    def published(self):
        """Live, not hidden, in a place that is public and not confidential."""
        places = Location.objects.published().filter(is_confidential=False)
        return super().published().filter(location__in=places.order_by().values("pk"))


class Hub(Record):
    """A welcome in an ordinary building. Hours and building facts are the place's own.

    Who is in on which day is read from the sessions at the place, never entered again.
    """

    class Booking(models.TextChoices):
        WALK_IN = "walk_in", "Just walk in"
        SOME = "some", "Walk in; some things need booking"
        BOOK = "book", "Book first"

    name = models.CharField(max_length=200)
    location = models.OneToOneField(Location, on_delete=models.PROTECT, related_name="hub")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="hubs"
    )
    welcome = models.TextField(help_text="Two or three friendly sentences.")
    what_happens = models.TextField("what happens when you walk in", blank=True)
    booking = models.CharField(max_length=7, choices=Booking.choices, default=Booking.WALK_IN)
    booking_note = models.CharField(max_length=250, blank=True)
    facilities = models.TextField(blank=True, help_text="One a line: “Free wifi”, “Hot drinks”.")
    image = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    check_interval_days = 90
    stays_when_overdue = True
    objects = HubQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/hubs/{self.uid}/"

    def clean(self):
        super().clean()
        if self.location_id and self.location.is_confidential:
            raise ValidationError({"location": "A hub cannot be at a confidential address."})


class SinglePointOfAccess(Record):
    """The front door to a system, which takes people from anywhere and passes them on warmly."""

    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="access_points"
    )
    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.PROTECT, related_name="access_points"
    )
    summary = models.CharField("in one sentence", max_length=250)
    description = models.TextField(blank=True)
    url = models.URLField("web page", max_length=500, blank=True)
    email = models.EmailField("public e-mail", blank=True)
    coverage = ParentalManyToManyField(
        Area, blank=True, related_name="access_points", help_text="The areas it takes people from."
    )
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    without_care_team = FactField("can be used with no care team")
    without_diagnosis = FactField("can be used with no diagnosis")
    what_happens_next = models.TextField(blank=True)
    expected_reply = models.CharField(max_length=250, blank=True)
    response_time = models.CharField(max_length=200, blank=True)
    response_time_source = models.URLField(max_length=500, blank=True)
    response_time_checked_on = models.DateField(null=True, blank=True)

    check_interval_days = 90
    stays_when_overdue = True

    class Meta(Record.Meta):
        ordering = ["name"]
        verbose_name = "single point of access"
        verbose_name_plural = "single points of access"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="hubs_response_time_has_source",
                condition=models.Q(live=False)
                | models.Q(response_time="")
                | (
                    ~models.Q(response_time_source="")
                    & models.Q(response_time_checked_on__isnull=False)
                ),
                violation_error_message="A response time needs its source and its date.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/single-point-of-access/{self.uid}/"

    def publishing_errors(self):
        errors = super().publishing_errors()
        if self.response_time and not self.response_time_source:
            errors["response_time_source"] = "Say where this response time is published."
        if self.response_time and not self.response_time_checked_on:
            errors["response_time_checked_on"] = "Say when you saw it there."
        return errors


class AccessPhone(PhoneRow):
    access_point = ParentalKey(SinglePointOfAccess, on_delete=models.CASCADE, related_name="phones")


class AccessSchedule(ScheduleRow):
    access_point = ParentalKey(
        SinglePointOfAccess, on_delete=models.CASCADE, related_name="schedules"
    )


class AccessRoute(RouteRow):
    """The way in for one kind of referrer, for an age band and an area where that matters."""

    access_point = ParentalKey(SinglePointOfAccess, on_delete=models.CASCADE, related_name="routes")
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hours = models.CharField(max_length=200, blank=True)
    what_happens_next = models.TextField(blank=True)


class CrisisLine(Record):
    """A crisis number or page, as a dated record. Shown exactly as its owner writes it."""

    class Topic(models.TextChoices):
        DANGER = "danger", "Danger to life now"
        MENTAL_HEALTH = "mental_health", "Mental health crisis, suicidal thoughts"
        ABUSE = "abuse", "Abuse or violence"
        CHILD = "child", "A child or young person"

    name = models.CharField(max_length=120)
    when_to_use = models.CharField(max_length=200)
    topics = models.JSONField(default=list, blank=True)
    is_emergency = models.BooleanField(
        "999 or A&E", default=False, help_text="Only for 999 and A&E: the red card."
    )
    number = models.CharField("number as its owner writes it", max_length=40, blank=True)
    extra = models.CharField(
        max_length=120, blank=True, help_text="“and choose the mental health option”."
    )
    text_number = models.CharField("number to text", max_length=40, blank=True)
    text_word = models.CharField("word to text", max_length=20, blank=True)
    url = models.URLField("web page", max_length=500, blank=True)
    hours = models.CharField("when it answers", max_length=120, blank=True)
    audience = models.CharField("who for", max_length=120, blank=True)
    coverage = ParentalManyToManyField(
        Area, blank=True, related_name="crisis_lines", help_text="Empty: everywhere."
    )
    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.PROTECT, related_name="crisis_lines"
    )
    in_block = models.BooleanField(
        "in the block on every page", default=False, help_text="Keep these few."
    )
    sort_order = models.PositiveSmallIntegerField(default=100)
    source_page = models.URLField("public page that gives it", max_length=500, blank=True)
    source_checked_on = models.DateField("seen there on", null=True, blank=True)
    owner_role = models.CharField("who keeps it right", max_length=80, blank=True)

    check_interval_days = 30
    stays_when_overdue = True

    class Meta(Record.Meta):
        ordering = ["sort_order", "name"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="hubs_crisis_line_has_source",
                condition=models.Q(live=False)
                | (
                    ~models.Q(source_page="")
                    & models.Q(source_checked_on__isnull=False)
                    & ~models.Q(owner_role="")
                ),
                violation_error_message="A crisis record needs a source, a checked date and an owner.",
            ),
        ]

    def __str__(self):
        return self.name

    def publishing_errors(self):
        errors = super().publishing_errors()
        if not self.source_page:
            errors["source_page"] = "Give the public page that this number comes from."
        if not self.source_checked_on:
            errors["source_checked_on"] = "Say on which day you saw it there."
        if not self.owner_role:
            errors["owner_role"] = "Say which role keeps this record right."
        if not (self.number or self.text_number or self.url):
            errors["number"] = "Give a number to call, a number to text, or a web page."
        return errors
