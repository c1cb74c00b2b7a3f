"""What a version of a record says on one page, as lines to check: label and words."""

from dataclasses import dataclass

from django.db import models

from organisations.models import Organisation
from services.models import Service
from services.opening_words import clock, date_words
from upkeep import named


@dataclass(frozen=True)
class Answer:
    """One field, or the rows of one kind, in words. `name` is the field's or relation's."""

    name: str
    label: str
    words: str


def answers(form, version, *, names=None):
    """[Answer] of what a page's form class asks, as `version` has it; only `names` where given."""
    found = [
        Answer(name, field.label, field_words(version, name))
        for name, field in form.base_fields.items()
        if name in (form._meta.fields or [])
    ]
    found += [
        Answer(kind.relation, kind.legend, rows_words(kind, version)) for kind in form.row_kinds
    ]
    return [answer for answer in found if names is None or answer.name in names]


def rows_words(kind, version):
    """One line a row."""
    return "\n".join(kind.words(row) for row in getattr(version, kind.relation).all())


def field_words(version, name):
    """The value of one field of a version, in words; empty where there is none."""
    field = version._meta.get_field(name)
    if field.many_to_many:
        return ", ".join(str(thing) for thing in getattr(version, name).all())
    if field.choices:
        return str(getattr(version, f"get_{name}_display")())
    return _value_words(field, getattr(version, name))


def _value_words(field, value):
    if isinstance(field, models.BooleanField):
        return "Yes" if value else "No"
    if value is None:
        return ""
    if isinstance(value, Service | Organisation):
        return named.words(value)
    if isinstance(field, models.DateField):
        return date_words(value)
    if isinstance(field, models.TimeField):
        return clock(value)
    return str(value)
