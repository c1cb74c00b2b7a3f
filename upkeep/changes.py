"""What differs between two versions of a record, field by field and row by row, in words.

Versions are compared as the data that a revision keeps, many at once: the number of queries
depends on the kinds of record, not on how many there are.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.utils.html import format_html, format_html_join
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations

from services.opening_words import clock, days_words, row_words
from services.schedules import ScheduleRow
from upkeep.things_named import Things

#: What the site itself keeps with a record. Nobody sends or reviews it.
BOOKKEEPING = {
    "id", "uid", "live", "has_unpublished_changes", "first_published_at", "last_published_at",
    "live_revision", "latest_revision", "go_live_at", "expire_at", "expired", "locked", "locked_at",
    "locked_by", "created_at", "modified_at", "is_fictional", "sort_order",
}  # fmt: skip
#: What only staff write and read. A group is never told of a change in them.
STAFF_ONLY = {"private_notes", "source", "source_id", "source_url", "declined_needs"}
ROWS_IN_WORDS = {
    "phones": "phone numbers",
    "contacts": "contacts",
    "identifiers": "numbers in registers",
    "at_locations": "places",
    "sessions": "days and times",
    "schedules": "opening times",
    "routes": "how to start",
    "cost_options": "prices",
}


@dataclass(frozen=True)
class RowChange:
    """A row (a phone number, a time) that was added, taken out or changed."""

    kind: str
    title: str
    fields: list = field(default_factory=list)


@dataclass(frozen=True)
class Change:
    """A field or list of rows that differs. `words` is safe HTML with <ins> and <del>."""

    name: str
    label: str
    words: str = ""
    rows: list = field(default_factory=list)


# What a record consists of


@cache
def plain_fields(model):
    """The fields of a record or of a row of one that people fill in, in the model's order."""
    return [
        f
        for f in model._meta.concrete_fields
        if f.name not in BOOKKEEPING and not isinstance(f, ParentalKey)
    ]


@cache
def lists(model):
    """The fields that name several other things: needs, languages, areas."""
    return list(model._meta.local_many_to_many)


@cache
def row_relations(model):
    """{name: model} of the rows that belong to a record."""
    return {r.get_accessor_name(): r.related_model for r in get_all_child_relations(model)}


def names_of(model):
    """{name: label} of all that can change in a record, in order."""
    found = {f.name: _sentence(f.verbose_name) for f in [*plain_fields(model), *lists(model)]}
    return found | {
        name: _sentence(ROWS_IN_WORDS.get(name, name.replace("_", " ")))
        for name in row_relations(model)
    }


def _sentence(words):
    words = str(words)
    return words[:1].upper() + words[1:]


# Versions as plain values


def version_values(model, content):
    """The content of a revision as {name: value}: Python values, keys of other records, rows."""
    values = {f.name: _python(f, content[f.name]) for f in plain_fields(model) if f.name in content}
    values |= {f.name: frozenset(content[f.name]) for f in lists(model) if f.name in content}
    for name, row_model in row_relations(model).items():
        if name in content:
            values[name] = _keyed(
                {f.name: _python(f, row.get(f.name)) for f in plain_fields(row_model)}
                | {"uid": str(row.get("uid") or "")}
                for row in content[name]
            )
    return values


def nothing(model):
    """The values of a record that does not exist yet."""
    blank = model()
    values = {f.name: f.value_from_object(blank) for f in plain_fields(model)}
    values |= {f.name: frozenset() for f in lists(model)}
    return values | {name: {} for name in row_relations(model)}


def public_values(model, pks):
    """{pk: values} of what is public now of these records, in a fixed number of queries."""
    found = {pk: nothing(model) for pk in pks}
    public = model._base_manager.filter(pk__in=list(pks), live=True)
    own = [f.attname for f in plain_fields(model)]
    names = {f.attname: f.name for f in plain_fields(model)}
    for row in public.order_by().values("pk", *own):
        pk = row.pop("pk")
        found[pk] |= {names[attname]: value for attname, value in row.items()}
    live = list(public.order_by().values_list("pk", flat=True))
    for f in lists(model):
        sets = defaultdict(set)
        chosen = model._base_manager.filter(pk__in=live, **{f"{f.name}__isnull": False})
        for pk, other in chosen.order_by().values_list("pk", f.name):
            sets[pk].add(other)
        for pk in sets:
            found[pk][f.name] = frozenset(sets[pk])
    for name, row_model in row_relations(model).items():
        for pk, rows in _live_rows(row_model, live).items():
            found[pk][name] = _keyed(rows)
    return found


