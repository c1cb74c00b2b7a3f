"""Search in staff lists: every word typed must be found in one of the named fields.

Wagtail's own search is not used for records: on SQLite a typed quote is an error, common words
take seconds, and every save costs ten times as much. These lists are small and rarely searched.
"""

from functools import reduce
from operator import or_

from django.db.models import Q
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.forms.choosers import SearchFilterMixin as ChooserSearch

#: More words than this are nobody's question.
MOST_WORDS = 10
#: Quotation marks that people put around words, and what no text holds.
_NOT_MEANT = str.maketrans(dict.fromkeys('"“”\x00', " "))


def matching(queryset, fields, typed):
    """Narrow `queryset` to rows in which each word of `typed` is part of any of the `fields`."""
    for word in typed.translate(_NOT_MEANT).split()[:MOST_WORDS]:
        queryset = queryset.filter(
            reduce(or_, (Q(**{f"{field}__icontains": word}) for field in fields))
        )
    return queryset


def chooser_search_form(fields):
    """A search form for a chooser that looks in `fields` as the lists do."""

    class ChooserForm(ChooserSearch, BaseFilterForm):
        def filter(self, objects):
            self.search_query = self.cleaned_data.get("q")
            self.is_searching = bool(self.search_query)
            return matching(objects, fields, self.search_query or "")

    return ChooserForm
