"""Ways to get in touch, as rows of the record they belong to (Open Referral: phone, contact)."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.db import models

from records.models import UidModel


def is_dialable(number):
    """Whether `number` reads as a British number (or an international one beginning with +).

    Ofcom's drama ranges and short codes such as 116 123 count: a person can dial them.
    """
    digits = "".join(c for c in number if c.isdigit())
    if 3 <= len(digits) <= 6:
        return not any(c.isalpha() for c in number)
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, "GB"))
    except phonenumbers.NumberParseException:
        return False


def validate_dialable(number):
    if not is_dialable(number):
        raise ValidationError("Enter a phone number, like 01632 960 001.")


class PhoneRow(UidModel):
    """A number people can call or text, written as its owner writes it."""

    class Kind(models.TextChoices):
        VOICE = "voice", "Phone"
        TEXT = "text", "Text message"
        WHATSAPP = "whatsapp", "WhatsApp"
        RELAY = "textphone", "Textphone or Relay UK"

    number = models.CharField(max_length=40, validators=[validate_dialable])
    extension = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.VOICE)
    description = models.CharField(
        max_length=120, blank=True, help_text="For example “Office” or “Out of hours”."
    )
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["sort_order", "pk"]

    def __str__(self):
        return self.number

    @property
    def href(self):
        """The link that dials or texts exactly this number."""
        scheme = "sms" if self.kind == self.Kind.TEXT else "tel"
        return f"{scheme}:" + "".join(c for c in self.number if c.isdigit() or c == "+")


class ContactRow(UidModel):
    """A public point of contact. A role is enough; a person's name only where they want it public."""

    name = models.CharField(max_length=120, blank=True)
    title = models.CharField("role", max_length=120, blank=True)
    department = models.CharField(max_length=120, blank=True)
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField(max_length=40, blank=True, validators=[validate_dialable])
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["sort_order", "pk"]

    def __str__(self):
        return self.name or self.title or self.email or self.phone