def _live_rows(row_model, pks):
    parent = next(f for f in row_model._meta.fields if isinstance(f, ParentalKey))
    fields = plain_fields(row_model)
    has_uid = any(f.name == "uid" for f in row_model._meta.fields)
    rows = defaultdict(list)
    for row in row_model._base_manager.filter(**{f"{parent.attname}__in": pks}).order_by("pk"):
        values = {f.name: f.value_from_object(row) for f in fields}
        values["uid"] = str(row.uid) if has_uid else ""
        rows[getattr(row, parent.attname)].append(values)
    return rows


def _python(f, value):
    if f.is_relation:
        return value
    return None if value is None else f.to_python(value)


def _keyed(rows):
    """Rows by what they are known by: their uid, or all they say where they have none."""
    found = {}
    for row in rows:
        uid = row.pop("uid")
        found[uid or tuple(str(value) for value in row.values())] = row
    return found


# What differs


def differing(before, after):
    """Names of what differs between two versions, given as values."""
    return {name for name in after if name in before and before[name] != after[name]}


def changed_names(record, revision):
    """Names of the fields and rows in which `revision` differs from what is public."""
    model = type(record)
    before = public_values(model, [record.pk])[record.pk]
    return differing(before, version_values(model, revision.content))


def labels_for_the_group(model, before, after):
    """What differs between two revisions, as labels; without what only staff see."""
    names = differing(version_values(model, before.content), version_values(model, after.content))
    labels = names_of(model)
    return [label for name, label in labels.items() if name in names - STAFF_ONLY]


def of_versions(pairs):
    """{key: [Change]} against what is public, for `pairs` of (key, Revision).

    The revisions may be of records of several kinds.
    """
    by_model = defaultdict(list)
    for key, revision in pairs:
        model = ContentType.objects.get_for_id(revision.content_type_id).model_class()
        by_model[model].append((key, int(revision.object_id), revision))
    versions = []
    for model, those in by_model.items():
        public = public_values(model, {pk for _, pk, _ in those})
        for key, pk, revision in those:
            versions.append((key, model, public[pk], version_values(model, revision.content)))
    return _in_words(versions)


def between_revisions(pairs):
    """{key: [Change]} for `pairs` of (key, one Revision, a later one of the same record)."""
    versions = []
    for key, before, after in pairs:
        model = ContentType.objects.get_for_id(after.content_type_id).model_class()
        both = [version_values(model, revision.content) for revision in (before, after)]
        versions.append((key, model, *both))
    return _in_words(versions)


# In words


def _in_words(versions):
    names = _Names()
    for _, model, before, after in versions:
        names.note(model, before, after)
    return {key: _changes(model, before, after, names) for key, model, before, after in versions}


def _changes(model, before, after, names):
    differ = differing(before, after)
    found = []
    for name, label in names_of(model).items():
        if name not in differ:
            continue
        old, new = before[name], after[name]
        if name in row_relations(model):
            rows = _row_changes(row_relations(model)[name], old, new, names)
            found.append(Change(name, label, rows=rows))
        else:
            f = model._meta.get_field(name)
            found.append(Change(name, label, words=_difference(f, old, new, names)))
    return found


def _difference(f, old, new, names):
    if f.many_to_many:
        target = f.related_model
        marks = [("del", names.of(target, pk)) for pk in old - new]
        marks += [("ins", names.of(target, pk)) for pk in new - old]
        kept = [("", names.of(target, pk)) for pk in old & new]
        return _marked(sorted(kept + marks, key=lambda mark: mark[1]), ", ")
    before, after = in_words(f, old, names), in_words(f, new, names)
    if not (f.choices or f.is_relation) and f.get_internal_type() in ("CharField", "TextField"):
        return _marked(_word_by_word(before, after))
    return _marked([(tag, text) for tag, text in (("del", before), ("ins", after)) if text], " ")


