"""Who names a thing: rows that point to it, and drafts, which no database constraint protects.

What is named stays. Deleting it would break a rule of another record, take rows along with it,
or leave a draft that cannot be opened any more.
"""

from itertools import islice

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.models import Revision

from records.models import Record


def is_named_elsewhere(thing):
    """Whether another row, or another record's latest draft, names `thing`."""
    return bool(named_by(thing, most=1))


def named_by(thing, most=None):
    """What names `thing`, each once: records (for a row of one, its record) and other rows.

    `most` ends the search after so many.
    """
    return list(islice(_once(thing), most))


def _once(thing):
    seen = {(type(thing), thing.pk)}
    for source in (_rows_naming(thing), _drafts_naming(thing)):
        for owner in source:
            if (key := (type(owner), owner.pk)) not in seen:
                seen.add(key)
                yield owner


def _rows_naming(thing):
    for relation in thing._meta.get_fields(include_hidden=True):
        if _points_here_from_outside(relation):
            model, name = relation.related_model, relation.field.name
            part_of = _record_field(model)
            rows = model._base_manager.filter(**{name: thing}).order_by("pk")
            for row in rows.select_related(part_of) if part_of else rows:
                yield getattr(row, part_of) if part_of else row


def _points_here_from_outside(relation):
    """Whether a field is a foreign key or list of another model, leading here, but no part of it."""
    return (
        relation.auto_created
        and not relation.concrete
        and not relation.related_model._meta.auto_created
        and not isinstance(relation.field, ParentalKey)
    )


def _record_field(model):
    """The name of the field that leads from a row to the record it is part of, if it is one."""
    return next((f.name for f in model._meta.fields if isinstance(f, ParentalKey)), None)


def _drafts_naming(thing):
    for model in apps.get_models():
        paths = list(_paths_to(type(thing), model)) if issubclass(model, Record) else []
        if paths:
            named = [pk for pk, draft in _drafts(model) if _names(draft, paths, thing.pk)]
            yield from model._base_manager.filter(pk__in=named).order_by("pk")


def _drafts(model):
    """(primary key, content) of the drafts of a model that are newer than what is public."""
    latest = model._base_manager.filter(latest_revision__isnull=False).exclude(
        latest_revision=F("live_revision"), has_unpublished_changes=False
    )
    return (
        Revision.objects.filter(
            content_type=ContentType.objects.get_for_model(model),
            pk__in=latest.order_by().values("latest_revision"),
        )
        .values_list("object_id", "content")
        .iterator()
    )


def _paths_to(target, model):
    """(child relation or None, field name) for each field of a record that leads to `target`."""
    for owner, child in [(model, None), *_children(model)]:
        for field in [*owner._meta.concrete_fields, *owner._meta.many_to_many]:
            if field.related_model is target and not isinstance(field, ParentalKey):
                yield child, field.name


def _children(model):
    return [(rel.related_model, rel.get_accessor_name()) for rel in get_all_child_relations(model)]


def _names(content, paths, pk):
    for child, name in paths:
        rows = content.get(child, []) if child else [content]
        for row in rows:
            value = row.get(name)
            if value == pk or (isinstance(value, list) and pk in value):
                return True
    return False
