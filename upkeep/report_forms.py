"""The form on which anybody says that a public record is wrong."""

import uuid

from django import forms

from hubs.models import CrisisLine, Hub, SinglePointOfAccess
from organisations.models import Organisation
from services.models import Location, Service
from upkeep.models import ProblemReport

What = ProblemReport.What
MOST_WORDS = 2000


def choices_for(record):
    """What can be wrong with `record`: nothing about an address where none is shown."""
    left_out = set()
    if not _shows_an_address(record):
        left_out.add(What.ADDRESS)
    if isinstance(record, Organisation):
        left_out.add(What.TIMES)
    return [(value, label) for value, label in What.choices if value not in left_out]


def _shows_an_address(record):
    if isinstance(record, Hub):
        return True
    if isinstance(record, (CrisisLine, SinglePointOfAccess, Organisation)):
        return False
    shown = Location.objects.published().filter(is_confidential=False)
    return isinstance(record, Service) and shown.filter(services_here__service=record).exists()


class ReportForm(forms.Form):
    """What is wrong, more words, and where to answer. `uid` is what a second press repeats."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    what = forms.ChoiceField(
        label="What is wrong?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what is wrong.",
            "invalid_choice": "Choose what is wrong.",
        },
    )
    detail = forms.CharField(
        label="Tell us more, if you like",
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"Please do not write anything private. Up to {MOST_WORDS:,} letters.",
    )
    reply_to = forms.EmailField(
        label="Your e-mail, if you want to hear what we did",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="We write to you once, when we have dealt with it. Then we erase your e-mail. "
        "The group does not see it.",
        error_messages={"invalid": "Enter an e-mail address, like name@example.org."},
    )
    # People do not see this box; programs that fill in every box do.
    home_page = forms.CharField(label="Leave this box empty", required=False)

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = choices_for(record)
        self.fields["detail"].error_messages["max_length"] = (
            f"Make it shorter: at most {MOST_WORDS:,} letters. You wrote %(show_value)d."
        )

    def clean(self):
        given = super().clean()
        if given.get("home_page"):
            self.data = self.data.copy()
            self.data["home_page"] = ""
            raise forms.ValidationError(
                "Something filled in a box that people do not see. We emptied it. "
                "Please press Send once more."
            )
        if "uid" in self.errors:
            del self.errors["uid"]
            self.cleaned_data["uid"] = uuid.uuid4()
        return given
