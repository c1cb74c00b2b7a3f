"""Confirming a record by hand: "I checked it, and it is right"."""

from django import forms
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.log_actions import log

from records.models import Check, confirm

CONFIRMED = "records.confirm"

#: By what role a record was checked, in the words that the public sees.
OWN_ROLES = {True: "the website manager", False: "an editor"}
OTHER_ROLES = [
    ("the group, by phone", "The group told me by phone"),
    ("the group, in person", "The group told me in person"),
    ("the group, in writing", "The group told me in a letter or an e-mail"),
    ("a volunteer checker", "A volunteer checked it"),
]
#: Roles in which staff write down what a group told them.
BY_THE_GROUP = {role for role, _ in OTHER_ROLES if role.startswith("the group")}


class ConfirmForm(forms.Form):
    """Who checked, on which day, who of the group said so, and a note that only staff see."""

    role = forms.ChoiceField(
        label="Who checked it?",
        widget=forms.RadioSelect,
        help_text="The role is shown to everybody. Your name is not.",
    )
    told_by = forms.CharField(
        label="If the group told you: who?",
        required=False,
        max_length=120,
        help_text="A name or a role. Only staff see this.",
    )
    checked_on = forms.DateField(
        label="On which day?", initial=timezone.localdate, widget=AdminDateInput
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example who you spoke to. Only staff see this.",
    )

    def __init__(self, *args, may_publish=True, **kwargs):
        """`may_publish` tells a website manager from an editor."""
        super().__init__(*args, **kwargs)
        own = OWN_ROLES[may_publish]
        self.fields["role"].choices = [(own, f"I checked it myself ({own})"), *OTHER_ROLES]
        self.fields["role"].initial = own

    def clean_checked_on(self):
        day = self.cleaned_data["checked_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("This day is in the future. Give the day of the check.")
        return day

    def clean(self):
        given = super().clean()
        if given.get("role") in BY_THE_GROUP and not given.get("told_by"):
            self.add_error("told_by", "Say who of the group told you.")
        return given

    def confirm(self, record, by):
        """Write the check down; today's counts from this moment, an earlier day's from its noon."""
        given = self.cleaned_data
        at = timezone.localtime()
        day = given.get("checked_on") or at.date()
        if day != at.date():
            at = at.replace(
                year=day.year, month=day.month, day=day.day, hour=12, minute=0, second=0
            )
        told_by = given["told_by"] if given["role"] in BY_THE_GROUP else ""
        note = " ".join(filter(None, [f"Told by {told_by}." if told_by else "", given["note"]]))
        standing = confirm(record, role=given["role"], by=by, at=at, note=note)
        data = {"role": given["role"], "told_by": told_by}
        log(instance=record, action=CONFIRMED, user=by, data=data)
        return standing


class ConfirmView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, FormView):
    """Ask who checked the record and when, then mark it as confirmed."""

    model = None
    index_url_name = None
    edit_url_name = None
    permission_required = "change"
    form_class = ConfirmForm
    template_name = "records/staff/confirm.html"
    page_title = "Confirm that it is right"
    header_icon = "check"

    def dispatch(self, request, *args, **kwargs):
        if not self.object.live:
            raise PermissionDenied("Only what is published can be confirmed.")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "may_publish": self.user_has_permission("publish")}

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": self.model._meta.verbose_name_plural},
            {"url": self.edit_url, "label": str(self.object)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            record=self.object, standing=self.object.standing, edit_url=self.edit_url, **kwargs
        )

    @property
    def edit_url(self):
        return reverse(self.edit_url_name, args=[quote(self.object.pk)])

    def form_valid(self, form):
        form.confirm(self.object, by=self.request.user)
        messages.success(self.request, f"“{self.object}” is confirmed.")
        return redirect(self.edit_url)


def checks_of(record, most=5):
    """The latest checks of a record, newest first."""
    return Check.objects.filter(record_uid=record.uid).select_related("by")[:most]