def _word_by_word(before, after):
    """Pieces of two texts as (tag, text): what stays, goes ("del") and comes ("ins")."""
    old, new = (re.findall(r"\s*\w+|\s*[^\w\s]+|\s+", text) for text in (before, after))
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "", "".join(old[i1:i2])
        else:
            yield "del", "".join(old[i1:i2])
            yield "ins", "".join(new[j1:j2])


def _row_changes(row_model, old, new, names):
    found = []
    for key in [*new, *(key for key in old if key not in new)]:
        if key not in old:
            found.append(_whole_row(row_model, "added", new[key], names))
        elif key not in new:
            found.append(_whole_row(row_model, "taken out", old[key], names))
        elif old[key] != new[key]:
            fields = [
                (_sentence(f.verbose_name), _row_difference(f, old[key], new[key], names))
                for f in plain_fields(row_model)
                if old[key][f.name] != new[key][f.name]
            ]
            found.append(RowChange("changed", _row_title(row_model, new[key], names), fields))
    return found


def _row_difference(f, old, new, names):
    if f.name == "byday":
        model = f.model
        both = (("del", _days(model, old)), ("ins", _days(model, new)))
        return _marked([mark for mark in both if mark[1]], " ")
    return _difference(f, old[f.name], new[f.name], names)


def _whole_row(row_model, kind, row, names):
    tag = "ins" if kind == "added" else "del"
    fields = [
        (_sentence(f.verbose_name), _marked([(tag, words)]))
        for f in plain_fields(row_model)
        if (words := _row_value(f, row, names)) and row[f.name] != f.get_default()
    ]
    return RowChange(kind, _row_title(row_model, row, names), fields)


def _row_value(f, row, names):
    return _days(f.model, row) if f.name == "byday" else in_words(f, row[f.name], names)


def _row_title(row_model, row, names):
    if issubclass(row_model, ScheduleRow):
        return row_words(_unsaved(row_model, row))
    for f in plain_fields(row_model):
        if words := in_words(f, row[f.name], names):
            return words
    return ""


def _days(row_model, row):
    words = days_words(_unsaved(row_model, row))
    return _sentence(words)


def _unsaved(row_model, row):
    return row_model(**{row_model._meta.get_field(name).attname: row[name] for name in row})


_MARKS = {"ins": "<ins>{}</ins>", "del": "<del>{}</del>"}


def _marked(marks, separator=""):
    """Pieces of text as safe HTML: "ins" and "del" are marked up as such."""
    pieces = (format_html(_MARKS.get(tag, "{}"), text) for tag, text in marks if text)
    return format_html_join(separator, "{}", ((piece,) for piece in pieces))


def in_words(f, value, names):
    """A value of field `f` as staff read it: no codes, no True and False."""
    if value is None or value == "":
        return ""
    if f.is_relation:
        return names.of(f.related_model, value)
    if f.choices:
        return str(dict(f.flatchoices).get(value, value))
    kind = f.get_internal_type()
    if kind == "BooleanField":
        return "Yes" if value else "No"
    if kind == "DateField":
        return f"{value.day} {value:%B %Y}"
    if kind == "TimeField":
        return clock(value)
    return str(value)


class _Names(Things):
    """What other records are called."""

    def note(self, model, *versions):
        """Remember which records these versions name."""
        for values in versions:
            for f in plain_fields(model):
                if f.is_relation and values.get(f.name):
                    self.ask(f.related_model, [values[f.name]])
            for f in lists(model):
                self.ask(f.related_model, values.get(f.name, ()))
            for name, row_model in row_relations(model).items():
                for row in values.get(name, {}).values():
                    self.note(row_model, row)

    def of(self, model, pk):
        """The name of a record, or words for one that is gone."""
        found = self.get(model, pk)
        return str(found) if found else "something that is gone"
