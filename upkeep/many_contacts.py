"""A number that stands on many records of an organisation, changed on all of them at once."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import prefetch_related_objects

from exchange.text_cleaning import one_line
from organisations import people
from organisations.alike import digits
from records.contacts import validate_dialable
from search.signals import rebuilt_once
from services.models import Service
from upkeep import drafts, submissions

#: Where records hold numbers: (relation, field).
_HOLDERS = (("phones", "number"), ("contacts", "phone"), ("routes", "phone"))
NOTE = "A phone number changed on everything: {old} is now {new}."


@dataclass
class Number:
    """A number and the newest versions of the records that show it."""

    key: str
    number: str
    records: list = field(default_factory=list)

    @property
    def services(self):
        return [record for record in self.records if isinstance(record, Service)]

    @property
    def others(self):
        return [record for record in self.records if not isinstance(record, Service)]


def key_of(number):
    """What makes two ways of writing a number the same."""
    return digits(number) or one_line(number).replace(" ", "")


def versions_of(organisation):
    """The newest versions of the organisation's own records, for reading their numbers."""
    records = submissions.records_of(organisation)
    for model in {type(record) for record in records}:
        rows = [r for r in records if type(r) is model and not r.latest_revision_id]
        holders = [relation for relation, _ in _HOLDERS if hasattr(model, relation)]
        prefetch_related_objects(rows, *holders)
    return list(drafts.newest_of(records, named=False).values())


def numbers_of(versions):
    """Every Number on these versions, on most of them first."""
    found = {}
    for version in versions:
        for key, number in {key_of(n): n for n in _numbers(version)}.items():
            found.setdefault(key, Number(key, number)).records.append(version)
    return sorted(found.values(), key=lambda number: (-len(number.records), number.number))


def without_their_own(versions):
    """How many services show the organisation's numbers because they have no contact of their own."""
    services = [version for version in versions if isinstance(version, Service)]
    return sum(not (v.phones.all() or v.contacts.all() or v.email or v.url) for v in services)


def _numbers(version):
    for relation, name in _HOLDERS:
        if hasattr(version, relation):
            yield from (n for row in getattr(version, relation).all() if (n := getattr(row, name)))


def checked(number):
    """A new number as it will be shown; ValidationError in words where nobody can dial it."""
    number = one_line(number)
    if not number:
        raise ValidationError("Type the new number.")
    if len(number) > 40:
        raise ValidationError("Type one number only.")
    validate_dialable(number)
    return number


@transaction.atomic
def change(organisation, old, new, *, by, uids):
    """Put `new` for the Number `old` on the records with these uids, and send that as one.

    Returns the Submission. Raises submissions.NotReady or drafts.Overtaken; nothing is kept then.
    """
    wanted, changed = set(uids), []
    people.lock(organisation)
    with rebuilt_once():
        for read in old.records:
            if str(read.uid) in wanted:
                version = drafts.newest(type(read).objects.get(pk=read.pk))
                _put(version, old.key, new)
                drafts.keep(version, by=by, seen=read.latest_revision_id)
                changed.append(version)
    note = NOTE.format(old=old.number, new=new)
    return submissions.send(organisation, by=by, records=changed, note=note) if changed else None


def _put(version, key, new):
    for relation, name in _HOLDERS:
        if not hasattr(version, relation):
            continue
        rows = list(getattr(version, relation).all())
        for row in rows:
            if key_of(getattr(row, name)) == key:
                setattr(row, name, new)
        getattr(version, relation).set(rows)
