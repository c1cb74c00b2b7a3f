"""Putting the demonstration data into the database, again and again with the same result.

Every record has source "demonstration" and its key as `source_id`; its `uid` is made from the key,
so a page keeps its address when everything is set up afresh. A record that staff have edited since
(it has a revision) is left as they made it, except for what stands beside it.
"""

from django.db import transaction
from django.utils import timezone
from wagtail.models import ReferenceIndex

from demonstration.beside import change_sessions, close_places, write_standings
from demonstration.filling import MODELS, Filling, demonstration_uid
from demonstration.reading import read
from demonstration.vocabulary import Known
from places.models import Postcode
from records.uses import left_alone
from search.signals import rebuilt_once

SOURCE = "demonstration"
#: Links between records of one table, by field of the file: they may name a record further down.
LINKS = {
    "organisation": {"parent": "parent_organisation"},
    "service": {
        "alternative_service": "alternative_service",
        "onward_service": "onward_service",
    },
}
#: When a record was published is no part of what it says.
NOT_COMPARED = ("first_published_at", "last_published_at", "modified_at", "created_at")


class Loaded(Known):
    """As Known, with the postcodes of the database: nothing is unpacked again."""

    def council_of(self, postcode):
        row = Postcode.objects.filter(key=postcode.replace(" ", ""), live=True).first()
        return row.council_code if row else None if Postcode.objects.exists() else ""


def load(book=None, *, now=None, progress=lambda rows: rows):
    """Load a Book (all files by default) and return `{table: count}`.

    `now` is the moment of set-up that all dates count from. Raises DataErrors when the files are
    wrong or name a need, area, … that is not in the database.
    """
    book = book or read(known=Loaded())
    with rebuilt_once(), transaction.atomic(), left_alone():
        loading = _Loading(book, now or timezone.now())
        for row in progress(loading.rows):
            loading.write(row)
        loading.connect()
        loading.write_beside()
        loading.withdraw_missing()
    return {table: len(book.of(table)) for table in MODELS}


class _Loading:
    def __init__(self, book, now):
        self.now, self.today = now, timezone.localdate(now)
        order = list(MODELS)
        self.rows = sorted(book.rows, key=lambda row: order.index(row.table))
        self.records = {}
        self.unconnected = []
        self.there = {
            (table, record.source_id): record
            for table, model in MODELS.items()
            for record in model.objects.filter(source=SOURCE)
        }
        self.filling = Filling(self.rows, today=self.today, find=self.find)

    def find(self, table, key):
        """The record of a key, which may be one of an earlier set-up; None for no key."""
        return self.records.get((table, key)) or self.there.get((table, key)) if key else None

    def write(self, row):
        record = self.there.get((row.table, row.key)) or MODELS[row.table](
            source=SOURCE, source_id=row.key, uid=demonstration_uid(row.table, row.key)
        )
        self.records[row.table, row.key] = record
        if record.latest_revision_id is not None:
            return
        before = _content(record) if record.pk else None
        self.filling.fill(record, row)
        # An exclusion may be public once its alternative is linked, which may be a later row.
        record.live = self._link(record, row)
        if not record.live:
            self.unconnected.append(row)
        if before is None or _content(record) != before:
            self._save(record)

    def _link(self, record, row):
        """Set the links to records of the same table; returns whether all of them are there."""
        links = LINKS.get(row.table, {})
        for name, attribute in links.items():
            setattr(record, attribute, self.find(row.table, row.fields.get(name)))
        return all(getattr(record, links[name]) for name in links if row.fields.get(name))

    def _save(self, record):
        record.first_published_at = record.first_published_at or self.now
        record.last_published_at = self.now
        record.save()
        ReferenceIndex.create_or_update_for_object(record)

    def connect(self):
        """Link the records that name a later one, and let them be public."""
        for row in self.unconnected:
            record = self.records[row.table, row.key]
            record.live = self._link(record, row)
            self._save(record)

    def write_beside(self):
        rows = [(self.records[row.table, row.key], row.fields) for row in self.rows]
        write_standings(rows, self.now)
        for record, fields in rows:
            change_sessions(record, fields, self.today)
            close_places(record, fields, self.today)

    def withdraw_missing(self):
        """Records of an earlier set-up that are no longer in the files leave the public site."""
        for key, record in self.there.items():
            if key not in self.records and record.live:
                record.live = False
                record.save()


def _content(record):
    """What the record and its child rows say, to see whether it has changed."""
    content = record.serializable_data()
    return {name: value for name, value in content.items() if name not in NOT_COMPARED}
