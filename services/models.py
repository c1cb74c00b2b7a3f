"""Services people can use, and when they run. Names follow Open Referral UK 3.0.

The places are in locations.py, the ways in in routes.py, needs in needs.py.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey, ParentalManyToManyField

from organisations.models import Community, Organisation
from places.models import Area
from records.contacts import ContactRow, PhoneRow
from records.facts import FactField
from records.models import Record, RecordQuerySet, UidModel
from services.locations import Closure, Location, LocationPhone, LocationSchedule
from services.needs import Need
from services.routes import Referrer, RouteRow
from services.schedules import ScheduleRow
from services.vocabulary import VocabularyVersion

__all__ = [
    "Audience",
    "Closure",
    "Language",
    "Location",
    "LocationPhone",
    "LocationSchedule",
    "Need",
    "Referrer",
    "Service",
    "ServiceAtLocation",
    "VocabularyVersion",
]


class Language(models.Model):
    """A language spoken, by its ISO 639-3 code (British Sign Language is bfi)."""

    code = models.CharField(max_length=3, unique=True)
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Audience(models.Model):
    """Whom a service is for by stage of life or role: carers, new parents, veterans (staff-edited)."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order", "name"]

    def __str__(self):
        return self.name


class ServiceQuerySet(RecordQuerySet):
    def published(self):
        """Live, not hidden, and run by an organisation that is public itself."""
        return (
            super()
            .published()
            .filter(organisation__in=Organisation.objects.published().order_by().values("pk"))
        )

    def current(self, on=None):
        """Started and not ended on the day `on` (today in London by default)."""
        on = on or timezone.localdate()
        return self.filter(
            models.Q(starts_on__isnull=True) | models.Q(starts_on__lte=on),
            models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=on),
        )

    def not_over(self, on=None):
        """Not ended for good on the day `on`; what is closed for now or yet to start stays."""
        on = on or timezone.localdate()
        going_on = models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=on)
        return self.filter(going_on).exclude(status=Service.Status.DEFUNCT)


