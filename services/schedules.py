"""When something happens or is open, in Open Referral's terms (schedule)."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from records.models import UidModel


class ScheduleRow(UidModel):
    """One repeating time: days of the week or month, from `opens_at` to `closes_at`, Europe/London.

    `byday` is iCalendar's list: "MO,TH" weekly; "1TU" or "-1FR" monthly. A time that closes
    at or before it opens runs past midnight; both empty means the hours are not known and
    `description` (the source's own words) is all there is. 00:00 to 00:00 is the whole day.
    """

    class Freq(models.TextChoices):
        WEEKLY = "WEEKLY", "Every week"
        MONTHLY = "MONTHLY", "Every month"

    class BankHolidays(models.TextChoices):
        OPEN = "open", "Open as usual"
        CLOSED = "closed", "Closed"
        UNKNOWN = "unknown", "Not known"

    freq = models.CharField(max_length=7, choices=Freq.choices, default=Freq.WEEKLY)
    interval = models.PositiveSmallIntegerField(
        default=1, help_text="2 for every second week or month; then say from when."
    )
    byday = models.CharField(
        "days",
        max_length=60,
        blank=True,
        validators=[
            RegexValidator(
                r"^(-?[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,(-?[1-5])?(MO|TU|WE|TH|FR|SA|SU))*$"
            )
        ],
        help_text="MO,TU,WE,TH,FR,SA,SU; monthly with a number: 1TU is the first Tuesday.",
    )
    bymonthday = models.CharField(
        "days of the month",
        max_length=60,
        blank=True,
        validators=[RegexValidator(r"^-?\d{1,2}(,-?\d{1,2})*$")],
    )
    opens_at = models.TimeField("from", null=True, blank=True)
    closes_at = models.TimeField("to", null=True, blank=True)
    valid_from = models.DateField("first day", null=True, blank=True)
    valid_to = models.DateField("last day", null=True, blank=True)
    bank_holidays = models.CharField(
        max_length=7, choices=BankHolidays.choices, default=BankHolidays.UNKNOWN
    )
    description = models.CharField(
        "in your own words", max_length=500, blank=True, help_text="As the group writes it."
    )
    notes = models.CharField(max_length=250, blank=True)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["sort_order", "pk"]

    def __str__(self):
        return (
            self.description or f"{self.byday or self.bymonthday} {self.opens_at}–{self.closes_at}"
        )

    def clean(self):
        super().clean()
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValidationError({"valid_to": "The last day is before the first day."})
        if (self.opens_at is None) != (self.closes_at is None):
            raise ValidationError({"closes_at": "Give both times, or neither."})
        if self.freq == self.Freq.WEEKLY and self.byday and any(c.isdigit() for c in self.byday):
            raise ValidationError({"byday": "A numbered day such as 1TU needs “Every month”."})
        if self.interval != 1 and not self.valid_from:
            raise ValidationError({"valid_from": "Say from which day to count."})
