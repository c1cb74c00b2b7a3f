"""The rows that a record's pages have: phone numbers, people, times, prices, ways in."""

from dataclasses import dataclass

from django import forms
from django.forms import modelform_factory

from organisations.models import OrganisationContact, OrganisationIdentifier, OrganisationPhone
from records.weekdays import DAYS
from services.models import (
    CostOption,
    Location,
    LocationPhone,
    LocationSchedule,
    ServiceAtLocation,
    ServiceContact,
    ServicePhone,
    ServiceRoute,
    Session,
)
from services.opening_words import date_words, row_words
from upkeep.consent import has_consent
from upkeep.form_fields import AS_IT_IS, OFTEN, often_of, row_field, set_often
from upkeep.forms_drafts import RowForm
from upkeep.forms_hours import HoursForm


@dataclass(frozen=True)
class RowKind:
    """One relation of a record on a page. `one` names a row ("Phone number")."""

    relation: str
    model: type
    form: type
    legend: str
    one: str
    hint: str = ""
    blank: int = 1

    def new(self):
        return self.model()

    def words(self, row):
        """A row in a line, for checking answers."""
        return self.form.words(row)


def _row_form(base, model, fields):
    return modelform_factory(
        model,
        form=base,
        fields=list(fields),
        labels={name: label for name, (label, _) in fields.items()},
        help_texts={name: hint for name, (_, hint) in fields.items()},
        formfield_callback=row_field,
    )


class PhoneForm(RowForm):
    lead = ("number",)
    more = ("kind", "description", "extension")

    @staticmethod
    def words(row):
        words = f"{row.description}: {row.number}" if row.description else row.number
        words += f" extension {row.extension}" if row.extension else ""
        return words if row.kind == row.Kind.VOICE else f"{words} ({row.get_kind_display()})"


class ContactForm(RowForm):
    """Somebody to ask. A name or a number of their own needs their agreement."""

    lead = ("name", "title", "department", "email", "phone")
    more = ("department",)
    agreed = forms.BooleanField(
        required=False,
        label="This person agrees that everybody sees their name or number",
    )

    def prepare(self):
        self.had_agreed = has_consent(self.instance.uid)
        self.initial["agreed"] = self.had_agreed

    @property
    def is_left_out(self):
        """Taking the tick away takes the person away at once."""
        return super().is_left_out or bool(
            self.is_bound and self.had_agreed and not self._typed("agreed")
        )

    def clean(self):
        cleaned = super().clean()
        personal = cleaned.get("name") or cleaned.get("phone")
        if personal and not cleaned.get("agreed"):
            self.add_error(
                "agreed", "Ask the person first, then tick this. Or leave out name and number."
            )
        return cleaned

    @staticmethod
    def words(row):
        parts = [row.name, row.title, row.department, row.email, row.phone]
        return ", ".join(part for part in parts if part)


NO_CLOCK_TIME = (
    "Type a time, like 2pm. Or leave both empty, and use your own words under “More about this”."
)


