"""Areas, postcodes and place names: everything that answers "where is that?" without the internet."""

from django.db import models


class Area(models.Model):
    """A named area with an outline where one is loaded: country, county, council, ward.

    `geometry` is GeoJSON (WGS84, longitude first). `parts` makes an area of others, so a county
    serves wherever its councils do. `code` is the ONS (GSS) code where there is one.
    """

    class Kind(models.TextChoices):
        COUNTRY = "country", "Country"
        REGION = "region", "Region"
        COUNTY = "county", "County"
        COUNCIL = "council", "Council area"
        WARD = "ward", "Ward"
        OTHER = "other", "Other area"

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    parts = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="part_of")
    geometry = models.JSONField(null=True, blank=True)
    min_lat = models.FloatField(null=True, blank=True, editable=False)
    max_lat = models.FloatField(null=True, blank=True, editable=False)
    min_lon = models.FloatField(null=True, blank=True, editable=False)
    max_lon = models.FloatField(null=True, blank=True, editable=False)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name", "kind"]
        indexes = [models.Index(fields=["kind", "name"])]

    def __str__(self):
        return self.name
