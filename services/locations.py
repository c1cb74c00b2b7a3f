"""Places where services happen: address, map point, access, opening hours, days when they are closed."""

from django.db import models
from modelcluster.fields import ParentalKey

from organisations.models import Organisation
from places.models import Area
from records.contacts import PhoneRow
from records.facts import FactField
from records.models import Record
from services import secret_places
from services.schedules import ScheduleRow


class Location(Record):
    """A place, entered once and used by every service, hub, feed and export that needs it.

    A confidential place keeps its address here and nowhere else: use `shown_address` and
    `shown_point`, which are empty for it.
    """

    class CoordinatesFrom(models.TextChoices):
        POSTCODE = "postcode", "Worked out from the postcode"
        ADDRESS = "address", "Worked out from the address"
        STAFF = "staff", "Set by hand on the map"
        SOURCE = "source", "Given by the source"
        NONE = "none", "Not known"

    name = models.CharField(max_length=200, blank=True)
    alternate_name = models.CharField("also known as", max_length=200, blank=True)
    description = models.TextField(blank=True)
    address_1 = models.CharField("address", max_length=200, blank=True)
    address_2 = models.CharField("address, second line", max_length=200, blank=True)
    city = models.CharField("town or city", max_length=100, blank=True)
    county = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    uprn = models.CharField("UPRN", max_length=12, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    coordinates_from = models.CharField(
        max_length=8, choices=CoordinatesFrom.choices, default=CoordinatesFrom.NONE
    )
    council = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ward = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_confidential = models.BooleanField(
        "keep this address secret",
        default=False,
        help_text="For refuges and homes. The address, map point and distance are never shown.",
    )
    kept_by = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="kept_locations"
    )
    step_free = FactField("step-free from the street")
    accessible_toilet = FactField("accessible toilet")
    changing_places = FactField("Changing Places toilet")
    lift = FactField("lift to every floor used")
    hearing_loop = FactField("hearing loop")
    quiet_space = FactField("quiet space to wait")
    blue_badge_parking = FactField("Blue Badge parking")
    baby_changing = FactField("baby changing")
    accessibility = models.TextField("getting in and around", blank=True)
    transportation = models.TextField("bus and train", blank=True)
    parking = models.TextField(blank=True)

    class Meta(Record.Meta):
        verbose_name = "place"
        ordering = ["name", "address_1"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="services_location_whole_point",
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
            ),
        ]

    def __str__(self):
        return self.name or self.address_1 or self.postcode or "A place without a name"

    def save_revision(self, *args, **kwargs):
        """Keep this version. Begun before somebody made the place secret, it is secret too."""
        with secret_places.alone(self) as row:
            if row.is_confidential and row.latest_revision_id != self.latest_revision_id:
                self.is_confidential = True
            return super().save_revision(*args, **kwargs)

    def publish(self, revision, *args, **kwargs):
        """Publish a revision, as secret as it is by now. Every way to publish leads here."""
        with secret_places.alone(self):
            secret_places.close_if_closed_since(revision)
            return super().publish(revision, *args, **kwargs)

    def unpublish(self, *args, **kwargs):
        """Take the place down. It is written whole, so it is as secret as it is by now."""
        with secret_places.alone(self) as row:
            self.is_confidential = row.is_confidential
            return super().unpublish(*args, **kwargs)

    @property
    def address_lines(self):
        """The postal address line by line, for staff. The public gets `shown_address`."""
        lines = [self.address_1, self.address_2, self.city, self.county, self.postcode]
        return [line for line in lines if line]

    @property
    def shown_address(self):
        """Address lines that may be shown to anybody: none for a confidential place."""
        return [] if self.is_confidential else self.address_lines

    @property
    def shown_name(self):
        """The name of the place for the public: a confidential place is not named."""
        return "Confidential address" if self.is_confidential else str(self)

    def named_to(self, organisation_id):
        """Its name for the people of an organisation: a confidential place is named to its keeper."""
        return str(self) if self.kept_by_id == organisation_id else self.shown_name

    @property
    def shown_point(self):
        """(latitude, longitude) in WGS84 degrees that may leave the database, or None."""
        if self.is_confidential or self.latitude is None:
            return None
        return (self.latitude, self.longitude)


class LocationPhone(PhoneRow):
    location = ParentalKey(Location, on_delete=models.CASCADE, related_name="phones")


class LocationSchedule(ScheduleRow):
    """When the building itself is open."""

    is_building = True

    location = ParentalKey(Location, on_delete=models.CASCADE, related_name="schedules")


class Closure(models.Model):
    """Days on which a place is closed, or open at other times. Shown at once, without review."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="closures")
    first_day = models.DateField()
    last_day = models.DateField()
    opens_at = models.TimeField("open from", null=True, blank=True)
    closes_at = models.TimeField("open to", null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                name="services_closure_in_order",
                condition=models.Q(first_day__lte=models.F("last_day")),
                violation_error_message="The last day is before the first day.",
            ),
        ]

    def __str__(self):
        return f"{self.location} closed {self.first_day:%d %B %Y}"
