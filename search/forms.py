"""The form that asks the finder. It is sent by GET, so its fields are the addresses people share."""

from uuid import UUID

from django import forms
from django.http import QueryDict

from search.request import OPEN, SORTS, SearchRequest

MAX_VALUES = 20
PRINTED = 5

WITHIN = [
    ("", "As near as possible"),
    ("2", "About 1 mile"),
    ("5", "About 3 miles"),
    ("10", "About 6 miles"),
    ("25", "About 15 miles"),
    ("50", "About 30 miles"),
]
SORT_LABELS = {"best": "Best match", "nearest": "Nearest", "a-z": "A to Z"}
OPEN_LABELS = {
    "now": "Open now",
    "today": "Open today",
    "evening": "In the evening",
    "weekend": "At the weekend",
}


class LooseText(forms.CharField):
    """Text as typed: control characters and spare spaces go, nothing is refused but its length."""

    def to_python(self, value):
        text = "".join(char if char.isprintable() else " " for char in str(value or ""))
        return " ".join(text.split())


class Words(forms.Field):
    """Any number of short values of one name; which ones exist is the finder's business."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value):
        words = (str(word).strip()[:80] for word in value or [])
        return tuple(dict.fromkeys(word for word in words if word.isprintable() and word))[
            :MAX_VALUES
        ]


class Uid(forms.CharField):
    """The uid of a record; anything else counts as not given."""

    widget = forms.HiddenInput

    def clean(self, value):
        try:
            return UUID(str(value or ""))
        except ValueError:
            return None


class OneOf(forms.CharField):
    """One of a few values; anything else counts as not given."""

    def __init__(self, values, fallback="", **kwargs):
        super().__init__(required=False, **kwargs)
        self.values, self.fallback = values, fallback

    def clean(self, value):
        return value if value in self.values else self.fallback


def _printable(data):
    """A copy of a QueryDict without control characters, which no page may hold."""
    clean = QueryDict(mutable=True)
    for name, values in data.lists():
        clean.setlist(name, ["".join(c if c.isprintable() else " " for c in v) for v in values])
    return clean


class FinderForm(forms.Form):
    """What somebody asks. Everything may be left out; what was typed is always shown again."""

    use_required_attribute = False

    def __init__(self, data):
        """`data` is request.GET. Control characters go at the door: what was typed is shown again."""
        super().__init__(_printable(data))

    q = LooseText(
        label="What do you need?",
        required=False,
        max_length=200,
        error_messages={"max_length": "Use fewer words. 200 letters is the most."},
    )
    near = LooseText(
        label="Where? Postcode or place",
        required=False,
        max_length=100,
        error_messages={"max_length": "Type a postcode or the name of a place. This is too long."},
    )
    within_km = forms.FloatField(
        label="How far?",
        required=False,
        min_value=0.1,
        max_value=2000,
        error_messages={
            "invalid": "Choose how far from the list.",
            "min_value": "Choose how far from the list.",
            "max_value": "Choose how far from the list.",
        },
    )
    age = forms.IntegerField(
        label="Age of the person",
        required=False,
        min_value=0,
        max_value=120,
        error_messages={
            "invalid": "Type an age in years, like 42.",
            "min_value": "Type an age in years, like 42.",
            "max_value": "Type an age in years, like 42.",
        },
    )
    page = forms.CharField(required=False)
    sort = OneOf(SORTS, "best")
    open = OneOf(OPEN)
    no_referral = forms.BooleanField(required=False)
    no_diagnosis = forms.BooleanField(required=False)
    cost = Words(required=False)
    attending = Words(required=False)
    access = Words(required=False)
    languages = Words(required=False)
    led_by = Words(required=False)
    serves = Words(required=False)
    audiences = Words(required=False)
    needs = Words(required=False)
    organisation = Uid(required=False)

    #: Fields that narrow the answer, in the order they are shown.
    FILTERS = (
        "within_km",
        "open",
        "age",
        "cost",
        "no_referral",
        "no_diagnosis",
        "attending",
        "access",
        "audiences",
        "serves",
        "led_by",
        "languages",
        "needs",
        "organisation",
    )

    def clean_page(self):
        page = self.cleaned_data["page"]
        return min(int(page), 10_000) if page.isdecimal() and page.isascii() and int(page) else 1

    @property
    def asks_something(self):
        """Whether there is anything to look for: words, a place or a filter."""
        return any(self.cleaned_data.get(name) for name in ("q", "near", *self.FILTERS)) or (
            self.cleaned_data.get("age") == 0
        )

    def request(self, size=20):
        """The SearchRequest of a form that can be answered; a filter with an error is left out."""
        return SearchRequest(**self.cleaned_data, size=size)

    @property
    def can_be_answered(self):
        """Whether words and place are right. A slip in a filter keeps nobody from the results."""
        return self.asks_something and not {"q", "near"} & set(self.errors)
