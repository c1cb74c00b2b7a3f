"""Hiding a record from everybody, with a word on what would be left without it."""

from wagtail.snippets.views import snippets


def left_behind(record):
    """Sentences on what names `record` as the way on; a kind of record says so in its viewset."""
    own = type(record).snippet_viewset
    return getattr(own, "left_behind", lambda record: [])(record)


class RecordUnpublishView(snippets.UnpublishView):
    """Says first who would be left without a way on."""

    template_name = "records/staff/unpublish.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(left_behind=left_behind(self.object), **kwargs)
