"""How long a check is good for, and what happens to what nobody confirms. Edited in the CMS."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


def days_field(words, default, help_text):
    """A number of days that staff may set: at least one, at most two years."""
    limits = [MinValueValidator(1), MaxValueValidator(730)]
    return models.PositiveSmallIntegerField(
        words, default=default, help_text=help_text, validators=limits
    )


@register_setting(icon="date")
class FreshnessSettings(BaseGenericSetting):
    """The numbers of the rule in docs/freshness.md. Crisis lines, hubs and front doors have their own."""

    check_days = days_field(
        "days that a check is good for",
        180,
        "For services, organisations and places. A change counts from each next check. "
        "Crisis lines are always due after 30 days, hubs and single points of access after 90.",
    )
    second_after_days = days_field(
        "days until the second e-mail", 14, "Counted from the first e-mail."
    )
    unconfirmed_after_days = days_field(
        "days until “Not confirmed lately”",
        14,
        "Counted from the second e-mail. It then also ranks lower, and you are asked to ring up.",
    )
    hidden_after_days = days_field(
        "days until it is hidden",
        60,
        "Counted from “Not confirmed lately”. Crisis lines, hubs and single points of access are "
        "never hidden.",
    )
    most_mails_a_day = models.PositiveSmallIntegerField(
        "most people written to in a day",
        default=50,
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
        help_text="After a big import the e-mails are spread over days.",
    )
    most_open_calls = models.PositiveSmallIntegerField(
        "most calls on the list about records that nobody looks after",
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
        help_text="The next ones come when these are done. Crisis lines, hubs and single points of "
        "access always come.",
    )

    panels = [
        FieldPanel("check_days"),
        MultiFieldPanel(
            [
                FieldPanel("second_after_days"),
                FieldPanel("unconfirmed_after_days"),
                FieldPanel("hidden_after_days"),
            ],
            heading="When nobody answers",
        ),
        MultiFieldPanel(
            [FieldPanel("most_mails_a_day"), FieldPanel("most_open_calls")],
            heading="How much at once",
        ),
    ]

    class Meta:
        verbose_name = "keeping listings true"

    def __str__(self):
        return "Keeping listings true"
