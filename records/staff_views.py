"""Wagtail's views for records, with our rules: a clear reason instead of an error page."""

from django.contrib.admin.utils import quote
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views import snippets
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView

from records.columns import with_publishing_state, with_standing
from records.exports import SafeSpreadsheetMixin
from records.forms import reasons_in_words
from records.listing_search import chooser_search_form, matching

#: What the form is sent for that makes a version public, now or after a review.
LEADS_TO_PUBLIC = {"publish", "submit", "restart-workflow"}


class ListView(SafeSpreadsheetMixin, snippets.IndexView):
    """A staff list: search over plain columns, safe export, and a fixed number of queries."""

    def get_base_queryset(self):
        related = self.model.snippet_viewset.list_select_related
        queryset = super().get_base_queryset()
        return queryset.select_related(*related) if related else queryset

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        return matching(queryset, self.search_fields, self.search_query)


class RecordListView(ListView):
    def get_base_queryset(self):
        return with_publishing_state(with_standing(super().get_base_queryset()))

    def get_delete_url(self, instance):
        if instance.live or instance.first_published_at:
            return None
        return super().get_delete_url(instance)


class ReasonsMixin:
    """Judges what is to be public by the rules for that, and never loses what was typed."""

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.publishing = self.leads_to_public()
        return form

    def leads_to_public(self):
        if self.request.method != "POST":
            return False
        action = self.get_action(self.request)
        approves = self.request.POST.get("workflow-action-name") == "approve"
        return action in LEADS_TO_PUBLIC or (action == "workflow-action" and approves)

    def save_action(self):
        """Tell, after saving, what the form found out: a postcode that is not known, for example."""
        for notice in getattr(self.form, "notices", ()):
            messages.warning(self.request, notice)
        if self.action == "publish" and self.is_published_out_of_sight():
            messages.warning(
                self.request,
                "It is published, but people do not see it yet. What it belongs to is not "
                "published, or it is hidden until somebody confirms it.",
            )
        return super().save_action()

    def is_published_out_of_sight(self):
        own = self.model.objects.filter(pk=self.object.pk)
        published = self.model.objects.published().filter(pk=self.object.pk)
        return own.filter(live=True).exists() and not published.exists()

    def run_action_method(self):
        """Publish or submit what was just saved; a late refusal keeps it as a draft and says why."""
        try:
            with transaction.atomic():
                return super().run_action_method()
        except ValidationError as error:
            messages.error(self.request, refusal(error, self.object))
            return redirect(self.get_edit_url())


def refusal(error, record):
    return f"“{record}” is saved, but it cannot be public yet. " + reasons_in_words(
        error, type(record)
    )


class RecordCreateView(ReasonsMixin, snippets.CreateView):
    pass


class RecordEditView(ReasonsMixin, snippets.EditView):
    @cached_property
    def header_more_buttons(self):
        """What waits to be published is one click from being compared with what is public."""
        buttons = list(super().header_more_buttons)
        if self.live_object.live and self.live_object.has_unpublished_changes:
            both = [quote(self.object.pk), "live", "latest"]
            url = reverse(self.revisions_compare_url_name, args=both)
            buttons.append(Button("Compare with what is public", url=url, icon_name="resubmit"))
        return buttons


class RecordWorkflowActionView(snippets.WorkflowActionView):
    def post(self, request, *args, **kwargs):
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)
        except ValidationError as error:
            messages.error(request, refusal(error, self.object))
            edit_url = reverse(self.redirect_url_name, args=[quote(self.object.pk)])
            if request.headers.get("x-requested-with") == "XMLHttpRequest":
                return self.render_modal_json(request, {"step": "success", "redirect": edit_url})
            return redirect(edit_url)


class TellingColumns:
    """More columns in a chooser, so that two of the same name can be told apart."""

    more_columns = ()

    @property
    def columns(self):
        title, *others = super().columns
        return [title, *self.more_columns, *others]


def chooser_views(fields, more_columns=()):
    """Choose and results views whose search looks in `fields`, with `more_columns`."""
    own = {"filter_form_class": chooser_search_form(fields), "more_columns": more_columns}
    return (
        type("ChooseView", (TellingColumns, ChooseView), own),
        type("ChooseResultsView", (TellingColumns, ChooseResultsView), own),
    )
