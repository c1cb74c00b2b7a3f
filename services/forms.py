"""Staff forms of services, places and needs."""

from django import forms
from wagtail.admin.forms.models import WagtailAdminModelForm

from records.forms import RecordForm
from records.widgets import TickList
from services.models import Session, SessionChange
from services.need_choices import AreaField, NeedField
from services.needs import Need
from services.occurrences import runs_on
from services.opening_words import row_words
from services.session_choices import session_choices


class CoverageForm(RecordForm):
    """A form with areas to tick."""

    coverage = AreaField(
        label="Only for people of these areas",
        required=False,
        widget=TickList,
        help_text="Leave it empty if anyone may come, from wherever they live.",
    )


class ServiceForm(CoverageForm):
    needs = NeedField(
        label="Needs that it meets",
        required=False,
        widget=TickList,
        help_text="Only what it is really for. People find it by these.",
    )
    declined_needs = NeedField(label="Suggestions that were wrong", required=False, widget=TickList)


class NeedForm(WagtailAdminModelForm):
    """A need with its place in the tree."""

    parent = forms.ModelChoiceField(
        label="Part of",
        queryset=Need.objects.order_by("path"),
        required=False,
        help_text="Leave it empty for a need at the top.",
    )
    comes_after = forms.ModelChoiceField(
        label="Comes right after",
        queryset=Need.objects.order_by("path"),
        required=False,
        help_text="Leave it empty to keep its place. A new one comes last.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("parent", "comes_after"):
            self.fields[name].label_from_instance = NeedField().label_from_instance
        if self.instance.pk:
            self.initial["parent"] = self.instance.get_parent()

    def clean(self):
        cleaned = super().clean()
        parent, before = cleaned.get("parent"), cleaned.get("comes_after")
        for name, other in (("parent", parent), ("comes_after", before)):
            if other and self.instance.pk and self._is_within_itself(other):
                self.add_error(
                    name, "Choose another need. This one is the need itself or below it."
                )
        if before and before.get_parent() != parent:
            self.add_error("comes_after", "Choose a need that is part of the same need.")
        return cleaned

    def _is_within_itself(self, other):
        return other == self.instance or other.is_descendant_of(self.instance)

    def save(self, commit=True):
        """Save the need and put it in its place. Treebeard places rows itself, so always commits."""
        need, parent = self.instance, self.cleaned_data.get("parent")
        if not need.pk:
            parent.add_child(instance=need) if parent else Need.add_root(instance=need)
        else:
            need.save()
            if parent != need.get_parent():
                need.move(parent or Need.get_last_root_node(), "last-child" if parent else "right")
        if before := self.cleaned_data.get("comes_after"):
            before.refresh_from_db()
            need.refresh_from_db()
            need.move(before, "right")
        need.refresh_from_db()
        self.save_m2m = lambda: None
        return need


class SessionChangeForm(WagtailAdminModelForm):
    """One day of a session, chosen in words among those of one service.

    The view sets `service`, whose sessions are offered; the record keeps the session's identifier.
    """

    session_uid = forms.UUIDField(label="Which session?", widget=forms.Select)

    class Meta:
        model = SessionChange
        fields = ["session_uid", "on", "is_cancelled", "opens_at", "closes_at", "reason"]

    def offer(self, service):
        """Offer the sessions of `service`; the only one is chosen already."""
        choices = session_choices(service)
        kept = self.instance.session_uid
        if self.instance.pk and kept not in dict(choices):
            choices.append((kept, "A session that is gone"))
        if len(choices) == 1:
            self.initial["session_uid"] = choices[0][0]
        self.fields["session_uid"].widget.choices = [("", "Choose a session"), *choices]
        self.offered = {uid for uid, _ in choices}

    def clean_session_uid(self):
        uid = self.cleaned_data["session_uid"]
        if uid not in self.offered:
            raise forms.ValidationError("Choose a session of the list.")
        return uid

    def clean(self):
        """A change is for a day on which the session would have been on."""
        cleaned = super().clean()
        session = Session.objects.filter(uid=cleaned.get("session_uid")).first()
        if session and cleaned.get("on") and runs_on(session, cleaned["on"]) is False:
            self.add_error("on", f"It is not on that day: {row_words(session)}.")
        return cleaned
