"""What makes the site the area's own: name, colours, wording, areas. Edited in the CMS."""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField

from pages.colours import brand_colour_error, validate_hex
from places.models import Area


@register_setting(icon="home")
class AreaSettings(BaseSiteSetting):
    """The area's own name, look and words."""

    name = models.CharField("name of the site", max_length=80, default="Open Door")
    tagline = models.CharField(
        "in one line", max_length=140, default="Find help, groups and friendly places near you."
    )
    logo = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Shown 44 pixels high beside the name. Without one there is an open door.",
    )
    brand_colour = models.CharField(
        "main colour", max_length=7, default="#14525c", validators=[validate_hex]
    )
    accent_colour = models.CharField(
        "second colour",
        max_length=7,
        default="#f4b740",
        validators=[validate_hex],
        help_text="For the drawn door and thin lines. No words stand on it.",
    )
    crisis_heading = models.CharField(max_length=80, default="In danger, or need help right now?")
    crisis_intro = models.CharField(
        "crisis wording",
        max_length=250,
        blank=True,
        default="You can call any of these now. You do not need to be sure.",
    )
    footer_text = RichTextField(blank=True, features=["bold", "italic", "link"])
    contact_email = models.EmailField("e-mail of the team", blank=True)
    default_place = models.CharField(
        max_length=80,
        blank=True,
        help_text="A town to offer as an example place, such as Hartlepool.",
    )
    own_areas = models.ManyToManyField(
        Area, blank=True, related_name="+", help_text="The councils this site is for."
    )
    exit_address = models.URLField(
        "where “Exit this page” goes", default="https://www.bbc.co.uk/weather"
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("tagline"), FieldPanel("logo")], heading="Name"
        ),
        MultiFieldPanel(
            [FieldPanel("brand_colour"), FieldPanel("accent_colour")], heading="Colours"
        ),
        MultiFieldPanel(
            [
                FieldPanel("crisis_heading"),
                FieldPanel("crisis_intro"),
                FieldPanel("exit_address"),
            ],
            heading="Help in a crisis",
        ),
        MultiFieldPanel([FieldPanel("own_areas"), FieldPanel("default_place")], heading="Places"),
        MultiFieldPanel([FieldPanel("contact_email"), FieldPanel("footer_text")], heading="Footer"),
    ]

    class Meta:
        verbose_name = "our area"

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if error := brand_colour_error(self.brand_colour):
            raise ValidationError({"brand_colour": error})
