"""The form on which many places are closed on the same days."""

import uuid
from datetime import timedelta

from django import forms
from django.utils import timezone

from organisations.models import Organisation
from places.models import Area
from records.keys import as_key
from services.calendar import bank_holidays_between
from services.models import Location

#: So many places are offered at once; more are found by narrowing down.
MOST_PLACES = 300
A_YEAR = timedelta(days=365)


def _day_box():
    """The browser's own: Wagtail's calendar would lie over what comes below on a phone."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class WhichPlacesForm(forms.Form):
    """Narrows down which places are offered: words, who keeps or uses them, council, hubs."""

    q = forms.CharField(label="Name, street, town or postcode", required=False, max_length=100)
    organisation = forms.ModelChoiceField(
        label="Kept or used by",
        required=False,
        empty_label="Anybody",
        queryset=Organisation.objects.filter(live=True).order_by("name"),
    )
    council = forms.ModelChoiceField(
        label="Council",
        required=False,
        empty_label="Any",
        queryset=Area.objects.filter(kind=Area.Kind.COUNCIL).order_by("name"),
    )
    hubs = forms.BooleanField(label="Hubs only", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        used = Location.objects.filter(live=True, council__isnull=False).values("council")
        self.fields["council"].queryset = self.fields["council"].queryset.filter(pk__in=used)


class PlacesField(forms.ModelMultipleChoiceField):
    """Places by name and address: staff tell two halls of one name apart."""

    def label_from_instance(self, place):
        parts = dict.fromkeys([str(place), place.address_1, place.city])
        return ", ".join(part for part in parts if part)


class ClosedOnForm(forms.Form):
    """Which of the places offered, on which days, and why.

    What would change is shown before it counts: `chosen` then holds the places that were on that page.
    """

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    places = PlacesField(
        label="Places",
        queryset=Location.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    every = forms.BooleanField(label="All of these places", required=False)
    chosen = forms.CharField(widget=forms.HiddenInput, required=False)
    holidays = forms.MultipleChoiceField(
        label="Bank holidays",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    first_day = forms.DateField(label="Or from", required=False, widget=_day_box())
    last_day = forms.DateField(
        label="to", required=False, widget=_day_box(), help_text="Empty: that one day."
    )
    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=200,
        help_text="People see this at once. Empty: the name of the bank holiday.",
    )

    def __init__(self, *args, places, today=None, **kwargs):
        """`places` is the queryset of the places that may be ticked."""
        super().__init__(*args, **kwargs)
        self.closing = []
        today = today or timezone.localdate()
        self.today = today
        self.fields["places"].queryset = places
        self.coming = dict(bank_holidays_between(today, today + A_YEAR))
        self.fields["holidays"].choices = [
            (day.isoformat(), f"{day:%A %-d %B %Y}: {name}") for day, name in self.coming.items()
        ]

    @staticmethod
    def again(data):
        """What was filled in and looked at, as initial values of a form to change."""
        names = ("uid", "first_day", "last_day", "reason")
        places = data.get("chosen", "").split()
        filled = {name: data.get(name) for name in names}
        return filled | {"places": places, "holidays": data.getlist("holidays")}

    def clean(self):
        given = super().clean()
        self._clean_places(given)
        first, last = given.get("first_day"), given.get("last_day")
        if last and not first:
            self.add_error("first_day", "Give the first day too.")
        if first and last and last < first:
            self.add_error("last_day", "The last day is before the first day.")
        if first and (last or first) < self.today:
            self.add_error("first_day", "These days are over.")
        if "first_day" in self.errors or "holidays" in self.errors:
            return given
        if not first and not given.get("holidays"):
            self.add_error("holidays", "Tick a bank holiday, or give the first day.")
        return given

    def _clean_places(self, given):
        """`closing`: the places that are meant, in the order of the list."""
        offered = self.fields["places"].queryset
        keys = [key for key in map(as_key, given.get("chosen", "").split()) if key]
        if keys:
            self.closing = list(
                Location.objects.filter(live=True, pk__in=keys).order_by("name", "pk")
            )
            if len(self.closing) != len(set(keys)):
                self.add_error("places", "Some are not public any more. Look at the list again.")
        else:
            self.closing = list(offered if given.get("every") else given.get("places") or ())
            if not self.closing and "places" not in self.errors:
                self.add_error("places", "Tick at least one place, or all of them.")

    def spells(self):
        """[(first day, last day, reason)] of what was chosen."""
        given = self.cleaned_data
        chosen = [
            (day, day, given["reason"] or name)
            for day, name in self.coming.items()
            if day.isoformat() in given["holidays"]
        ]
        if first := given["first_day"]:
            chosen.append((first, given["last_day"] or first, given["reason"]))
        return chosen