class TimesForm(HoursForm, RowForm):
    """Days and times of a schedule in the order in which a person says them."""

    lead = ("days", "opens_at", "closes_at", "description", "valid_from", "valid_to", "notes")
    more = ("valid_from", "valid_to", "bank_holidays", "description", "notes")
    days = forms.MultipleChoiceField(
        required=False, choices=DAYS, widget=forms.CheckboxSelectMultiple, label="Days"
    )
    often = forms.ChoiceField(required=False, choices=OFTEN, label="How often")
    field_order = ["days", "opens_at", "closes_at", "often", "location", "booking", "name"]

    def prepare(self):
        for name in ("opens_at", "closes_at"):
            self.fields[name].error_messages["invalid"] = NO_CLOCK_TIME
        days, often = often_of(self.instance)
        self.initial |= {"days": days, "often": often}
        if often == AS_IT_IS[0]:
            self.fields["often"].choices = [AS_IT_IS, *OFTEN]

    def clean(self):
        cleaned = super().clean()
        often, days = cleaned.get("often"), cleaned.get("days")
        says_when = cleaned.get("valid_from") or cleaned.get("description")
        if often != AS_IT_IS[0] and not days and (often or not says_when):
            self.add_error("days", "Tick the day or days.")
        return cleaned

    def _post_clean(self):
        if "often" in self.cleaned_data and "days" in self.cleaned_data:
            set_often(self.instance, self.cleaned_data["days"], self.cleaned_data["often"])
        super()._post_clean()

    @staticmethod
    def words(row):
        """All that the row says, so that nothing of it is changed without being seen."""
        said = [row_words(row)]
        if row.opens_at and row.description:
            said.append(row.description)
        if row.valid_from:
            said.append(f"from {date_words(row.valid_from)}")
        if row.valid_to:
            said.append(f"until {date_words(row.valid_to)}")
        if row.bank_holidays != row.BankHolidays.UNKNOWN:
            said.append(f"bank holidays: {row.get_bank_holidays_display().lower()}")
        return "; ".join([*said, *filter(None, [row.notes])])


class PlaceChoice(forms.ModelChoiceField):
    """One of the service's places, by the name that its organisation may read."""

    def __init__(self, places, *, organisation_id, **options):
        super().__init__(places, **options)
        self.organisation_id = organisation_id

    def label_from_instance(self, place):
        return place.named_to(self.organisation_id)


class SessionForm(TimesForm):
    lead = (*TimesForm.lead, "name")
    more = ("name", *TimesForm.more)

    def prepare(self):
        super().prepare()
        self.fields["location"] = self._places()

    def _places(self):
        here = [at.location_id for at in self.version.at_locations.all()]
        own = self.instance.location
        known = Location.objects.filter(pk__in=[*here, self.instance.location_id])
        self.initial["location"] = own or (
            Location.objects.filter(pk__in=here[:1]).first() if self.is_new else None
        )
        return PlaceChoice(
            known,
            organisation_id=self.version.organisation_id,
            to_field_name="uid",
            required=False,
            label="Where",
            empty_label="No place: by phone, online or at home",
            error_messages={"invalid_choice": "Choose one of the service’s places."},
            widget=forms.Select if here or own else forms.HiddenInput,
        )

    @staticmethod
    def words(row):
        words = f"{row.name}: {TimesForm.words(row)}" if row.name else TimesForm.words(row)
        if row.location_id:
            words += f", at {row.location.named_to(row.service.organisation_id)}"
        if row.booking != row.Booking.UNKNOWN:
            words += f" ({row.get_booking_display().lower()})"
        return words


class AtPlaceForm(RowForm):
    """A place of a service: where in the building, or taken away. Added on a page of its own."""

    @property
    def heading(self):
        return self.instance.location.named_to(self.version.organisation_id)

    @property
    def is_left_out(self):
        return self.instance.location_id is None or bool(self.is_bound and self._typed("remove"))

    @staticmethod
    def words(row):
        name = row.location.named_to(row.service.organisation_id)
        return f"{name}: {row.description}" if row.description else name


class PriceForm(RowForm):
    lead = ("option", "amount", "amount_description")
    more = ("valid_from", "valid_to")

    @staticmethod
    def words(row):
        dates = (("from", row.valid_from), ("until", row.valid_to))
        said = [f"{word} {date_words(day)}" for word, day in dates if day]
        return " ".join(part for part in (str(row), row.amount_description, *said) if part)


class RouteForm(RowForm):
    lead = ("how", "phone", "email", "url")
    more = ("phone", "email", "url")

    @staticmethod
    def words(row):
        parts = [row.how, row.phone, row.email, row.url]
        return f"{row.get_referrer_display()}: {', '.join(part for part in parts if part)}"


class IdentifierForm(RowForm):
    lead = ("identifier",)

    @staticmethod
    def words(row):
        return str(row)


