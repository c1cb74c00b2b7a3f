"""Panels for when something happens, in the words and order in which a person says it."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel

from records.widgets import DaysWidget

_TIMES = [
    FieldRowPanel(
        [
            FieldPanel("opens_at"),
            FieldPanel("closes_at", help_text="At or before “from” means the next day."),
        ]
    ),
    FieldRowPanel(
        [
            FieldPanel("freq", heading="How often"),
            FieldPanel("interval", heading="Every how many weeks or months"),
        ]
    ),
    FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
    FieldRowPanel(
        [
            FieldPanel("bank_holidays"),
            FieldPanel(
                "bymonthday",
                help_text="Only for the same date each month: 1 or 15, or -1 for last.",
            ),
        ]
    ),
    FieldPanel(
        "description", help_text="As the group says it. Shown where the times are not known."
    ),
    FieldPanel("notes", help_text="Such as “term time only”."),
]
DAYS_PANEL = FieldPanel("byday", widget=DaysWidget, help_text="Tick the days it is on.")

#: When a building or an access point is open.
OPENING_PANELS = [DAYS_PANEL, *_TIMES]

#: When a service runs, at which of its places.
SESSION_PANELS = [
    FieldPanel("name"),
    FieldPanel("location", help_text="Leave it empty for phone, online or at people's homes."),
    DAYS_PANEL,
    *_TIMES,
    FieldPanel("booking"),
]

ROUTE_PANELS = [
    FieldPanel("referrer"),
    FieldPanel("how", help_text="What this person does first, in one or two sentences."),
    FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
    FieldPanel("url"),
]
