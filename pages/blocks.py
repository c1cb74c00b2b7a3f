"""What editors build pages from."""

from django.core.exceptions import ValidationError
from wagtail import blocks

from services.needs import Need

RICH_TEXT = ["h2", "h3", "bold", "italic", "ul", "ol", "link", "document-link"]


def need_choices():
    return [
        (need.slug, "— " * (need.depth - 1) + need.name) for need in Need.objects.order_by("path")
    ]


class WayInBlock(blocks.StructBlock):
    """One tile: a title that is a link, and a line about it."""

    title = blocks.CharBlock(max_length=80)
    text = blocks.CharBlock(max_length=160, required=False)
    page = blocks.PageChooserBlock(required=False)
    address = blocks.CharBlock(
        max_length=200, required=False, help_text="Instead of a page, such as /hubs/."
    )

    def clean(self, value):
        cleaned = super().clean(value)
        address = cleaned.get("address", "")
        if not cleaned.get("page") and not address:
            raise blocks.StructBlockValidationError(
                {"page": ValidationError("Choose a page, or write an address.")}
            )
        if address and not address.startswith(("/", "https://")):
            raise blocks.StructBlockValidationError(
                {"address": ValidationError("Start the address with / or https://")}
            )
        return cleaned


class WaysInBlock(blocks.StructBlock):
    """A heading and tiles: where do I start?"""

    heading = blocks.CharBlock(max_length=80)
    tiles = blocks.ListBlock(WayInBlock(), min_num=1, max_num=12)

    class Meta:
        icon = "list-ul"
        label = "Ways in"
        template = "pages/blocks/ways_in.html"


class TopicsBlock(blocks.StructBlock):
    """A heading and topics to choose from, each a link to its page."""

    heading = blocks.CharBlock(max_length=80)
    topics = blocks.ListBlock(blocks.ChoiceBlock(choices=need_choices), min_num=1, max_num=24)

    class Meta:
        icon = "tag"
        label = "Topics"
        template = "pages/blocks/topics.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        needs = {need.slug: need for need in Need.objects.filter(slug__in=list(value["topics"]))}
        context["needs"] = [needs[slug] for slug in value["topics"] if slug in needs]
        return context


class NoticeBlock(blocks.StructBlock):
    """A notice that stands out, such as a closure over the holidays."""

    heading = blocks.CharBlock(max_length=80)
    text = blocks.RichTextBlock(features=["bold", "link"])

    class Meta:
        icon = "warning"
        label = "Notice"
        template = "pages/blocks/notice.html"


class TextBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = "Text"
        template = "pages/blocks/text.html"


PAGE_BLOCKS = [
    ("text", TextBlock(features=RICH_TEXT)),
    ("ways_in", WaysInBlock()),
    ("topics", TopicsBlock()),
    ("notice", NoticeBlock()),
]
