"""The site's own pages, which staff write in the CMS."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from pages.blocks import PAGE_BLOCKS
from pages.settings_model import AreaSettings

__all__ = ["AreaSettings", "HomePage", "InformationPage"]


class HomePage(Page):
    """The front door: the search first, then ways in for people who do not know what to type."""

    heading = models.CharField(max_length=80, default="Find help near you")
    intro = models.CharField(max_length=250, blank=True)
    body = StreamField(PAGE_BLOCKS, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("heading"),
        FieldPanel("intro"),
        FieldPanel("body"),
    ]
    template = "pages/home.html"
    max_count_per_parent = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["pages.InformationPage"]


class InformationPage(Page):
    """Anything else the area has to say: about, privacy, "I look after someone"."""

    intro = models.CharField("in one or two sentences", max_length=300, blank=True)
    body = StreamField(PAGE_BLOCKS, blank=True)
    sensitive = models.BooleanField(
        "show “Exit this page”", default=False, help_text="For pages about abuse and safety."
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
        FieldPanel("sensitive"),
    ]
    template = "pages/information.html"
    parent_page_types = ["pages.HomePage", "pages.InformationPage"]
    subpage_types = ["pages.InformationPage"]

    def get_context(self, request, *args, **kwargs):
        above = self.get_ancestors().filter(depth__gt=2).live()
        return {
            **super().get_context(request, *args, **kwargs),
            "sensitive": self.sensitive,
            "printing": request.GET.get("print") == "1",
            "crumbs": [(page.title, page.get_url(request)) for page in above],
        }
