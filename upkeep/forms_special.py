"""Pages of a record that need more than a table: whom to ask, needs, ways to take part, places."""

import uuid

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property

from organisations.models import OrganisationAccount, OrganisationContact
from places.areas import area_map
from places.models import Area
from places.postcodes import Kind, read
from records.contacts import validate_dialable
from services.geocoding import place_by_postcode
from services.models import Service
from services.need_choices import AreaField
from services.needs import Need, recognise
from services.secret_places import keep_secret
from services.suggestions import suggested_needs
from upkeep import consent
from upkeep.answers import Answer
from upkeep.form_fields import AUTOCOMPLETE, TOO_LONG, WHOLE_ADDRESS
from upkeep.forms_drafts import DraftForm


def own_row_uid(organisation):
    """The uid of the public contact row that "Whom may we ask?" keeps: always the same."""
    return uuid.uuid5(organisation.uid, "whom to ask")


class ContactsForm(DraftForm):
    """Keeps who agreed to be shown, and takes back at once who no longer does."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.before = [row.uid for row in self.instance.contacts.all()]

    def after(self, record):
        kept = {row.uid for row in record.contacts.all()}
        agreed = {
            form.instance.uid
            for rows in self.rows
            for form in rows.forms
            if not form.is_left_out and form.cleaned_data.get("agreed")
        }
        for row_uid in agreed:
            consent.give(record, row_uid, by=self.user)
        for row_uid in self.before:
            if row_uid not in kept and consent.has_consent(row_uid):
                consent.withdraw(record, row_uid, by=self.user)


class PublicWaysForm(DraftForm):
    """How people reach the group: one way is enough, or they just come along."""

    rows_first = True

    come_along = forms.BooleanField(required=False, label="None of these: people just come along")

    def clean(self):
        cleaned = super().clean()
        phone = any(not form.is_left_out for rows in self.rows for form in rows.forms)
        given = phone or cleaned.get("email") or cleaned.get("website")
        if self.finished and not (given or cleaned.get("come_along") or self.errors):
            self.add_error(
                "come_along", "Give one way to reach you, or tick that people come along."
            )
        return cleaned


class WhomToAskForm(DraftForm):
    """Whom we may ask: private. Name and number are shown to everybody only if somebody ticks so."""

    contact_name = forms.CharField(
        required=False, max_length=120, label="Your name",
        error_messages={"max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    contact_email = forms.EmailField(
        required=False, label="Your e-mail",
        error_messages={"invalid": WHOLE_ADDRESS},
        widget=forms.TextInput(attrs=AUTOCOMPLETE["email"]),
    )  # fmt: skip
    contact_phone = forms.CharField(
        required=False, max_length=40, label="Your phone number", validators=[validate_dialable],
        error_messages={"max_length": TOO_LONG},
        widget=forms.TextInput(attrs=AUTOCOMPLETE["phone"]),
    )  # fmt: skip
    show_name = forms.BooleanField(required=False, label="Show my name to everybody")
    show_phone = forms.BooleanField(required=False, label="Show my number to everybody")

    PRIVATE = ("contact_name", "contact_email", "contact_phone")
    #: field of the public contact row → (tick, private field)
    SHOWN = {"name": ("show_name", "contact_name"), "phone": ("show_phone", "contact_phone")}

    def prepare(self):
        account = OrganisationAccount.objects.filter(organisation=self.organisation).first()
        for name in self.PRIVATE:
            self.initial[name] = getattr(account, name, "")
        if account is None or not account.contact_email:
            self.initial["contact_email"] = self.user.email
        shown = self._row()
        for name, (tick, _) in self.SHOWN.items():
            self.initial[tick] = bool(shown and getattr(shown, name))

    @property
    def row_uid(self):
        return own_row_uid(self.organisation)

    def _row(self):
        rows = self.instance.contacts.all()
        return next((row for row in rows if row.uid == self.row_uid), None)

    @classmethod
    def private_answers(cls, version):
        account = OrganisationAccount.objects.filter(organisation=version.pk).first()
        values = [getattr(account, name) for name in cls.PRIVATE] if account else []
        row_uid = own_row_uid(version)
        row = next((row for row in version.contacts.all() if row.uid == row_uid), None)
        shown = " and ".join(word for word in ("name", "phone") if row and getattr(row, word))
        return [
            Answer("private", "Whom we may ask (private)", "\n".join(v for v in values if v)),
            Answer("shown", "Shown to everybody", f"Your {shown}" if shown else "Nothing"),
        ]

    def clean(self):
        cleaned = super().clean()
        for tick, private in self.SHOWN.values():
            if cleaned.get(tick) and not cleaned.get(private) and private not in self.errors:
                words = "name" if private == "contact_name" else "phone number"
                self.add_error(private, f"Give the {words} that everybody may see.")
        reachable = cleaned.get("contact_email") or cleaned.get("contact_phone")
        if self.finished and not (reachable or self.errors):
            self.add_error("contact_email", "Give an e-mail or a number where we can ask.")
        return cleaned

    def apply(self):
        shown = {
            name: self.cleaned_data[private] if self.cleaned_data[tick] else ""
            for name, (tick, private) in self.SHOWN.items()
        }
        row = self._row()
        others = [r for r in self.instance.contacts.all() if r.uid != self.row_uid]
        if any(shown.values()):
            row = row or OrganisationContact(uid=self.row_uid)
            row.name, row.phone = shown["name"], shown["phone"]
            others.append(row)
        for order, contact in enumerate(others):
            contact.sort_order = order
        self.instance.contacts = others
        return self.instance

    def after(self, record):
        OrganisationAccount.objects.update_or_create(
            organisation=self.organisation,
            defaults={name: self.cleaned_data[name] for name in self.PRIVATE},
        )
        shown = [name for name, (tick, _) in self.SHOWN.items() if self.cleaned_data[tick]]
        taken_back = [
            name
            for name, (tick, _) in self.SHOWN.items()
            if self.initial.get(tick) and not self.cleaned_data[tick]
        ]
        if shown:
            consent.give(record, self.row_uid, by=self.user)
            if taken_back:
                consent.blank(record, self.row_uid, taken_back, by=self.user)
        elif taken_back:
            consent.withdraw(record, self.row_uid, by=self.user)


class WaysForm(DraftForm):
    """In person, by phone, online: one at least."""

    def clean(self):
        cleaned = super().clean()
        ways = [name for name in Service.ATTENDING if name in self.fields]
        if self.finished and ways and not any(cleaned.get(name) for name in ways):
            self.add_error(ways[0], "Tick one at least.")
        return cleaned


class NeedsForm(DraftForm):
    """What a service helps with: suggestions from its own words are ticked; all topics can be."""

    look = forms.CharField(
        required=False, max_length=100, label="Look for another topic",
        help_text="For example: debt, or lonely.",
    )  # fmt: skip

    def prepare(self):
        if "needs" not in self.fields:
            return
        self.suggested = [found.need for found in suggested_needs(self.instance)]
        chosen = list(self.instance.needs.all())
        self.fields["needs"] = forms.ModelMultipleChoiceField(
            Need.objects.order_by("path"),
            to_field_name="slug",
            required=False,
            label="What it helps with",
            widget=forms.CheckboxSelectMultiple,
        )
        self.initial["needs"] = [need.slug for need in [*chosen, *self.suggested]]

    @cached_property
    def ticked(self):
        return {str(slug) for slug in self["needs"].value() or []}

    @cached_property
    def near(self):
        """Needs to show first: chosen, suggested, and those found by the words typed."""
        typed = str(self["look"].value() or "").replace("\x00", "")
        found = {match.slug for match in recognise(typed)} if typed else set()
        first = self.ticked | {need.slug for need in self.suggested} | found
        near = Q(slug__in=first)
        if typed:
            near |= Q(name__icontains=typed) | Q(phrases__icontains=typed)
        return Need.objects.filter(near).order_by("path")

    @cached_property
    def groups(self):
        """[(need at the top, needs below it)] without those shown first."""
        first, groups = {need.pk for need in self.near}, []
        for need in Need.objects.order_by("path"):
            if need.is_root():
                groups.append((need, []))
            if need.pk not in first:
                groups[-1][1].append(need)
        return [(top, needs) for top, needs in groups if needs]

    def apply(self):
        record = super().apply()
        if "needs" in self.cleaned_data:
            chosen = set(self.cleaned_data["needs"])
            wrong = [need for need in self.suggested if need not in chosen]
            before = [need for need in record.declined_needs.all() if need not in chosen]
            record.declined_needs = [*before, *wrong]
        return record


class AreaForm(DraftForm):
    """Whom it is limited to by where they live."""

    def prepare(self):
        if "coverage" not in self.fields:
            return
        field = AreaField(required=False, widget=forms.CheckboxSelectMultiple)
        field.label, field.help_text = (
            self.fields["coverage"].label,
            self.fields["coverage"].help_text,
        )
        chosen = [area.pk for area in self.instance.coverage.all()]
        wide = Area.objects.exclude(kind=Area.Kind.WARD) | Area.objects.filter(pk__in=chosen)
        field.queryset = wide.defer("geometry")
        field.to_field_name = "code"
        self.fields["coverage"] = field
        self.initial["coverage"] = [area.code for area in self.instance.coverage.all()]
        self.here = area_map().of_here()

    @cached_property
    def ticked(self):
        return {str(code) for code in self["coverage"].value() or []}

    @property
    def areas(self):
        """(areas of here, of which it is a part, and those ticked; [(kind, areas)] of all others)."""
        first, others = [], {kind.label: [] for kind in Area.Kind}
        for area in self.fields["coverage"].queryset.order_by("name", "code"):
            near = area.code in self.here or area.code in self.ticked
            (first if near else others[area.get_kind_display()]).append(area)
        return first, [(kind, areas) for kind, areas in others.items() if areas]


class AddressForm(DraftForm):
    """A place's address; its map point comes from the postcode."""

    def prepare(self):
        if "is_confidential" in self.fields:
            self.fields["is_confidential"].label = "Keep this address secret"

    def clean_postcode(self):
        typed = self.cleaned_data["postcode"]
        reading = read(typed)
        if not typed or reading.kind == Kind.FULL:
            return typed
        if reading.corrections:
            raise forms.ValidationError(f"Did you mean {' or '.join(reading.corrections)}?")
        raise forms.ValidationError("Type the whole postcode, like TS24 8AY.")

    def clean(self):
        cleaned = super().clean()
        says_where = cleaned.get("name") or cleaned.get("address_1")
        if self.finished and not (says_where or self.errors):
            self.add_error("name", "Give the name of the place, or its address.")
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        if not self.errors and "postcode" in self.fields:
            place_by_postcode(self.instance)

    def after(self, record):
        """A place that becomes secret is so at once; the other way a reviewer looks first."""
        if self.cleaned_data.get("is_confidential"):
            keep_secret(record)

    def told(self):
        postcode = self.cleaned_data.get("postcode")
        if not postcode or self.instance.is_confidential or self.instance.latitude is not None:
            return ""
        return (
            f"We do not know the postcode {postcode}, so people near it may not find you. "
            "Please check it for a slip."
        )


class PlacesForm(DraftForm):
    """The places of a service. Times at a place that is taken away move to the only one left."""

    def apply(self):
        record = super().apply()
        left = [at.location_id for at in record.at_locations.all()]
        sessions = list(record.sessions.all())
        for session in sessions:
            if session.location_id and session.location_id not in left:
                session.location_id = left[0] if len(left) == 1 else None
        record.sessions = sessions
        return record
