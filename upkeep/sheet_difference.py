"""What a sheet would change: row by row, field by field. Nothing is saved here."""

import hashlib
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from records.exports import as_meant
from services.models import Service
from services.sent_here import is_over, services_naming, services_naming_each
from upkeep.sheet_columns import COLUMNS, HEADING_OF, HEADINGS, REFERENCE, RowContext
from upkeep.sheet_export import newest_versions, own_services
from upkeep.sheet_lists import Lists
from upkeep.sheet_places import PlaceFinder
from upkeep.sheet_words import CellError, did_you_mean, has_several

UNKNOWN_REFERENCE = "We do not know this reference. Leave it empty for a new service."
#: Letters of a cell that are compared: a spreadsheet holds no more.
_COMPARED = 32_000


@dataclass(frozen=True)
class RowError:
    """What is wrong with a cell, and what was typed there."""

    row: int
    column: str
    typed: str
    message: str


@dataclass(frozen=True)
class Change:
    """One field: the words before and the words as we understood them."""

    heading: str
    before: str
    after: str


@dataclass
class RowChange:
    """A service that the sheet makes or changes; `seen` is the revision that it began from."""

    row: int
    service: Service
    is_new: bool
    seen: int | None
    changes: list[Change]

    @property
    def naming_it(self):
        """Who sends people to a service that this row ends: see services_naming."""
        stops = any(change.heading in ("Running", "Last day") for change in self.changes)
        return services_naming(self.service) if stops and is_over(self.service) else []

    @property
    def has_words_for_times(self):
        """Whether times were typed that nobody can be told "open now" from."""
        changed = any(change.heading == "Days and times" for change in self.changes)
        return changed and any(row.opens_at is None for row in self.service.sessions.all())


@dataclass
class Difference:
    """All that a sheet would do."""

    new: list[RowChange] = field(default_factory=list)
    changed: list[RowChange] = field(default_factory=list)
    same: int = 0
    missing: list[Service] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    #: Pairs of (a heading that we do not know, "Did you mean …?" or nothing).
    unused: list[tuple[str, str]] = field(default_factory=list)
    finder: PlaceFinder = None

    @property
    def missing_and_named(self):
        """[(service that is not in the sheet, who sends people to it)]."""
        naming = services_naming_each(self.missing)
        return [(service, naming[service.pk]) for service in self.missing]

    @property
    def rows(self):
        return [*self.new, *self.changed]

    @property
    def new_places(self):
        return list(self.finder.made.values())

    @property
    def digest(self):
        """Changes when anything that the person was shown would be different now."""
        shown = [(str(r.service.uid), r.seen, r.is_new, r.changes) for r in self.rows]
        shown += [str(service.uid) for service in self.missing]
        return hashlib.sha256(repr(shown).encode("utf-8", "replace")).hexdigest()


def compare(organisation, user, columns, rows, namespace):
    """The Difference between a sheet and the organisation's services.

    `columns` are its headings, `rows` pairs of (number, {heading: cell}). New services and places
    get uids made from `namespace`, a UUID, so that the same upload never makes two of one.
    """
    found = Difference(finder=PlaceFinder(user, organisation, namespace))
    found.unused = [
        (name, did_you_mean(name, HEADINGS)) for name in columns if name not in HEADINGS
    ]
    rows = [(number, {name: as_meant(c) for name, c in cells.items()}) for number, cells in rows]
    own = list(own_services(organisation).order_by("pk"))
    newest = newest_versions(own)
    matched = _matched(rows, own, newest, found)
    reader = _RowReader(organisation, found, columns, namespace)
    for number, cells in rows:
        if number in matched:
            service = matched[number]
            reader.read(number, cells, service and newest[service.uid])
    taken = {service.pk for service in matched.values() if service}
    found.missing = [
        service for service in own
        if service.pk not in taken and newest[service.uid].status != Service.Status.DEFUNCT
    ]  # fmt: skip
    return found


def _matched(rows, own, newest, found):
    """{row number: service, or None for a new one}; rows that cannot be matched become errors.

    By reference. A row without one is the service of exactly that name which no other row means:
    so the file of new services, sent twice, makes them once.
    """
    by_uid, by_name = {str(service.uid): service for service in own}, defaultdict(list)
    matched, taken, without = {}, {}, []
    for number, cells in rows:
        typed = cells.get(REFERENCE, "").strip()
        service = by_uid.get(_uid_text(typed))
        if not typed:
            without.append((number, cells))
        elif service is None:
            found.errors.append(RowError(number, REFERENCE, typed, UNKNOWN_REFERENCE))
        elif service.pk in taken:
            words = f"Row {taken[service.pk]} has the same reference."
            found.errors.append(RowError(number, REFERENCE, typed, words))
        else:
            matched[number], taken[service.pk] = service, number
    for service in own:
        if service.pk not in taken:
            by_name[_name_key(newest[service.uid].name)].append(service)
    for number, cells in without:
        same = by_name.get(_name_key(cells.get("Name", "")))
        matched[number] = same.pop(0) if same else None
    return matched


def _uid_text(typed):
    try:
        return str(uuid.UUID(typed))
    except ValueError:
        return ""


def _name_key(name):
    return COLUMNS[0].clean(name).casefold()


class _RowReader:
    """Reads the rows of one sheet into `found`."""

    def __init__(self, organisation, found, columns, namespace):
        self.organisation, self.found, self.namespace = organisation, found, namespace
        self.columns = [column for column in COLUMNS if column.heading in columns]
        self.lists = Lists()

    def read(self, number, cells, version):
        """Read one row for the newest version of its service, or None for a new one.

        What it changes goes to `found`, and so does what is wrong.
        """
        is_new = version is None
        base = self._new(number) if is_new else version
        errors, changes = [], []
        before = {c.heading: c.clean(c.words(base)) for c in self.columns}
        typed = {c.heading: c.clean(cells.get(c.heading, "")) for c in self.columns}
        context = RowContext(
            self.found.finder,
            self.lists,
            had_several=has_several(base),
            says_no_times=typed.get("Days and times") == before.get("Days and times"),
        )
        for column in self.columns:
            name = column.heading
            if typed[name][:_COMPARED] == before[name][:_COMPARED] and not (
                is_new and name == "Name"
            ):
                continue
            try:
                column.put(base, typed[name], context)
            except CellError as error:
                errors.append(RowError(number, name, cells.get(name, ""), str(error)))
                continue
            after = column.clean(column.words(base))
            if after != before[name]:
                changes.append(Change(name, before[name], after))
        if changes and not errors:
            errors = self._hindrances(number, cells, base)
        self._sort(RowChange(number, base, is_new, base.latest_revision_id, changes), errors)

    def _new(self, number):
        uid = uuid.uuid5(self.namespace, str(number))
        return Service(uid=uid, organisation=self.organisation, live=False)

    def _hindrances(self, number, cells, service):
        try:
            service.check_publishable(in_full=False)
        except ValidationError as error:
            return [
                RowError(number, heading, cells.get(heading, ""), text)
                for name, texts in error.message_dict.items()
                for heading in [HEADING_OF.get(name, "")]
                for text in texts
            ]
        return []

    def _sort(self, row, errors):
        if errors:
            self.found.errors += errors
        elif not row.changes:
            self.found.same += 1
        else:
            (self.found.new if row.is_new else self.found.changed).append(row)
