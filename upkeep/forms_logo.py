"""The logo of an organisation: a picture, what it shows, or none."""

from django import forms

from organisations import logos
from upkeep.forms_drafts import DraftForm

AGAIN = "Choose the picture again: we could not keep it while you chose."


class LogoForm(DraftForm):
    """A picture that is reviewed like any change: the draft has it, the public page does not yet."""

    picture = forms.FileField(
        required=False,
        label="Choose a picture",
        help_text="PNG, JPEG, GIF or WebP, up to 5 MB.",
        error_messages={"empty": "This file is empty. Choose another."},
    )
    picture_words = forms.CharField(
        required=False,
        max_length=200,
        label="What it shows",
        help_text="Read out to people who cannot see it.",
    )
    no_logo = forms.BooleanField(required=False, label="Take the logo away")

    def prepare(self):
        self.is_theirs = "logo" not in self.fields
        self.fields.pop("logo", None)
        self.now = logos.shown(self.instance)
        name = self.instance.name or "our group"
        self.initial["picture_words"] = self.now["alt"] if self.now else f"Logo of {name}"

    def clean_picture(self):
        sent = self.cleaned_data["picture"]
        if not sent:
            return None
        logos.check_not_too_many(self.user)
        self.file_name = sent.name
        return logos.read(sent)

    def clean(self):
        cleaned = super().clean()
        chose_own = self.data.get("choose-logo") == "mine"
        if chose_own and not (cleaned.get("picture") or cleaned.get("no_logo") or self.errors):
            self.add_error("picture", AGAIN)
        return cleaned

    def apply(self):
        record = super().apply()
        if self.is_theirs:
            return record
        words = self.cleaned_data["picture_words"] or f"Logo of {record.name}"
        if self.cleaned_data["no_logo"]:
            record.logo = None
        elif self.cleaned_data["picture"]:
            record.logo = logos.keep(
                self.cleaned_data["picture"], words=words, name=self.file_name, by=self.user
            )
        elif record.logo and words != self.now["alt"]:
            record.logo = logos.with_other_words(record.logo, words=words, by=self.user)
        return record
