"""Areas, postcodes and place names: everything that answers "where is that?" without the internet."""

from django.core.exceptions import ValidationError
from django.db import models

from places.wording import name_key


class Area(models.Model):
    """A named area with an outline where one is loaded: country, county, council, ward.

    `geometry` is GeoJSON (WGS84, longitude first). `parts` makes an area of others, so a county
    serves wherever its councils do. `code` is the ONS (GSS) code where there is one. `lat` and
    `lon` are the middle of where its people live, not of its outline.
    """

    class Kind(models.TextChoices):
        COUNTRY = "country", "Country"
        REGION = "region", "Region"
        COUNTY = "county", "County"
        COUNCIL = "council", "Council area"
        WARD = "ward", "Ward"
        OTHER = "other", "Other area"

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    parts = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="part_of")
    is_own = models.BooleanField(
        "part of this site's own area",
        default=False,
        help_text="Place names here come first when a name is found in several places.",
    )
    geometry = models.JSONField(null=True, blank=True)
    min_lat = models.FloatField(null=True, blank=True, editable=False)
    max_lat = models.FloatField(null=True, blank=True, editable=False)
    min_lon = models.FloatField(null=True, blank=True, editable=False)
    max_lon = models.FloatField(null=True, blank=True, editable=False)
    lat = models.FloatField("latitude of its middle", null=True, blank=True)
    lon = models.FloatField("longitude of its middle", null=True, blank=True)
    radius_m = models.PositiveIntegerField("reaches so many metres", null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name", "kind"]
        indexes = [models.Index(fields=["kind", "name"])]

    def __str__(self):
        return self.name


class Postcode(models.Model):
    """A full postcode with its point (WGS84 degrees), council code, and whether it is in use.

    There may be millions of rows, so they hold no more than that.
    """

    key = models.CharField("postcode without space", max_length=7, primary_key=True)
    lat = models.FloatField()
    lon = models.FloatField()
    council_code = models.CharField(max_length=9, blank=True)
    live = models.BooleanField("in use", default=True)

    class Meta:
        indexes = [models.Index(fields=["lat", "lon"], name="places_postcode_point")]

    def __str__(self):
        return f"{self.key[:-3]} {self.key[-3:]}"


class PartialPostcode(models.Model):
    """The middle of the postcodes that begin alike, how far they reach, and their councils.

    `radius_m` holds nine tenths of them; `council_codes` are those with a tenth or more of them,
    commonest first, with spaces between.
    """

    code = models.CharField(max_length=6, primary_key=True)
    lat = models.FloatField()
    lon = models.FloatField()
    radius_m = models.PositiveIntegerField()
    council_codes = models.CharField(max_length=100, blank=True)
    live = models.BooleanField("in use", default=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.code


class Outcode(PartialPostcode):
    """The first half of a postcode: "TS24"."""


class Sector(PartialPostcode):
    """A postcode without its last two letters: "TS24 8"."""


class PlaceName(models.Model):
    """A town, village or neighbourhood, from open data. Staff add their own as an Alias."""

    name = models.CharField(max_length=120)
    lat = models.FloatField()
    lon = models.FloatField()
    population = models.PositiveIntegerField(default=0)
    council_code = models.CharField(max_length=9, blank=True)
    other_names = models.CharField("also known as", max_length=200, blank=True)
    source_id = models.CharField("source and id there", max_length=60, unique=True)

    class Meta:
        ordering = ["name", "-population"]

    def __str__(self):
        return self.name


class Alias(models.Model):
    """A name that people here use: it stands for an area, or for a point on the map."""

    text = models.CharField("what people type", max_length=120)
    key = models.CharField(max_length=120, unique=True, editable=False)
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.CASCADE, related_name="aliases"
    )
    label = models.CharField("name to show", max_length=120, blank=True)
    lat = models.FloatField("latitude", null=True, blank=True)
    lon = models.FloatField("longitude", null=True, blank=True)

    class Meta:
        ordering = ["text"]
        verbose_name_plural = "aliases"
        constraints = [
            models.CheckConstraint(
                name="places_alias_area_or_point",
                condition=models.Q(area__isnull=False, lat__isnull=True, lon__isnull=True)
                | models.Q(
                    area__isnull=True,
                    lat__isnull=False,
                    lon__isnull=False,
                    lat__range=(49, 61.5),
                    lon__range=(-9, 2.5),
                ),
                violation_error_message="Choose an area, or give a point in the United Kingdom.",
            ),
        ]

    def __str__(self):
        return self.text

    def save(self, *args, **kwargs):
        self.key = name_key(self.text)
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        self.key = name_key(self.text)
        if not self.key:
            raise ValidationError({"text": "Type a name with at least one letter."})
        if Alias.objects.filter(key=self.key).exclude(pk=self.pk).exists():
            raise ValidationError({"text": "There is an alias with this name already."})


class NamesEdition(models.Model):
    """One row, whose token changes whenever a name or an area does: other processes look here."""

    token = models.CharField(max_length=32)

    def __str__(self):
        return self.token


class GeocodeCache(models.Model):
    """What an online geocoder answered. Holds no words that anybody typed, only their hash."""

    key = models.CharField("hash of geocoder and question", max_length=64, primary_key=True)
    found = models.BooleanField()
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    asked_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return self.key


class GeocoderTurn(models.Model):
    """When an online geocoder may be asked next; its row is the lock between processes."""

    name = models.CharField(max_length=120, unique=True)
    next_at = models.DateTimeField()

    def __str__(self):
        return self.name
