"""Who names a record: rows that point to it, and drafts, which no database constraint protects."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.models import Revision

from records.models import Record


def is_named_elsewhere(record):
    """Whether another row or another record's latest draft names `record`."""
    return _named_by_rows(record) or _named_by_drafts(record)


def _named_by_rows(record):
    for relation in record._meta.related_objects:
        own_part = isinstance(relation.field, ParentalKey)
        if (
            not own_part
            and relation.related_model._base_manager.filter(**{relation.field.name: record})
            .exclude(**_itself(relation, record))
            .exists()
        ):
            return True
    return False


def _itself(relation, record):
    return {"pk": record.pk} if relation.related_model is type(record) else {"pk": None}


def _named_by_drafts(record):
    for model in apps.get_models():
        paths = list(_paths_to(type(record), model)) if issubclass(model, Record) else []
        if paths and any(_names(draft, paths, record.pk) for draft in _drafts(model)):
            return True
    return False


def _drafts(model):
    """Contents of the drafts of a model that are newer than what is public."""
    latest = model.objects.filter(latest_revision__isnull=False).exclude(
        latest_revision=F("live_revision"), has_unpublished_changes=False
    )
    return (
        Revision.objects.filter(
            content_type=ContentType.objects.get_for_model(model),
            pk__in=latest.order_by().values("latest_revision"),
        )
        .values_list("content", flat=True)
        .iterator()
    )


def _paths_to(target, model):
    """(child relation or None, field name) for each foreign key of a record that leads to `target`."""
    for owner, child in [(model, None), *_children(model)]:
        for field in owner._meta.concrete_fields:
            if field.related_model is target and not isinstance(field, ParentalKey):
                yield child, field.name


def _children(model):
    return [(rel.related_model, rel.get_accessor_name()) for rel in get_all_child_relations(model)]


def _names(content, paths, pk):
    for child, name in paths:
        rows = content.get(child, []) if child else [content]
        if any(row.get(name) == pk for row in rows):
            return True
    return False
