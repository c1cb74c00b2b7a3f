"""The form that staff edit a record with: drafts may be half-finished, what goes public may not."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from wagtail.admin.forms.models import WagtailAdminModelForm

from records.child_rows import ChildRowsMetaclass


class ErrorsOfOtherFields:
    """Shows an error about a field that the form does not have at the top of the form."""

    def _update_errors(self, errors):
        if hasattr(errors, "error_dict"):
            moved = {}
            for name, reasons in errors.error_dict.items():
                target = name if name in self.fields else NON_FIELD_ERRORS
                moved.setdefault(target, []).extend(reasons)
            errors = ValidationError(moved)
        super()._update_errors(errors)


class ValidatedAsDraft(ErrorsOfOtherFields):
    """Validates a draft as a draft, and a version that is to be public by the rules for that.

    The view sets `publishing` before validation when the version is to be published, scheduled,
    submitted for review or approved. The reasons then stand beside their fields.
    """

    publishing = False

    def _post_clean(self):
        was_live, self.instance.live = self.instance.live, self.publishing
        try:
            super()._post_clean()
        finally:
            self.instance.live = was_live


class RecordForm(ValidatedAsDraft, WagtailAdminModelForm, metaclass=ChildRowsMetaclass):
    """The staff form of a record."""


def reasons_in_words(error, model):
    """The reasons of a ValidationError as one line, each led by its field's name on screen."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    parts = []
    for name, messages in error.message_dict.items():
        words = " ".join(messages)
        if name == NON_FIELD_ERRORS:
            parts.append(words)
        else:
            label = str(model._meta.get_field(name).verbose_name)
            parts.append(f"{label[0].upper()}{label[1:]}: {words}")
    return " ".join(parts)