class Service(Record):
    """Something a person can use: a group, a line, a clinic, a club."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Running"
        INACTIVE = "inactive", "Not running"
        TEMPORARILY_CLOSED = "temporarily closed", "Closed for now"
        DEFUNCT = "defunct", "Ended"

    class Cost(models.TextChoices):
        FREE = "free", "Free"
        DONATION = "donation", "Pay what you can"
        PAID = "paid", "There is a charge"
        UNKNOWN = "unknown", "Not known"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="services"
    )
    name = models.CharField(max_length=200)
    alternate_name = models.CharField("also known as", max_length=200, blank=True)
    summary = models.CharField("in one sentence", max_length=250, blank=True)
    description = models.TextField("what it is", blank=True)
    status = models.CharField(max_length=18, choices=Status.choices, default=Status.ACTIVE)
    alert = models.CharField("notice", max_length=300, blank=True)
    url = models.URLField("web page", max_length=500, blank=True)
    email = models.EmailField("public e-mail", blank=True)

    needs = ParentalManyToManyField(Need, blank=True, related_name="services")
    declined_needs = ParentalManyToManyField(
        Need, blank=True, related_name="+", help_text="Suggestions that were wrong."
    )
    audiences = ParentalManyToManyField(Audience, blank=True, related_name="services")
    serves = ParentalManyToManyField(
        Community, blank=True, related_name="serving_services", verbose_name="communities served"
    )
    led_by = ParentalManyToManyField(
        Community,
        blank=True,
        related_name="led_services",
        help_text="Only where it is not the same as for the organisation.",
    )
    languages = ParentalManyToManyField(Language, blank=True, related_name="services")
    interpretation_services = models.CharField("interpreters", max_length=250, blank=True)

    eligibility = models.TextField("who it is for", blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    needs_diagnosis = FactField("needs a diagnosis")
    needs_referral = FactField("needs a referral")
    exclusions = models.TextField("who cannot use it", blank=True)
    alternative = models.TextField("where they can go instead", blank=True)
    alternative_service = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    alternative_url = models.URLField(max_length=500, blank=True)

    what_happens_next = models.TextField(blank=True)
    wait = models.CharField("how long is the wait", max_length=200, blank=True)
    wait_checked_on = models.DateField("wait as of", null=True, blank=True)

    cost = models.CharField(max_length=8, choices=Cost.choices, default=Cost.UNKNOWN)
    fees_description = models.CharField("about the cost", max_length=300, blank=True)
    accreditations = models.CharField(max_length=300, blank=True)

    in_person = models.BooleanField("in person", default=False)
    by_phone = models.BooleanField("by phone", default=False)
    online = models.BooleanField("online or by video", default=False)
    by_text = models.BooleanField("by text or chat", default=False)
    at_home = models.BooleanField("at your home", default=False)

    coverage = ParentalManyToManyField(
        Area,
        blank=True,
        related_name="covered_by",
        help_text="Only where it is limited to people of these areas. Empty: anyone may come.",
    )
    coverage_note = models.CharField(max_length=250, blank=True)

    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    onward = models.TextField("where to go when it has ended", blank=True)
    onward_service = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    private_notes = models.TextField(blank=True, help_text="Only staff see this.")

    objects = ServiceQuerySet.as_manager()

    #: The five ways of attending, in the order they are shown.
    ATTENDING = ("in_person", "by_phone", "online", "by_text", "at_home")

    class Meta(Record.Meta):
        ordering = ["name"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="services_exclusion_names_alternative",
                condition=models.Q(live=False)
                | models.Q(exclusions="")
                | ~models.Q(alternative="")
                | models.Q(alternative_service__isnull=False),
                violation_error_message="Say where people who cannot use it can go instead.",
            ),
            models.CheckConstraint(
                name="services_wait_has_a_date",
                condition=models.Q(live=False)
                | models.Q(wait="")
                | models.Q(wait_checked_on__isnull=False),
                violation_error_message="Say on which day the wait was as long as that.",
            ),
            models.CheckConstraint(
                name="services_ages_in_order",
                condition=models.Q(minimum_age__isnull=True)
                | models.Q(maximum_age__isnull=True)
                | models.Q(minimum_age__lte=models.F("maximum_age")),
                violation_error_message="The youngest age is above the oldest.",
            ),
            models.CheckConstraint(
                name="services_starts_before_it_ends",
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(starts_on__lte=models.F("ends_on")),
                violation_error_message="The last day is before the first day.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/services/{self.uid}/"

    def publishing_errors(self):
        errors = super().publishing_errors()
        if not self.summary and not self.description:
            errors["summary"] = "Say in a sentence what it is."
        if self.exclusions and not (self.alternative or self.alternative_service_id):
            errors["alternative"] = (
                "This service cannot be used by some people. Say where they can go instead."
            )
        if self.wait and not self.wait_checked_on:
            errors["wait_checked_on"] = "Say on which day the wait was as long as that."
        elif self.wait_checked_on and self.wait_checked_on > timezone.localdate():
            errors["wait_checked_on"] = "This day is still to come. Give a day until today."
        return errors

    def clean(self):
        """Whatever is wrong is said at once: what hinders publishing, and what no draft may be."""
        errors = self._contradictions()
        try:
            super().clean()
        except ValidationError as hindrance:
            errors = hindrance.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def _contradictions(self):
        errors = {}
        if self.alternative_service_id and self.alternative_service_id == self.pk:
            errors["alternative_service"] = ["Choose a service other than this one."]
        if self.onward_service_id and self.onward_service_id == self.pk:
            errors["onward_service"] = ["Choose a service other than this one."]
        if None not in (self.minimum_age, self.maximum_age) and self.minimum_age > self.maximum_age:
            errors["maximum_age"] = ["The oldest age is below the youngest."]
        if self.starts_on and self.ends_on and self.starts_on > self.ends_on:
            errors["ends_on"] = ["The last day is before the first day."]
        return errors

    @property
    def is_sensitive(self):
        """Whether its pages offer "Exit this page": it meets a need about abuse or safety."""
        return any(need.sensitive for need in self.needs.all())

    @property
    def ways_to_attend(self):
        """The names of the fields in ATTENDING that are set."""
        return [name for name in self.ATTENDING if getattr(self, name)]


class ServiceAtLocation(UidModel):
    """A service at a place. Its sessions are the service's schedules that name the same place."""

    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="at_locations")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="services_here")
    description = models.CharField(
        "where in the building", max_length=250, blank=True, help_text="“Room 2, first floor”."
    )
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "location"], name="services_once_at_a_location"
            ),
        ]

    def __str__(self):
        return f"{self.service} at {self.location}"


class Session(ScheduleRow):
    """When a service runs, at one of its places or, with no place, by phone or online."""

    class Booking(models.TextChoices):
        DROP_IN = "drop_in", "Just turn up"
        BOOK = "book", "Book first"
        UNKNOWN = "unknown", "Not known"

    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="sessions")
    location = models.ForeignKey(
        Location, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions_here"
    )
    name = models.CharField(max_length=120, blank=True, help_text="If it is not the service's.")
    booking = models.CharField(max_length=7, choices=Booking.choices, default=Booking.UNKNOWN)


class SessionChange(models.Model):
    """One day on which a session is off or at another time. Shown at once, without review."""

    session_uid = models.UUIDField(db_index=True)
    on = models.DateField("day")
    is_cancelled = models.BooleanField("cancelled", default=True)
    opens_at = models.TimeField("from", null=True, blank=True)
    closes_at = models.TimeField("to", null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["session_uid", "on"], name="services_change_once"),
        ]

    def __str__(self):
        return f"{'Cancelled' if self.is_cancelled else 'Changed'} on {self.on:%d %B %Y}"

    def clean(self):
        super().clean()
        if not self.is_cancelled and (self.opens_at is None or self.closes_at is None):
            raise ValidationError({"opens_at": "Give the new times, or mark it as cancelled."})


class ServicePhone(PhoneRow):
    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="phones")


class ServiceContact(ContactRow):
    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="contacts")


class CostOption(UidModel):
    """One price, with whom it is for (Open Referral: cost_option). Amounts are in pounds."""

    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="cost_options")
    option = models.CharField("for", max_length=120, blank=True)
    amount = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    amount_description = models.CharField("about it", max_length=200, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order", "pk"]

    def __str__(self):
        return f"£{self.amount} {self.option}" if self.amount is not None else self.option


class ServiceRoute(RouteRow):
    """How to start with a service (Open Referral: application_process, per referrer)."""

    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="routes")
