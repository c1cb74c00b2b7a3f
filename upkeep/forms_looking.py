"""Pages on which another service or organisation is named: type, look, choose. Without scripts."""

from django import forms

from services.sent_here import services_naming
from upkeep import named
from upkeep.forms_drafts import DraftForm

#: One's own services are shown without being looked for, where there are no more than these.
MOST_OWN = 6


class LookingForm(DraftForm):
    """A page with one field that names another record. It shows a few, and takes any that is public.

    `look` is what somebody types to find more; `looked` is what the page has looked for already.
    """

    look = forms.CharField(required=False, max_length=100)
    looked = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    #: The fields that this may be about; a page has one of them.
    NAMING = ("alternative_service", "onward_service", "parent_organisation")

    def prepare(self):
        self.naming = next((name for name in self.NAMING if name in self.fields), "")
        if not self.naming:
            del self.fields["look"], self.fields["looked"]
            return
        self.before = getattr(self.instance, self.naming)
        self.allowed = self.may_be_named()
        known = self.allowed.model.objects.filter(pk=getattr(self.before, "pk", None))
        old = self.fields[self.naming]
        field = forms.ModelChoiceField(
            known | self.allowed.model.objects.filter(pk__in=self.allowed.order_by().values("pk")),
            to_field_name="uid",
            required=False,
            label=old.label,
            help_text=old.help_text,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": "Choose one that is listed."},
        )
        self.fields[self.naming] = field
        self.initial[self.naming] = str(self.before.uid) if self.before else ""
        self.found = named.look_for(self.allowed, self.typed) if self.typed else []
        field.choices = [("", "None"), *((str(one.uid), named.words(one)) for one in self._shown())]

    def may_be_named(self):
        return named.to_name(self.instance)

    @property
    def typed(self):
        return str(self["look"].value() or "").replace("\x00", "").strip()

    def _shown(self):
        """What was chosen before, what is chosen now, a few of one's own, and what was found."""
        chosen = self[self.naming].value() or ""
        chosen = self.fields[self.naming].queryset.filter(uid=chosen) if _is_uid(chosen) else []
        shown = [*([self.before] if self.before else []), *chosen, *self.found, *self._own()]
        return list(dict.fromkeys(shown))

    def _own(self):
        if self.naming == "parent_organisation":
            return []
        own = self.allowed.filter(organisation=self.organisation)
        return own if own.count() <= MOST_OWN else []


def _is_uid(text):
    try:
        forms.UUIDField().clean(str(text))
    except forms.ValidationError:
        return False
    return True


def is_looking(post):
    """Whether what came back only asks to look: by the button, or by Enter in the box of words."""
    typed = post.get("look", "").strip()
    return "look_now" in post or bool(
        "looked" in post and typed and typed != post["looked"] and "later" not in post
    )


class EndingForm(LookingForm):
    """Whether a service is running, with whom it would leave without a way on."""

    def prepare(self):
        super().prepare()
        self.naming_it = services_naming(self.instance)
