"""What versions of records name (places, topics, other services), read once for each kind of thing."""

from collections import defaultdict

from places.models import Area


class Things:
    """Rows of any kind by primary key. Ask for all of them first; then each kind costs one query."""

    def __init__(self):
        self._asked = defaultdict(set)
        self._found = {}

    def ask(self, model, pks):
        """Remember which rows will be wanted."""
        self._asked[model].update(pks)

    def get(self, model, pk):
        """The row, or None where it is gone."""
        if model not in self._found:
            some = model._base_manager.all()
            some = some.defer("geometry") if model is Area else some
            self._found[model] = some.in_bulk(list(self._asked[model]))
        return self._found[model].get(pk)
