"""The documents of entries, read from the file where they are not remembered."""

import json

from search.engines.embedded import shown, text

_DOCUMENTS = (
    "SELECT id, uid, stems, bounds, shown FROM document"
    " WHERE id IN (SELECT value FROM json_each(?))"
)


class DocumentRow:
    """What is read of a document: its text as stems, where its fields end, what is shown of it."""

    __slots__ = ("_kept", "_shown", "_uid", "bounds", "stems")

    def __init__(self, uid, stems, bounds, kept):
        self.stems, self.bounds = stems, text.bounds_of(bounds)
        self._uid, self._kept, self._shown = uid, kept, None

    @property
    def shown(self):
        """What a hit is made of, unpacked only for those that are shown."""
        if self._shown is None:
            self._shown, self._kept = shown.Shown(self._uid, json.loads(self._kept)), None
        return self._shown


class Texts:
    """Reads documents of one index file."""

    def __init__(self, connection, memory):
        self.connection, self.known = connection, memory.documents

    def of(self, entries):
        """{number: DocumentRow} of at least the documents of these entries."""
        known = self.known
        if unknown := [number for e in entries if (number := e.document) not in known]:
            for number, *row in self.connection.execute(_DOCUMENTS, (json.dumps(unknown),)):
                known[number] = DocumentRow(*row)
        return known
