"""Where an imported record came from, in the staff area."""

from functools import partial

import django_filters
from wagtail.admin.panels import FieldPanel

SOURCE_PANELS = [
    FieldPanel("source"),
    FieldPanel("source_id"),
    FieldPanel("source_url"),
]


class SourceFilter(django_filters.ChoiceFilter):
    """Choose among the sources that records of `model` come from."""

    def __init__(self, model, **kwargs):
        super().__init__(
            field_name="source",
            label="Imported from",
            choices=partial(_sources, model),
            empty_label="All",
            **kwargs,
        )


def _sources(model):
    found = model.objects.exclude(source="").order_by("source")
    return [(name, name) for name in found.values_list("source", flat=True).distinct()]
