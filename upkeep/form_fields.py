"""How a field of a record is asked for on the phone: kind about how things are written.

The rules are the models' own; here are only the inputs, and words that say what to type.
"""

import re
from datetime import time

from django import forms
from django.db import models

from records.facts import Fact, FactField
from records.weekdays import WEEKS, as_byday, from_byday
from services.opening_words import clock

#: The only whole numbers on these pages are ages.
OLDEST = 120
AN_AGE = f"Type an age in years, from 0 to {OLDEST}."
A_PRICE = "Type pounds in figures, like 2.50."
#: What Django says of a number that does not fit, by its codes.
NO_NUMBER = (
    "invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits",
)  # fmt: skip
WHOLE_ADDRESS = "Type the whole address, like name@example.org."
TOO_LONG = "Make it shorter: at most %(limit_value)d letters. You wrote %(show_value)d."
WEB_ADDRESS = "Type a web address, like www.example.org."
_TIME = re.compile(r"(\d{1,2})(?:[:. h]?(\d{2}))?\s*(am|pm|a\.m\.?|p\.m\.?)?", re.IGNORECASE)
_NAMED = {"midday": time(12), "noon": time(12), "midnight": time(0)}
_OF_THE_CLOCK = re.compile(r"\s*o['’]clock\b|^12 (?=noon|midnight)|\.$")


class KindTimeField(forms.TimeField):
    """A time as people write it: 2pm, 2.30pm, 14:30, midday."""

    widget = forms.TextInput
    default_error_messages = {"invalid": "Type a time, like 2pm or 14:30."}

    def prepare_value(self, value):
        return clock(value) if isinstance(value, time) else value

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, time):
            return value or None
        typed = _OF_THE_CLOCK.sub("", value.strip().lower())
        if typed in _NAMED:
            return _NAMED[typed]
        match = _TIME.fullmatch(typed)
        if not match:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return self._read(typed, int(match[1]), int(match[2] or 0), (match[3] or "")[:1])

    def _read(self, typed, hour, minute, half):
        past_midnight = hour == 24 and minute
        if minute > 59 or hour > (12 if half else 24) or (half and not hour) or past_midnight:
            raise forms.ValidationError("There is no such time. Type it like 2pm or 14:30.")
        if not half and 1 <= hour <= 9 and not typed.startswith("0"):
            raise forms.ValidationError(
                f"Is that morning or afternoon? Type {typed}am or {typed}pm."
            )
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        return time(hour % 24, minute)

    def has_changed(self, initial, data):
        return self.prepare_value(initial or "") != (data or "").strip()


class KindPriceField(forms.DecimalField):
    """Pounds as people write them: 2.50, £2.50, £ 3."""

    def to_python(self, value):
        return super().to_python(value.replace("£", "") if isinstance(value, str) else value)


OFTEN = [
    ("", "Every week"),
    ("2w", "Every second week"),
    *((code, f"{label} of the month") for code, label in WEEKS),
    ("1,3", "First and third of the month"),
    ("2,4", "Second and fourth of the month"),
]
#: A pattern that the list above cannot say stays as it is.
AS_IT_IS = ("as-it-is", "As it is now")


def often_of(row):
    """(days, the choice of OFTEN) of a schedule row; AS_IT_IS where the choices cannot say it."""
    days, weeks, other = from_byday(row.byday)
    ordered = ",".join(code for code, _ in WEEKS if code in weeks)
    if other or row.bymonthday or row.interval > 2 or ordered not in dict(OFTEN):
        return [], AS_IT_IS[0]
    if row.interval == 2:
        return list(days), "2w" if row.freq == "WEEKLY" and not weeks else AS_IT_IS[0]
    return list(days), ordered


def set_often(row, days, often):
    """Write ticked days and a choice of OFTEN into a schedule row."""
    if often == AS_IT_IS[0]:
        return
    weeks = [] if often in ("", "2w") else often.split(",")
    row.byday = as_byday(days, weeks)
    row.freq = row.Freq.MONTHLY if weeks else row.Freq.WEEKLY
    row.interval = 2 if often == "2w" else 1
    row.bymonthday = ""


def plain_field(field, **kwargs):
    """The form field of a model's field, in our inputs. For ModelForm's formfield_callback."""
    if isinstance(field, FactField):
        return field.formfield(choices_form_class=FactChoice, widget=forms.RadioSelect, **kwargs)
    if field.choices:
        return _without_empty(field.formfield(widget=forms.RadioSelect, **kwargs))
    return _plain(field, **kwargs)


def row_field(field, **kwargs):
    """The same in a row, where a choice takes less room."""
    if field.choices:
        return _without_empty(field.formfield(**kwargs))
    return _plain(field, **kwargs)


def _without_empty(choice):
    choice.choices = [(value, label) for value, label in choice.choices if value != ""]
    return choice


def _public_key(model):
    """What names a thing of a short list outside: its code or slug, never its primary key."""
    return "code" if "code" in [field.name for field in model._meta.fields] else "slug"


def _plain(field, **kwargs):
    errors = {**(kwargs.get("error_messages") or {}), "max_length": TOO_LONG}
    kwargs["error_messages"] = errors
    if isinstance(field, models.TimeField):
        kwargs["form_class"] = KindTimeField
    elif isinstance(field, models.DateField):
        kwargs["widget"] = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        kwargs["error_messages"] = {**errors, "invalid": "Give a whole date, like 24/12/2026."}
    elif isinstance(field, models.URLField):
        kwargs["assume_scheme"] = "https"
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"})
        kwargs["error_messages"] = {**errors, "invalid": WEB_ADDRESS}
    elif isinstance(field, models.EmailField):
        kwargs["widget"] = forms.TextInput(attrs=AUTOCOMPLETE["email"])
        kwargs["error_messages"] = {**errors, "invalid": WHOLE_ADDRESS}
    elif isinstance(field, models.ManyToManyField):
        kwargs["widget"] = forms.CheckboxSelectMultiple
        kwargs["to_field_name"] = _public_key(field.related_model)
    elif isinstance(field, models.TextField):
        kwargs["widget"] = forms.Textarea(attrs={"rows": 4})
    elif isinstance(field, models.PositiveSmallIntegerField):
        kwargs |= {"min_value": 0, "max_value": OLDEST}
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "decimal"})
        kwargs["error_messages"] = errors | dict.fromkeys(NO_NUMBER, AN_AGE)
    elif isinstance(field, models.DecimalField):
        kwargs |= {"form_class": KindPriceField, "min_value": 0}
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "decimal"})
        kwargs["error_messages"] = errors | dict.fromkeys(NO_NUMBER, A_PRICE)
    elif field.name in AUTOCOMPLETE:
        kwargs["widget"] = forms.TextInput(attrs=AUTOCOMPLETE[field.name])
    return field.formfield(**kwargs)


AUTOCOMPLETE = {
    "email": {"inputmode": "email", "autocomplete": "email"},
    "number": {"inputmode": "tel", "autocomplete": "tel"},
    "phone": {"inputmode": "tel", "autocomplete": "tel"},
    "postcode": {"autocomplete": "postal-code"},
    "address_1": {"autocomplete": "address-line1"},
    "address_2": {"autocomplete": "address-line2"},
    "city": {"autocomplete": "address-level2"},
}


class FactChoice(forms.TypedChoiceField):
    """Yes, no, or not sure."""

    def __init__(self, **kwargs):
        kwargs["choices"] = [
            (value, "Not sure" if value == Fact.UNKNOWN else label) for value, label in Fact.choices
        ]
        kwargs["required"] = False
        kwargs["empty_value"] = Fact.UNKNOWN
        super().__init__(**kwargs)
