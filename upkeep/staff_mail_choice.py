"""Which mail about the desk a website manager wants: a panel of their own account."""

from django import forms
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from upkeep.desk.checks import may_decide
from upkeep.models import StaffMail


class StaffMailForm(forms.ModelForm):
    class Meta:
        model = StaffMail
        fields = ["daily", "crisis"]


class StaffMailPanel(BaseSettingsPanel):
    name = "desk"
    title = "E-mail about the desk"
    order = 90
    tab = notifications_tab
    form_class = StaffMailForm

    def is_active(self):
        return may_decide(self.user)

    def get_form(self):
        """A row is kept only when a choice is saved: without one all mail is wanted."""
        chosen = StaffMail.objects.filter(user=self.user).first() or StaffMail(user=self.user)
        given = {"instance": chosen, "prefix": self.name}
        if self.request.method == "POST":
            return self.form_class(self.request.POST, **given)
        return self.form_class(**given)
