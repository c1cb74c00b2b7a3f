"""What staff can do to many records at once. Each record stands or falls alone, with its reason."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import classproperty
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.models import get_snippet_models

from records.checking import ConfirmForm
from records.forms import reasons_in_words
from records.models import Record
from records.unpublishing import left_behind


class RecordBulkAction(SnippetBulkAction):
    """Asks once, then acts on each record; tells which could not be done and why."""

    template_name = "records/staff/bulk_action.html"
    permission = "publish"
    question = ""
    button = ""
    done = ""
    #: Kinds of record that this is for; None means all.
    only_for = None

    @classproperty
    def models(cls):
        return [
            model
            for model in get_snippet_models()
            if issubclass(model, Record) and (cls.only_for is None or model in cls.only_for)
        ]

    def check_perm(self, record):
        return self.permission_policy.user_has_permission_for_instance(
            self.request.user, self.permission, record
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            question=self.question, button=self.button, title=self.display_name, **kwargs
        )

    @classmethod
    def execute_action(cls, objects, **context):
        action, done = context["self"], 0
        for record in objects:
            try:
                with transaction.atomic():
                    done += action.act_on(record)
            except ValidationError as error:
                reason = reasons_in_words(error, type(record))
                messages.error(action.request, f"Not done for “{record}”. {reason}")
        return done, 0

    def act_on(self, record):
        """Do it; returns whether there was anything to do. ValidationError: why it may not be."""
        raise NotImplementedError

    def get_success_message(self, num_parent_objects, num_child_objects):
        return f"{self.done}: {num_parent_objects}."


class PublishAction(RecordBulkAction):
    display_name = "Publish"
    aria_label = "Publish the selected records"
    action_type = "publish"
    action_priority = 10
    question = "Publish the latest version of these?"
    button = "Yes, publish"
    done = "Published"

    def act_on(self, record):
        locked = record.get_lock()
        if locked and locked.for_user(self.request.user):
            raise ValidationError("It is locked. Open it to see why.")
        revision = record.get_latest_revision() or record.save_revision(user=self.request.user)
        revision.publish(user=self.request.user)
        return True


class UnpublishAction(RecordBulkAction):
    display_name = "Unpublish"
    aria_label = "Unpublish the selected records"
    action_type = "unpublish"
    action_priority = 20
    question = "Hide these from everybody? You can publish them again at any time."
    button = "Yes, unpublish"
    done = "Unpublished"

    def object_context(self, record):
        return {**super().object_context(record), "lines": left_behind(record)}

    def act_on(self, record):
        if not record.live:
            return False
        record.unpublish(user=self.request.user)
        return True


class ConfirmAction(RecordBulkAction):
    display_name = "Confirm as checked"
    aria_label = "Confirm that the selected records are right"
    action_type = "confirm"
    action_priority = 5
    permission = "change"
    form_class = ConfirmForm
    question = "Confirm that somebody has checked these, and that they are right?"
    button = "Yes, they are right"
    done = "Confirmed"

    def get_form_kwargs(self):
        may_publish = self.permission_policy.user_has_permission(self.request.user, "publish")
        return {**super().get_form_kwargs(), "may_publish": may_publish}

    def act_on(self, record):
        if not record.live:
            raise ValidationError("It is not published, so there is nothing to confirm.")
        self.cleaned_form.confirm(record, by=self.request.user)
        return True


ACTIONS = [PublishAction, UnpublishAction, ConfirmAction]
