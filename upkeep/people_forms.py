"""Forms about people: inviting, changing roles, leaving, claiming, one's own account."""

from django import forms

from accounts.forms import EMAIL, PlainWords
from organisations.membership import Role

EDITOR_WORDS = "Editor: can change everything that is listed"
OWNER_WORDS = "Owner: can also say who else may, and remove people"
ROLES = [(Role.EDITOR, EDITOR_WORDS), (Role.OWNER, OWNER_WORDS)]
NOBODY = "nobody"


def posted(request):
    """What was sent, for a form to check, also where it was empty; None when nothing was."""
    return request.POST if request.method == "POST" else None


def _radios(label, choices, empty):
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": empty, "invalid_choice": empty},
    )


class InviteForm(PlainWords, forms.Form):
    words = {"email": ("Their e-mail address", "Give their e-mail address.")}
    email = forms.EmailField(max_length=254, widget=forms.EmailInput({"inputmode": "email"}))
    role = _radios("What may they do?", ROLES, "Choose what they may do.")


class RoleForm(forms.Form):
    role = _radios("What may they do?", ROLES, "Choose what they may do.")


class LeaveForm(forms.Form):
    """For the last owner: who looks after the listings instead, another person or nobody."""

    instead = _radios("Who will look after the listings?", [], "Choose who will look after them.")

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["instead"].choices = [
            *((str(other.uid), f"{other.user} becomes an owner") for other in others),
            (NOBODY, "Nobody. Our staff will be told."),
        ]


class DecideForm(forms.Form):
    """An owner answers somebody who says that they belong here."""

    answer = _radios(
        "Do you know this person?",
        [
            (Role.EDITOR, "Yes, as an editor"),
            (Role.OWNER, "Yes, as an owner"),
            ("no", "No, they may not"),
        ],
        "Choose yes or no.",
    )


class ClaimWordsForm(forms.Form):
    words = forms.CharField(
        label="How do you belong to it?",
        help_text="For example your part in the group, and how we can check that.",
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Tell us how you belong to it."},
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code",
        max_length=40,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "Type the code."},
    )


class NameForm(forms.Form):
    name = forms.CharField(
        label="Your name",
        help_text="The people of your group see it. It is not public.",
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
    )


class AddressForm(PlainWords, forms.Form):
    words = {"email": ("Your new e-mail address", EMAIL[1])}
    email = forms.EmailField(
        max_length=254, widget=forms.EmailInput({"autocomplete": "email", "inputmode": "email"})
    )


class DeleteForm(forms.Form):
    sure = forms.BooleanField(
        label="Yes, delete my account", error_messages={"required": "Tick this if you are sure."}
    )
