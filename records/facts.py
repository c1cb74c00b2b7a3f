"""Answers to a yes-or-no question about a record, where "we do not know" is an answer too."""

from django.db import models


class Fact(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known"


class FactField(models.CharField):
    """A yes/no/unknown fact; unknown until somebody says otherwise."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 7)
        kwargs.setdefault("choices", Fact.choices)
        kwargs.setdefault("default", Fact.UNKNOWN)
        super().__init__(*args, **kwargs)
