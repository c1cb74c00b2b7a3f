"""Ways in: who is asking, and how they start."""

from django.db import models

from records.contacts import validate_dialable
from records.models import UidModel


class Referrer(models.TextChoices):
    """Who is asking: each kind may have a way in of their own."""

    SELF = "self", "I need help myself"
    CARER = "carer", "I look after or worry about someone"
    GP = "gp", "GP or surgery"
    POLICE = "police", "Police"
    PROFESSIONAL = "professional", "Another professional"


class RouteRow(UidModel):
    """How one kind of person starts. Shared by services and single points of access."""

    referrer = models.CharField("for", max_length=12, choices=Referrer.choices)
    how = models.TextField("what to do")
    phone = models.CharField(max_length=40, blank=True, validators=[validate_dialable])
    email = models.EmailField("e-mail", blank=True)
    url = models.URLField("web page", max_length=500, blank=True)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["sort_order", "pk"]

    def __str__(self):
        return self.get_referrer_display()
