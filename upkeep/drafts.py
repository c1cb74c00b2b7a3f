"""Drafts that an organisation keeps of its own records, and two people changing the same one.

A published record's changes live in its revisions only. A record that was never public has a row
as well, with live=False: it holds the newest draft, so that lists and look-ups of one's own see it.
"""

from django.db import transaction
from wagtail.models import Revision

from records.locks import held
from upkeep.changes import lists, plain_fields, row_relations
from upkeep.things_named import Things

#: The fields that a record's name is made of.
NAMING = ("name", "address_1", "postcode")


class Overtaken(Exception):
    """Somebody else has saved the record since: `theirs` is their version."""

    def __init__(self, theirs):
        super().__init__("Somebody else has changed this since.")
        self.theirs = theirs


def newest(record):
    """The newest version of `record`: its latest draft, or the row where there is none."""
    return record.get_latest_revision_as_object()


def newest_of(records, *, named=True):
    """{uid: newest version} of many records, as `newest` gives it, in a fixed number of queries.

    One for all their revisions, and one for each kind of thing that they name. Without `named` it
    is that one, for reading only: their lists (needs, languages) are left out, and whether what
    they name is still there is not looked up.
    """
    pairs, things = _with_newest(records), Things()
    read = {record.uid: _read(record, revision) for record, revision in pairs}
    if named:
        of_revisions = [(read[record.uid], rev.content) for record, rev in pairs if rev]
        for version, content in of_revisions:
            _ask(things, version, content)
        for version, content in of_revisions:
            _name(things, version, content)
    return read


#: What a version shares with all others of its record (Wagtail's with_content_json).
OF_THE_RECORD = (
    "pk", "latest_revision_id", "live", "has_unpublished_changes", "first_published_at",
)  # fmt: skip


def _read(record, revision):
    if revision is None:
        return record
    left_out = {f.name for f in lists(type(record))}
    content = {name: value for name, value in revision.content.items() if name not in left_out}
    version = type(record).from_serializable_data(content, check_fks=False)
    for name in OF_THE_RECORD:
        setattr(version, name, getattr(record, name))
    return version


def _ask(things, version, content):
    for f in lists(type(version)):
        things.ask(f.related_model, content.get(f.name, ()))
    for one in (version, *(row for rows in _rows(version).values() for row in rows)):
        for f in _naming(one):
            things.ask(f.related_model, filter(None, [getattr(one, f.attname)]))


def _name(things, version, content):
    """Put what is named in its place, or take it out where it is gone, as Wagtail does."""
    for f in lists(type(version)):
        found = (things.get(f.related_model, pk) for pk in content.get(f.name, ()))
        getattr(version, f.name).set(list(filter(None, found)))
    _whole(things, version)
    for name, rows in _rows(version).items():
        setattr(version, name, [row for row in rows if _whole(things, row)])


def _whole(things, one):
    """Whether `one` still says something when what is gone is no longer named."""
    for f in _naming(one):
        if pk := getattr(one, f.attname):
            setattr(one, f.name, things.get(f.related_model, pk))
            if getattr(one, f.attname) is None and not f.null:
                return False
    return True


def _rows(version):
    return {name: list(getattr(version, name).all()) for name in row_relations(type(version))}


def _naming(one):
    return [f for f in plain_fields(type(one)) if f.is_relation]


def titles(records):
    """{uid: what its newest version is called} of many records, in one query."""
    return {record.uid: _title(record, version) for record, version in _with_newest(records)}


def _with_newest(records):
    """[(record, its newest revision or None)], in one query."""
    ids = [record.latest_revision_id for record in records if record.latest_revision_id]
    revisions = Revision.objects.in_bulk(ids)
    return [(record, revisions.get(record.latest_revision_id)) for record in records]


def _title(record, revision):
    if revision is None:
        return str(record)
    named = {name: revision.content[name] for name in NAMING if name in revision.content}
    return str(type(record)(pk=record.pk, **named))


def seen(record):
    """The id of the revision that a form of `record` begins from, or None before the first."""
    return record.latest_revision_id


def version(record, revision_id):
    """`record` as it was in that revision of its own, or None where there is no such revision.

    Without an id it is what is public: what a form of a record without any draft began from.
    """
    if record.pk is None:
        return None
    if revision_id is None:
        return type(record).objects.filter(pk=record.pk, live=True).first()
    found = record.revisions.filter(pk=revision_id).first()
    return found.as_object() if found else None


@transaction.atomic
def keep(record, *, by, seen):
    """Save `record`, a changed version of its newest, as a draft by the user `by`.

    `seen` is the revision id that the change began from. Raises Overtaken where somebody has
    saved a version since; nothing is saved then. A record that is not there yet is made: a second
    one with its uid is an IntegrityError. Returns the Revision.
    """
    if record.pk is None:
        record.live = False
        record.save()
        return record.save_revision(user=by, log_action="wagtail.create")
    row = held(type(record).objects).get(pk=record.pk)
    if row.latest_revision_id != seen:
        raise Overtaken(newest(row))
    if _never_public(row):
        record.live = False
        record.save()
    return record.save_revision(user=by, log_action=True)


def _never_public(row):
    return not row.live and row.first_published_at is None


def saved_by(record):
    """The user who saved the newest draft of `record`, or None."""
    latest = Revision.objects.filter(pk=record.latest_revision_id).select_related("user").first()
    return latest.user if latest else None
