"""Rows of a record's form (times, phone numbers, places) that keep who they are while in a draft.

A row of a draft has no primary key until it is published, and a form would make it anew at each
save. So the form carries the row's `uid` in a hidden input, and the row takes it up again.
"""

import uuid

from django import forms
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms.models import WagtailAdminModelForm, WagtailAdminModelFormMetaclass

#: Name of the hidden input. Not "uid", which is a field of the row and never taken from a form.
ROW = "row"


class RowField(forms.Field):
    """The uid of the row that a form is about. What is no uid counts as none at all."""

    widget = forms.HiddenInput

    def to_python(self, value):
        try:
            return uuid.UUID(value)
        except (TypeError, ValueError, AttributeError):
            return None

    def has_changed(self, initial, data):
        return False


class ChildRowForm(WagtailAdminModelForm):
    row = RowField(required=False)

    def get_field_updates_for_resave(self):
        """Tell the open page the uid of a row that was just saved for the first time."""
        updates = super().get_field_updates_for_resave()
        uid = getattr(self.instance, "uid", None)
        name = self.add_prefix(ROW)
        if uid and self.data.get(name) != str(uid):
            updates.append((name, str(uid)))
        return updates


class ChildRowFormSet(BaseChildFormSet):
    """Gives each row without a primary key the uid it had, if the record itself has such a row.

    Only rows of the version that is being edited count. So a uid that is stale, made up, sent
    twice, or another record's is never taken over: the row then gets a new one.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._free = self._rows_without_a_form() if self.is_bound else {}

    def _rows_without_a_form(self):
        key = self.model._meta.pk.name
        sent = {
            self.data.get(f"{self.add_prefix(i)}-{key}") for i in range(self.total_form_count())
        }
        return {
            row.uid: row
            for row in self.get_queryset()
            if hasattr(row, "uid") and (row.pk is None or str(row.pk) not in sent)
        }

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        if not self.is_bound:
            form.initial[ROW] = getattr(form.instance, "uid", None)
        elif form.instance.pk is None:
            sent = form.fields[ROW].to_python(self.data.get(form.add_prefix(ROW)))
            if known := self._free.pop(sent, None):
                form.instance.pk, form.instance.uid = known.pk, known.uid
        return form


class ChildRowsMetaclass(WagtailAdminModelFormMetaclass):
    """Forms of records build the forms of their rows from the classes above."""

    def __new__(cls, name, bases, attrs):
        meta = attrs.get("Meta")
        if relations := getattr(meta, "formsets", None):
            meta.formsets = {
                relation: {**options, "formset": ChildRowFormSet, "form": _row_form(options)}
                for relation, options in relations.items()
            }
        return super().__new__(cls, name, bases, attrs)


def _row_form(options):
    """ChildRowForm, with what the panel asks of the form of its rows (deferred required fields)."""
    asked = options.get("form")
    return type(asked)(asked.__name__, (ChildRowForm, asked), {}) if asked else ChildRowForm
