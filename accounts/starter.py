"""Groups of staff, what each may do, and the review of records. Made and kept by set-up."""

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowTask,
)
from wagtail.snippets.models import get_snippet_models

from records.models import Record

MANAGERS = "Website managers"
EDITORS = "Editors"
REVIEW = "Review"

#: What each group may do with records and with the short lists of words and areas.
RECORD_ACTIONS = {
    MANAGERS: {"add", "change", "delete", "publish", "lock", "unlock", "view"},
    EDITORS: {"add", "change", "view"},
}
LIST_ACTIONS = {MANAGERS: {"add", "change", "delete", "view"}, EDITORS: {"view"}}
#: Things that change at once, without review, so that a cancellation is told the same day.
AT_ONCE = {"sessionchange", "closure"}
PAGE_ACTIONS = {
    MANAGERS: {"add", "change", "publish", "bulk_delete", "lock", "unlock"},
    EDITORS: {"add", "change"},
}
IMAGE_ACTIONS = {
    MANAGERS: {"add", "change", "choose", "delete"},
    EDITORS: {"add", "change", "choose"},
}
#: Other models that website managers look after: accounts of colleagues, mail, redirects, the site.
MANAGED = ["accounts.user", "outbox.message", "wagtailredirects.redirect", "wagtailcore.site"]


@transaction.atomic
def make_groups():
    """Make or mend the staff groups and the review; returns {name: Group}. Safe to run again."""
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in (MANAGERS, EDITORS)}
    for name, group in groups.items():
        group.permissions.add(*_permissions(name))
        _allow_pages(group, PAGE_ACTIONS[name])
        _allow_collections(group, IMAGE_ACTIONS[name])
    _make_review(groups[MANAGERS])
    return groups


def record_models():
    """Every kind of record there is."""
    return [model for model in apps.get_models() if issubclass(model, Record)]


def _permissions(name):
    yield Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for model in get_snippet_models():
        yield from _of(model, _actions(name, model))
    if name == MANAGERS:
        for label in [*MANAGED, *_settings_models()]:
            yield from _of(apps.get_model(label), {"add", "change", "delete", "view"})


def _actions(name, model):
    if issubclass(model, Record):
        return RECORD_ACTIONS[name]
    if model._meta.model_name in AT_ONCE:
        return LIST_ACTIONS[MANAGERS]
    return LIST_ACTIONS[name]


def _settings_models():
    """The site's settings, which are edited in the staff area."""
    from wagtail.contrib.settings.registry import registry

    return [model._meta.label for model in registry]


def _of(model, actions):
    names = [f"{action}_{model._meta.model_name}" for action in actions]
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
    return Permission.objects.filter(content_type=content_type, codename__in=names)


def _allow_pages(group, actions):
    root = Page.objects.filter(depth=1).first()
    content_type = ContentType.objects.get_for_model(Page)
    for action in actions:
        permission = Permission.objects.get(
            content_type=content_type, codename=f"{action}_{Page._meta.model_name}"
        )
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _allow_collections(group, actions):
    root = Collection.get_first_root_node()
    for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
        for permission in _of(apps.get_model(app, model), actions):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=permission
            )


def _make_review(managers):
    """One task, "a website manager looks at it", for every kind of record."""
    task = GroupApprovalTask.objects.filter(name=REVIEW).first()
    task = task or GroupApprovalTask.objects.create(name=REVIEW)
    task.groups.add(managers)
    workflow, _ = Workflow.objects.get_or_create(name=REVIEW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    for model in record_models():
        WorkflowContentType.objects.update_or_create(
            content_type=ContentType.objects.get_for_model(model, for_concrete_model=False),
            defaults={"workflow": workflow},
        )
