"""Filters that every staff list of records has: what is public, and what needs a check."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet

from records.models import Standing


class OnlyFilter(django_filters.ChoiceFilter):
    """One tick: only what meets `conditions`. Not ticked, it leaves the list as it is."""

    def __init__(self, label, **conditions):
        self.conditions = conditions
        super().__init__(
            label="Only where",
            choices=[("yes", label)],
            widget=forms.RadioSelect,
            empty_label="All",
        )

    def filter(self, queryset, value):
        return queryset.filter(**self.conditions) if value else queryset


class RecordFilterSet(WagtailFilterSet):
    """Published or not, and how true it is known to be."""

    shown = django_filters.ChoiceFilter(
        label="Published",
        method="filter_shown",
        choices=[
            ("live", "Published"),
            ("draft", "Not published"),
            ("changed", "Published, with changes waiting"),
            ("review", "Waiting for review"),
        ],
        widget=forms.RadioSelect,
        empty_label="All",
    )
    check = django_filters.ChoiceFilter(
        label="Last checked",
        method="filter_check",
        choices=[
            ("never", "Never checked"),
            ("due", "Check is due"),
            ("unconfirmed", "Not confirmed lately"),
            ("hidden", "Hidden until confirmed"),
        ],
        widget=forms.RadioSelect,
        empty_label="All",
    )

    def filter_shown(self, queryset, name, value):
        if value == "review":
            return queryset.filter(workflow_states__status="in_progress").distinct()
        wanted = {
            "live": {"live": True},
            "draft": {"live": False},
            "changed": {"live": True, "has_unpublished_changes": True},
        }
        return queryset.filter(**wanted[value])

    def filter_check(self, queryset, name, value):
        standing = Standing.objects.filter(record_uid=OuterRef("uid"))
        if value == "never":
            return queryset.filter(~Exists(standing.filter(checked_at__isnull=False)))
        if value == "due":
            return queryset.filter(Exists(standing.filter(due_at__lte=timezone.now())))
        return queryset.filter(Exists(standing.filter(state=value)))
