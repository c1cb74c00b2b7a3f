"""One page of a record's form: fields, and rows such as phone numbers or times.

A page is described by a table (see upkeep/pages_*.py); these classes do the rest. Rows keep their
uid from draft to draft: the form carries it, and only a uid of this record's own is taken up.
"""

from copy import copy

from django import forms
from django.forms import modelform_factory
from django.forms.utils import ErrorDict

from records.forms import ErrorsOfOtherFields, ValidatedAsDraft
from upkeep.form_fields import plain_field

#: So many rows of a kind can be sent at once, beside those that the record has.
MOST_ROWS = 40


def row_key(row):
    """How a form names a row: its uid, or its words where it has none."""
    return str(getattr(row, "uid", None) or row)


class RowForm(ErrorsOfOtherFields, forms.ModelForm):
    """One row. It is left out when its box is ticked, or when nothing of `lead` is filled in."""

    row = forms.CharField(required=False, widget=forms.HiddenInput)
    remove = forms.BooleanField(required=False, label="Remove this")

    #: Fields that make a row: with none of them there is no row.
    lead = ()
    #: Fields behind "More about this".
    more = ()

    def __init__(self, *args, organisation=None, version=None, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.organisation, self.version = organisation, version
        self.is_new = self.instance._state.adding and not self.initial.get("row")
        self.prepare()

    def prepare(self):
        """For subclasses: choices and initial values that hang on the record."""

    @property
    def is_left_out(self):
        if not self.is_bound:
            return False
        ticked = self.fields["remove"].widget.value_from_datadict(
            self.data, self.files, self.add_prefix("remove")
        )
        return bool(ticked) or not any(self._typed(name) for name in self.lead)

    def _typed(self, name):
        widget = self.fields[name].widget
        value = widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        return value.strip() if isinstance(value, str) else value

    def full_clean(self):
        if self.is_left_out:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    @property
    def first_fields(self):
        hidden = ("row", "remove", *self.more)
        return [field for field in self.visible_fields() if field.name not in hidden]

    @property
    def more_fields(self):
        return [self[name] for name in self.more if name in self.fields]

    @property
    def more_is_open(self):
        return any(self[name].errors for name in self.more if name in self.fields)


class Rows:
    """The rows of one relation on a page, as a list of RowForms."""

    def __init__(self, kind, version, *, data=None, known=None, blank=1, **options):
        self.kind, self.version = kind, version
        options = {**options, "version": version}
        if data is None:
            self.forms = self._shown(blank, options)
        else:
            self.forms = list(self._sent(data, known or {}, options))

    def _prefix(self, number):
        return f"{self.kind.relation}-{number}"

    def _shown(self, blank, options):
        rows = list(getattr(self.version, self.kind.relation).all())
        blank = min(blank, self.kind.blank)
        rows += [self.kind.new() for _ in range(blank)]
        return [
            self.kind.form(
                instance=row,
                prefix=self._prefix(number),
                initial={"row": "" if number >= len(rows) - blank else row_key(row)},
                **options,
            )
            for number, row in enumerate(rows)
        ]

    def _sent(self, data, known, options):
        free = dict(known)
        for number in range(MOST_ROWS + len(known)):
            prefix = self._prefix(number)
            if f"{prefix}-row" not in data:
                return
            row = free.pop(data[f"{prefix}-row"], None)
            row = copy(row) if row is not None else self.kind.new()
            yield self.kind.form(data, instance=row, prefix=prefix, **options)

    def is_valid(self):
        verdicts = [form.is_valid() for form in self.forms]
        return all(verdicts)

    def apply(self):
        """Put the rows on the record, in their order. Nothing is written to the database."""
        kept = [form.instance for form in self.forms if not form.is_left_out]
        for order, row in enumerate(kept):
            if hasattr(row, "sort_order"):
                row.sort_order = order
        setattr(self.version, self.kind.relation, kept)


class DraftForm(ValidatedAsDraft, forms.ModelForm):
    """The fields of one page, with its `rows`. What no public record may be is said here already,
    beside the field, unless the person only wants to keep what there is so far (`finished` false).
    """

    row_kinds = ()
    #: Whether the rows stand above the fields.
    rows_first = False
    #: Fields that the model leaves optional and this page asks for.
    asked = ()

    def __init__(
        self,
        data=None,
        *,
        user,
        organisation,
        known=(),
        theirs=(),
        finished=True,
        blank=1,
        **kwargs,
    ):
        super().__init__(data, use_required_attribute=False, **kwargs)
        self.user, self.organisation, self.finished = user, organisation, finished
        for name in theirs:
            self.fields.pop(name, None)
        for name, field in self.fields.items():
            # Something new needs its name, whether the person goes on or comes back later.
            names_it = name == "name" and self.instance.pk is None
            field.required = (finished or names_it) and (field.required or name in self.asked)
        self.rows = [
            Rows(kind, self.instance, data=data, known=_rows_of(known, kind), blank=blank,
                 organisation=organisation)
            for kind in self.row_kinds
            if kind.relation not in theirs
        ]  # fmt: skip
        self.prepare()

    def prepare(self):
        """For subclasses: choices that hang on the person or the record."""

    def is_valid(self):
        rows_are = [rows.is_valid() for rows in self.rows]
        return super().is_valid() and all(rows_are)

    def _post_clean(self):
        super()._post_clean()
        if self.finished:
            for name, message in self.instance.publishing_errors().items():
                if name in self.fields and name not in self.errors:
                    self.add_error(name, message)

    def apply(self):
        """Put everything on the version that is being edited; call after is_valid()."""
        for field in self._meta.model._meta.many_to_many:
            if field.name in self.cleaned_data:
                setattr(self.instance, field.name, list(self.cleaned_data[field.name]))
        for rows in self.rows:
            rows.apply()
        return self.instance

    def after(self, record):
        """For subclasses: what is to be done, in the same transaction, once the draft is kept."""

    def told(self):
        """For subclasses: what the person should know once the draft is kept; "" for nothing."""
        return ""

    @classmethod
    def private_answers(cls, version):
        """For subclasses: [Answer] about what this page keeps beside the record."""
        return []

    @property
    def all_errors(self):
        """[(id of the input or "", message)] in the order of the page, for the summary at its top."""
        found = [("", message) for message in self.non_field_errors()]
        below = [form for rows in self.rows for form in rows.forms]
        for form in [*below, self] if self.rows_first else [self, *below]:
            if form is not self:
                found += [("", message) for message in form.non_field_errors()]
            for field in form.visible_fields():
                found += [(first_input(field), message) for message in field.errors]
        return found


def first_input(field):
    """The id of a field's first input: a list of boxes has one of its own for each."""
    grouped = isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return f"{field.auto_id}_0" if grouped else field.auto_id


def _rows_of(versions, kind):
    """{key: row} of the relation in these versions of a record; later ones win."""
    return {
        row_key(row): row
        for version in versions
        if version is not None
        for row in getattr(version, kind.relation).all()
    }


def form_class(model, fields, *, base=DraftForm, asked=(), rows=()):
    """A DraftForm for `fields`: {name: (label, hint)}; see upkeep/pages.py for the words."""
    words = {name: text if isinstance(text, tuple) else (text, "") for name, text in fields.items()}
    form = modelform_factory(
        model,
        form=base,
        fields=list(fields),
        labels={name: label for name, (label, _) in words.items()},
        help_texts={name: hint for name, (_, hint) in words.items()},
        error_messages={
            name: {"required": f"Answer this: {label}"} for name, (label, _) in words.items()
        },
        formfield_callback=plain_field,
    )
    form.asked, form.row_kinds = tuple(asked), tuple(rows)
    return form
