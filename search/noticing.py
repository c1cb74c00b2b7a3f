"""What has changed since the last search: one query looks for the index, words and places together."""

from django.db.models import Exists, Subquery

from places import edition
from places.models import NamesEdition
from search.index_changes import IndexChange
from services import vocabulary
from services.vocabulary import VocabularyVersion


def something_waits():
    """Whether the index has changes to hear of. What is kept of words and places is new by then."""
    names = NamesEdition.objects.filter(pk=1).values("token")
    waiting = Exists(IndexChange.objects.waiting())
    words = VocabularyVersion.objects.filter(pk=1).order_by()
    seen = words.values_list("token", Subquery(names), waiting).first()
    if seen is None:  # A vocabulary that nobody has written yet: each looks for itself.
        return True
    vocabulary.saw(seen[0])
    edition.saw(seen[1])
    return seen[2]
