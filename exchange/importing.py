"""Importing listings from a mapped table: all of it or nothing, as often as one likes."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import ReferenceIndex

from exchange.listings import Problem, RowReader
from exchange.mapping import MappingError, check_columns, load_mapping
from exchange.models import ImportedRow
from exchange.tables import read_table
from hubs.models import Hub
from organisations.models import (
    Community,
    Organisation,
    OrganisationIdentifier,
    OrganisationPhone,
)
from places import postcodes, wheels
from places.loading import loaded_areas, replace_area
from places.models import Area
from records.uses import left_alone
from search.signals import rebuilt_once
from services.geocoding import place_by_postcode
from services.models import (
    Audience,
    Language,
    Location,
    LocationPhone,
    LocationSchedule,
    Need,
    Service,
    ServiceAtLocation,
    ServicePhone,
    ServiceRoute,
    Session,
)

_LINKED = {
    "needs": (Need, "slug"),
    "coverage": (Area, "code"),
    "languages": (Language, "code"),
    "audiences": (Audience, "slug"),
    "serves": (Community, "slug"),
    "led_by": (Community, "slug"),
}


class NothingImported(Exception):
    """The import stopped and changed nothing; `report` names what is wrong, by row and column."""

    def __init__(self, report):
        super().__init__(f"{len(report.errors)} errors")
        self.report = report


@dataclass
class Report:
    """What an import did or, in a dry run, would do. Counts are of rows."""

    source: str = ""
    rows: int = 0
    left_out: int = 0
    made: int = 0
    changed: int = 0
    same: int = 0
    edited_here: list[str] = field(default_factory=list)
    gone_from_source: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def errors(self):
        return [problem for problem in self.problems if problem.is_error]

    @property
    def warnings(self):
        return [problem for problem in self.problems if not problem.is_error]

    def summary(self):
        """Lines for a person."""
        lines = [
            f"{self.rows} rows read from {self.source}, {self.left_out} left out by the mapping.",
            f"{self.made} new, {self.changed} changed, {self.same} the same as last time.",
        ]
        if self.edited_here:
            lines.append(
                f"{len(self.edited_here)} were edited here since, and are left as they are."
            )
        if self.gone_from_source:
            lines.append(
                f"{len(self.gone_from_source)} imported before are no longer in the file. "
                "They are still listed: check them and withdraw those that have ended."
            )
        return lines


def read_listings(path, mapping):
    """Return (listings, report) for a file and a loaded mapping, keeping nothing."""
    columns, rows = read_table(path)
    check_columns(mapping, columns)
    report = Report(source=mapping.source, rows=len(rows))
    listings, seen = [], {}
    for row in rows:
        if not mapping.wanted(row.cells):
            report.left_out += 1
            continue
        reader = RowReader(mapping, row)
        listing = reader.read()
        report.problems += reader.problems
        if listing.source_id in seen:
            report.problems.append(
                Problem(
                    row.number,
                    mapping.source_id,
                    f"has the same id as row {seen[listing.source_id]}: “{listing.source_id[:60]}”.",
                )
            )
            continue
        seen[listing.source_id] = row.number
        listings.append(listing)
    return listings, report


def import_file(path, mapping_path, *, by=None, dry_run=False, skip_bad_rows=False, progress=iter):
    """Import a CSV or XLSX file by a mapping file; return a Report.

    All rows are kept or none: with any error NothingImported is raised, unless
    `skip_bad_rows` asks for the good ones. `dry_run` does everything and undoes it. A row that
    is the same as last time is not touched; a record edited here since is left alone. Raises
    TableError or MappingError where file or mapping cannot be used at all. `progress` wraps the
    list of listings (tqdm fits).
    """
    mapping = load_mapping(mapping_path)
    linked = linked_rows(mapping)
    listings, report = read_listings(path, mapping)
    load_missing_postcodes(listings)
    bad_rows = {problem.row for problem in report.errors}
    if bad_rows and not skip_bad_rows:
        raise NothingImported(report)
    good = [listing for listing in listings if listing.row not in bad_rows]
    with transaction.atomic():
        writer = _Writer(mapping, report, linked)
        # Wagtail would note "used in", and the finder what changed, after each of a record's many
        # child rows: once will do.
        with left_alone(), rebuilt_once():
            for listing in progress(good):
                writer.keep(listing)
        if report.errors and not skip_bad_rows:
            raise NothingImported(report)
        kept = {listing.source_id for listing in listings}
        earlier = ImportedRow.objects.filter(source=mapping.source).exclude(source_id__in=kept)
        report.gone_from_source = sorted(earlier.values_list("source_id", flat=True))
        if dry_run:
            transaction.set_rollback(True)
    return report


def linked_rows(mapping):
    """The needs, areas, communities … that a mapping names, by (field, slug or code).

    Raises MappingError for the ones that are not known here.
    """
    wanted = [(name, slug) for name in _LINKED for slug in mapping.always.get(name, ())]
    if needs := mapping.choices.get("needs"):
        chosen = [*needs.values.values(), needs.otherwise or []]
        wanted += [("needs", slug) for slugs in chosen for slug in slugs]
    found, unknown = {}, []
    for name, slug in dict.fromkeys(wanted):
        model, key = _LINKED[name]
        row = model.objects.filter(**{key: slug}).first()
        if row is None:
            unknown.append(f"{name}: “{slug}” is not known here.")
        found[name, slug] = row
    if unknown:
        raise MappingError("\n".join(unknown))
    return found


def load_missing_postcodes(listings):
    """Load the postcode areas that the listings are in and that are not here yet, whole."""
    written = {listing.location.get("postcode", "") for listing in listings}
    wanted = {postcodes.area_of(postcode) for postcode in written if postcode} & set(wheels.areas())
    missing = wanted - set(loaded_areas(sorted(wanted)))
    for area, rows in wheels.rows_of_areas(missing):
        replace_area(area, rows)


class _Writer:
    """Keeps listings: looks up what is there, changes what is ours, links the rest."""

    def __init__(self, mapping, report, linked):
        self.mapping, self.report, self.source = mapping, report, mapping.source
        self.linked = linked
        self.model = Hub if mapping.record == "hub" else Service
        self.imported = {
            row.source_id: row for row in ImportedRow.objects.filter(source=self.source)
        }
        self.organisations, self.locations = {}, {}

    def keep(self, listing):
        """Make or change the records of one listing; problems go to the report, with the row."""
        row = self.imported.get(listing.source_id)
        record = (
            self.model.objects.filter(source=self.source, source_id=listing.source_id).first()
            if row
            else None
        )
        if record and row.digest == listing.digest:
            self.report.same += 1
            return
        if record and (
            record.modified_at > row.record_modified_at or record.has_unpublished_changes
        ):
            self.report.edited_here.append(f"{record} ({listing.source_id})")
            return
        counted = "changed" if record else "made"
        try:
            with transaction.atomic():
                record = self.write(listing, record)
        except ValidationError as error:
            self.refuse(listing, error)
            return
        setattr(self.report, counted, getattr(self.report, counted) + 1)
        ReferenceIndex.create_or_update_for_object(record)
        ImportedRow.objects.update_or_create(
            source=self.source,
            source_id=listing.source_id,
            defaults={
                "record_uid": record.uid,
                "digest": listing.digest,
                "record_modified_at": record.modified_at,
            },
        )

    def refuse(self, listing, error):
        """Report why a row cannot be kept. What it began to make is undone, so it is forgotten."""
        self.organisations, self.locations = {}, {}
        messages = getattr(error, "message_dict", None) or {"": error.messages}
        for name, texts in messages.items():
            section = "hub" if self.mapping.record == "hub" else "service"
            column = ", ".join(self.mapping.columns_of(section, name)) or name
            for text in texts:
                self.report.problems.append(Problem(listing.row, column, text))

    def write(self, listing, record):
        organisation = self.organisation(listing)
        location = self.location(listing, organisation)
        if self.mapping.record == "hub":
            return self.hub(listing, record, organisation, location)
        return self.service(listing, record, organisation, location)

    def organisation(self, listing):
        """The organisation of a row, made once for all its rows, never overwritten."""
        values = dict(listing.organisation)
        key = values.pop("source_id")
        if key not in self.organisations:
            organisation = Organisation.objects.filter(source=self.source, source_id=key).first()
            if organisation is None:
                organisation = Organisation(source=self.source, source_id=key, **values)
                organisation.full_clean(exclude=["parent_organisation", "logo"])
                organisation.save()
                self.add_identifier(organisation, listing)
            self.organisations[key] = organisation
        return self.organisations[key]

    def add_identifier(self, organisation, listing):
        if listing.identifier:
            scheme, identifier = listing.identifier
            OrganisationIdentifier.objects.create(
                organisation=organisation, scheme=scheme, identifier=identifier
            )
        if listing.phones and self.mapping.sections["organisation"].get("phone"):
            OrganisationPhone.objects.create(organisation=organisation, number=listing.phones[0])

    def location(self, listing, organisation):
        """The place of a row: one for all rows with the same address."""
        values = listing.location
        if not values:
            return None
        words = " ".join(
            str(values[name] or "")
            for name in ("address_1", "address_2", "city", "postcode", "latitude", "longitude")
        )
        key = (
            slugify(words)[:120] + "-" + hashlib.sha256(words.casefold().encode()).hexdigest()[:12]
        )
        if key not in self.locations:
            location = Location.objects.filter(source=self.source, source_id=key).first()
            if location is None:
                location = Location(source=self.source, source_id=key, **values)
                location.full_clean(exclude=["council", "ward", "kept_by"])
                self.place(location)
                location.save()
                ReferenceIndex.create_or_update_for_object(location)
            self.locations[key] = location
        return self.locations[key]

    def place(self, location):
        """Point, council and ward: the source's own point where it gives one, else the postcode's."""
        if location.latitude is not None:
            location.coordinates_from = Location.CoordinatesFrom.SOURCE
        place_by_postcode(location)

    def hub(self, listing, record, organisation, location):
        if location is None:
            raise ValidationError({"name": "A hub needs an address or a postcode."})
        if listing.hours:
            location.schedules.all().delete()
            for row in listing.hours:
                LocationSchedule.objects.create(
                    location=location, description=listing.hours_words, **vars(row)
                )
        if not location.phones.exists():
            for number in listing.phones:
                LocationPhone.objects.create(location=location, number=number)
        hub = record or Hub(source=self.source, source_id=listing.source_id)
        for name, value in listing.record.items():
            if hasattr(hub, name):
                setattr(hub, name, value)
        hub.location, hub.organisation = location, organisation
        hub.full_clean(exclude=["image"])
        hub.save()
        return hub

    def service(self, listing, record, organisation, location):
        service = record or Service(source=self.source, source_id=listing.source_id)
        for name, value in listing.record.items():
            setattr(service, name, value)
        service.organisation = organisation
        if location is not None and not service.ways_to_attend:
            service.in_person = True
        for name, slugs in listing.slugs.items():
            if slugs:
                getattr(service, name).set([self.linked[name, slug] for slug in slugs])
        self.child_rows(service, listing, location)
        service.full_clean(exclude=["alternative_service", "onward_service"])
        service.save()
        return service

    def child_rows(self, service, listing, location):
        """Phones, place, sessions and the way in, made afresh from the row."""
        service.phones.set([ServicePhone(number=number) for number in listing.phones])
        service.at_locations.set([ServiceAtLocation(location=location)] if location else [])
        words = listing.hours_words
        sessions = [
            Session(location=location, description=words, **vars(row)) for row in listing.hours
        ]
        if words and not sessions:
            sessions = [Session(location=location, description=words)]
        service.sessions.set(sessions)
        if listing.how_to_start:
            service.routes.set([ServiceRoute(referrer="self", how=listing.how_to_start)])


def problem_lines(problems, most=40):
    """Problems as lines, those with the same words counted together after the first few."""
    lines = [str(problem) for problem in problems[:most]]
    rest = Counter(problem.message for problem in problems[most:])
    lines += [f"… and {count} more: {message}" for message, count in rest.most_common(10)]
    return lines
