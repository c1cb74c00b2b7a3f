"""What the website manager's desk is made of: sections of rows, each row acted on where it stands."""

import uuid
from dataclasses import dataclass, field

from django import forms
from django.contrib.admin.utils import quote
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.core.exceptions import ValidationError
from django.urls import reverse

from hubs.models import CrisisLine, Hub, SinglePointOfAccess
from organisations.models import Organisation
from services.models import Location, Service
from upkeep.kinds import KINDS, public_address

#: How many rows of a section the desk itself shows, and how many a page of all of them.
ON_THE_DESK = 20
ON_A_PAGE = 100
#: What is read along with a record of each kind, to say whose it is.
BELONGS_TO = {
    Service: ["organisation"],
    Organisation: [],
    Hub: ["organisation"],
    SinglePointOfAccess: ["organisation"],
    CrisisLine: [],
    Location: ["kept_by"],
}


@dataclass
class Row:
    """One thing to do. `key` names it in addresses; `thing` is what actions act on."""

    key: str
    title: str
    thing: object
    since: object = None
    kind: str = ""
    record: object = None
    facts: list = field(default_factory=list)
    links: list = field(default_factory=list)
    actions: list = field(default_factory=list)
    next_key: str = ""
    done: dict | None = None


@dataclass
class Done:
    """What an action did: the `words` to say, and what undoes it (plain values), where anything does.

    `link` is (words, address) of where what was done can be looked at.
    """

    words: str
    undo: dict | None = None
    link: tuple | None = None


class Action:
    """Something that staff do to a row: a form, and what it does.

    `do(row, form, user)` returns Done, or just the words to say; a ValidationError of it is shown
    in the form. `undo(data, user)` takes back what it did, and returns the words to say.
    """

    name = ""
    label = ""
    form_class = forms.Form
    #: False: editors may do it too.
    is_decision = True

    def form(self, row, user, data=None):
        prefix = f"{self.name}-{row.key}"
        return self.form_class(
            data, auto_id=f"{prefix}-%s", initial=self.initial(row), **self.options(row, user)
        )

    def fits(self, row):
        """Whether it can be done to this row at all."""
        return True

    def initial(self, row):
        return {}

    def options(self, row, user):
        return {}

    def do(self, row, form, user):
        raise NotImplementedError

    def undo(self, data, user):
        raise ValidationError("This cannot be taken back.")


@dataclass
class OfferedAction:
    """An Action of a row, with the form that is shown; `is_open` when it came back with errors."""

    action: Action
    form: forms.Form
    is_open: bool = False


class Section:
    """A list on the desk: oldest first, counted by the query that lists it."""

    slug = ""
    title = ""
    explains = ""
    actions = ()
    #: Whether only website managers see it, for the people it names.
    is_personal = False

    def count(self):
        raise NotImplementedError

    def rows(self, start, stop):
        """Rows from `start` to `stop`, oldest first, in a fixed number of queries."""
        raise NotImplementedError

    def find(self, key):
        """The row with this key, locked where it can be, if it still waits; else None."""
        raise NotImplementedError

    def action(self, name):
        return next((action for action in self.actions if action.name == name), None)


def is_uid(text):
    """Whether `text` is a whole uid."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def with_records(rows):
    """A queryset of RecordLink rows with their records, and what these belong to, in few queries."""
    records = [model.objects.select_related(*BELONGS_TO[model]) for model in KINDS.values()]
    return rows.select_related("content_type").prefetch_related(GenericPrefetch("record", records))


def record_links(record):
    """Where staff edit `record`, and where people read it."""
    if record is None:
        return []
    edit = reverse(type(record).snippet_viewset.get_url_name("edit"), args=[quote(record.pk)])
    links = [("Edit", edit)]
    if record.live and (page := public_address(record)):
        links.append(("See it as people do", page))
    return links


def kind_words(record):
    """ "Service", "Single point of access"; for a record that has gone, so much."""
    if record is None:
        return "A record that has gone"
    words = str(type(record)._meta.verbose_name)
    return words[0].upper() + words[1:]
