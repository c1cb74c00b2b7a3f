"""The outbox in the staff area: what waits, what failed, and what to do about it."""

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from outbox.by_hand import ACTIONS, ERASED, NotPossible
from outbox.models import Message

State = Message.State
TROUBLE = Q(state__in=[State.FAILED, State.UNSURE, State.BOUNCED], is_settled=False)


def may_see(user):
    """Addresses and words are personal: only website managers see them."""
    return user.has_perm("outbox.change_message")


class MailFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        choices=State.choices, widget=forms.CheckboxSelectMultiple, label="How it went"
    )
    trouble = django_filters.ChoiceFilter(
        label="What to show",
        choices=[("yes", "What wants looking at")],
        empty_label="All",
        method="filter_trouble",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Message
        fields = ["trouble", "state"]

    def filter_trouble(self, queryset, name, value):
        return queryset.filter(TROUBLE) if value else queryset


class ActionsColumn(Column):
    """Buttons for what can be done about one mail; each is a small form, because it changes it."""

    cell_template_name = "outbox/staff/actions_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        context["csrf_token"] = get_token(context["request"])
        context["actions"] = [
            (action, reverse("outbox_mail_action", args=[instance.uid, action.name]))
            for action in ACTIONS.values()
            if action.fits(instance)
        ]
        return context


class MailListView(generic.IndexView):
    model = Message
    permission_policy = ModelPermissionPolicy(Message)
    any_permission_required = ["change"]
    page_title = "Mail"
    header_icon = "mail"
    index_url_name = "outbox_mail"
    index_results_url_name = "outbox_mail_results"
    filterset_class = MailFilterSet
    default_ordering = "-created_at"
    is_searchable = False
    paginate_by = 50
    columns = [
        Column("to", label="To", accessor=lambda mail: mail.to or ERASED),
        Column("subject", label="Subject", accessor="subject"),
        Column("state", label="How it went", accessor="get_state_display", sort_key="state"),
        Column("tries", label="Tries", accessor="tries"),
        Column("error", label="What went wrong", accessor="error"),
        DateColumn("created_at", label="Written", sort_key="created_at"),
        ActionsColumn("actions", label="Do"),
    ]


@require_POST
def mail_action(request, uid, name):
    """Do one of ACTIONS to one mail, and go back to where the person was."""
    if not may_see(request.user):
        raise PermissionDenied
    message = get_object_or_404(Message, uid=uid)
    action = ACTIONS.get(name)
    if action is None:
        raise Http404
    try:
        action.do(message)
    except NotPossible as reason:
        messages.error(request, str(reason))
    else:
        log(instance=message, action=action.log_action, user=request.user)
        messages.success(request, action.said)
    return redirect(f"{reverse('outbox_mail')}?{request.POST.get('back', '')}")