PHONE_FIELDS = {
    "number": ("Phone number", "Write it as you would on a poster."),
    "kind": ("What it is for", ""),
    "description": ("Name of this number", "For example: office, or out of hours."),
    "extension": ("Extension", ""),
}
CONTACT_FIELDS = {
    "title": ("Role", "A role is enough, such as “Organiser”."),
    "name": ("Name", "Everybody will see it."),
    "email": ("E-mail", ""),
    "phone": ("Phone number", "Everybody will see it."),
    "department": ("Department", ""),
}
TIME_FIELDS = {
    "opens_at": ("From", "For example 2pm."),
    "closes_at": ("To", "For example 4pm."),
    "valid_from": ("First day", "Only if it has not started yet, or is every second week."),
    "valid_to": ("Last day", "Only if it will end."),
    "bank_holidays": ("On bank holidays", ""),
    "description": ("In your own words", "Only if days and times cannot say it."),
    "notes": ("Notes", "Such as “term time only”."),
}
SESSION_FIELDS = {
    **TIME_FIELDS,
    "location": ("Where", ""),
    "booking": ("Do people book?", ""),
    "name": ("Its name", "Only if it is not the name of the service."),
}
PRICE_FIELDS = {
    "option": ("For whom", "For example: adults, or children under 5."),
    "amount": ("Pounds", "For example 2.50."),
    "amount_description": ("About it", "For example: each time, tea included."),
    "valid_from": ("From", ""),
    "valid_to": ("Until", ""),
}
ROUTE_FIELDS = {
    "referrer": ("For", ""),
    "how": ("What this person does first", "For example: just turn up, or ring us."),
    "phone": ("Phone number, if it is another one", ""),
    "email": ("E-mail, if it is another one", ""),
    "url": ("Web page", ""),
}
IDENTIFIER_FIELDS = {
    "scheme": ("Register", "GB-CHC for charities, GB-COH for companies."),
    "identifier": ("Number", ""),
}


def phones(model):
    """The phone numbers of a kind of record, as its `model` of them."""
    form = _row_form(PhoneForm, model, PHONE_FIELDS)
    return RowKind("phones", model, form, "Phone numbers that everybody sees", "Phone number")


def contacts(model):
    """The people to ask of a kind of record, as its `model` of them."""
    form = _row_form(ContactForm, model, CONTACT_FIELDS)
    return RowKind("contacts", model, form, "People to ask, seen by everybody", "Person or role")


ORGANISATION_PHONES = phones(OrganisationPhone)
SERVICE_PHONES = phones(ServicePhone)
PLACE_PHONES = phones(LocationPhone)
ORGANISATION_CONTACTS = contacts(OrganisationContact)
SERVICE_CONTACTS = contacts(ServiceContact)
SESSIONS = RowKind(
    "sessions", Session, _row_form(SessionForm, Session, SESSION_FIELDS), "Days and times", "Time"
)
OPENING = RowKind(
    "schedules",
    LocationSchedule,
    _row_form(TimesForm, LocationSchedule, TIME_FIELDS),
    "When the building is open",
    "Opening time",
)
AT_PLACES = RowKind(
    "at_locations",
    ServiceAtLocation,
    _row_form(
        AtPlaceForm,
        ServiceAtLocation,
        {"description": ("Where in the building", "For example: room 2, first floor.")},
    ),
    "Places",
    "Place",
    blank=0,
)
PRICES = RowKind(
    "cost_options", CostOption, _row_form(PriceForm, CostOption, PRICE_FIELDS), "Prices", "Price"
)
ROUTES = RowKind(
    "routes",
    ServiceRoute,
    _row_form(RouteForm, ServiceRoute, ROUTE_FIELDS),
    "How to start",
    "Way in",
)
IDENTIFIERS = RowKind(
    "identifiers",
    OrganisationIdentifier,
    _row_form(IdentifierForm, OrganisationIdentifier, IDENTIFIER_FIELDS),
    "Numbers in registers",
    "Number",
    hint="Nobody needs one.",
)
