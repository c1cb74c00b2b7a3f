"""The front page of the staff area: how much waits to be done, each number a list to work through."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import WorkflowState
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from records.models import Record, Standing


class WorkPanel(Component):
    """Per kind of record: not published, waiting for review, checks due, changes not published."""

    name = "work"
    template_name = "records/staff/work_panel.html"
    order = 10

    def __init__(self, request):
        self.request = request

    def get_context_data(self, parent_context):
        return {"rows": [self.row(model) for model in self.models()]}

    def models(self):
        return [
            model
            for model in get_snippet_models()
            if issubclass(model, Record)
            and policy_registry.get_by_type(model).user_has_permission(self.request.user, "change")
        ]

    def row(self, model):
        url = reverse(model.snippet_viewset.get_url_name("list"))
        live = model.objects.filter(live=True)
        standing = Standing.objects.filter(record_uid=OuterRef("uid"))
        waiting = model.objects.filter(
            workflow_states__status=WorkflowState.STATUS_IN_PROGRESS
        ).distinct()
        due = live.filter(Exists(standing.filter(due_at__lte=timezone.now())))
        never = live.filter(~Exists(standing.filter(checked_at__isnull=False)))
        changed = live.filter(has_unpublished_changes=True)
        return {
            "name": model.snippet_viewset.menu_label,
            "url": url,
            "total": live.count(),
            "cells": [
                (model.objects.filter(live=False).count(), f"{url}?shown=draft"),
                (waiting.count(), f"{url}?shown=review"),
                (due.count(), f"{url}?shown=live&check=due"),
                (never.count(), f"{url}?shown=live&check=never"),
                (changed.count(), f"{url}?shown=changed"),
            ],
        }
