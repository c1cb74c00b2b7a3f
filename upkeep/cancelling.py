"""One day off: a session that is cancelled or moved, a place that is closed. Public at once."""

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.log_actions import log

from organisations.permissions import own_organisation
from records.locks import held
from services.models import Closure, Location, Service, Session, SessionChange
from services.occurrences import runs_on
from services.opening_words import date_words, row_words
from services.what_is_on import exceptions_between, happenings, public_sessions
from upkeep.form_fields import row_field
from upkeep.forms_hours import HoursForm
from upkeep.members import for_members, own_place

CHANGED = "upkeep.session.changed"
AS_USUAL = "upkeep.session.as_usual"
CLOSED = "upkeep.place.closed"
DAYS = 7
#: How far ahead a session can be cancelled here.
FARTHEST = timedelta(days=400)


@dataclass(frozen=True)
class Week:
    """Seven days: [(day, [Happening])] of those on which something is on, and the weeks beside it."""

    first: date
    days: list
    earlier: date | None
    later: date | None


def week_of(organisation, text=""):
    """The Week of the organisation's public sessions that holds the day `text`; from today without."""
    today = timezone.localdate()
    number = _weeks_ahead(text, today)
    week = timedelta(days=DAYS)
    first = today + number * week
    days = [first + timedelta(days=n) for n in range(DAYS)]
    services = Service.objects.published().filter(organisation=organisation)
    rows = list(public_sessions(services))
    exceptions = exceptions_between(days[0], days[-1], session_uids=[row.uid for row in rows],
                                    location_ids=[row.location_id for row in rows])  # fmt: skip
    found = [(day, happenings(rows, day, exceptions)) for day in days]
    return Week(
        first,
        [(day, on) for day, on in found if on],
        first - week if number else None,
        first + week if first + 2 * week <= today + FARTHEST else None,
    )


def _weeks_ahead(text, today):
    """How many weeks after `today` the week with the day `text` is; 0 for what is no day to come."""
    try:
        ahead = date.fromisoformat(text or "") - today
    except ValueError:
        return 0
    return ahead.days // DAYS if timedelta(0) <= ahead <= FARTHEST else 0


def _back(organisation, day):
    """The dashboard of an organisation, with the week of a day."""
    return f"{reverse('upkeep:organisation', args=[organisation.uid])}?from={day:%Y-%m-%d}"


class ChangeForm(HoursForm, forms.ModelForm):
    """Cancelled, or at another time; the model says what it needs."""

    is_cancelled = forms.TypedChoiceField(
        label="What changes?",
        choices=[("yes", "It is cancelled"), ("no", "It is at another time")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Say what changes."},
    )
    field_order = ["is_cancelled", "opens_at", "closes_at", "reason"]

    class Meta:
        model = SessionChange
        fields = ["is_cancelled", "opens_at", "closes_at", "reason"]
        labels = {
            "opens_at": "New time: from",
            "closes_at": "New time: to",
            "reason": "Why? (if you like)",
        }
        help_texts = {
            "opens_at": "Only if it is at another time.",
            "reason": "Everybody sees this. For example: “The hall is being painted.”",
        }
        formfield_callback = row_field

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.initial["is_cancelled"] = "yes" if self.instance.is_cancelled else "no"

    def hours_matter(self):
        return not self.cleaned_data.get("is_cancelled") and super().hours_matter()


class ClosureForm(HoursForm, forms.ModelForm):
    """Days on which a place is closed, or has other hours."""

    class Meta:
        model = Closure
        fields = ["first_day", "last_day", "opens_at", "closes_at", "reason"]
        labels = {
            "first_day": "First day",
            "last_day": "Last day",
            "opens_at": "Open from",
            "closes_at": "Open until",
            "reason": "Why? (if you like)",
        }
        help_texts = {
            "last_day": "Leave it empty for one day.",
            "opens_at": "Only if it is open at other hours, not closed.",
            "reason": "Everybody sees this.",
        }
        error_messages = {"first_day": {"required": "Give the first day."}}
        formfield_callback = row_field

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["last_day"].required = False

    def clean(self):
        cleaned = super().clean()
        if (
            cleaned.get("first_day")
            and not cleaned.get("last_day")
            and "last_day" not in self.errors
        ):
            cleaned["last_day"] = cleaned["first_day"]
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day is before the first day.")
        elif last and last < timezone.localdate():
            self.add_error("first_day", "These days are over. Look at the year.")
        return cleaned


def _own_session(organisation, uid):
    """A session of a public service of the organisation; 404 otherwise."""
    services = Service.objects.published().filter(organisation=organisation)
    return get_object_or_404(
        Session.objects.select_related("service", "location"), uid=uid, service__in=services
    )


def _day(text):
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not timezone.localdate() <= day <= timezone.localdate() + FARTHEST:
        raise Http404
    return day


@for_members
def change_session(request, organisation_uid, uid, day):
    """Say that a session is off, or at another time, on one day."""
    organisation = own_organisation(request.user, organisation_uid)
    session, day = _own_session(organisation, uid), _day(day)
    change = SessionChange.objects.filter(session_uid=session.uid, on=day).first()
    if change is None and runs_on(session, day) is False:
        raise Http404
    form = ChangeForm(
        request.POST or None, instance=change or SessionChange(session_uid=session.uid, on=day)
    )
    if request.method == "POST" and form.is_valid():
        _keep_change(form.instance, session, by=request.user)
        messages.success(request, "Done. Everybody sees it now.")
        return redirect(_back(organisation, day))
    context = {
        "organisation": organisation,
        "session": session,
        "words": row_words(session),
        "day": date_words(day, timezone.localdate()),
        "change": change,
        "form": form,
        "has_errors": bool(form.errors),
        "heading": f"{session.name or session.service}, {date_words(day, timezone.localdate())}",
        "back": (_back(organisation, day), "Back to your listings"),
    }
    return render(request, "upkeep/listings_cancel.html", context)


@transaction.atomic
def _keep_change(change, session, *, by):
    """Keep one change for the day, even if the form was sent twice."""
    if change.is_cancelled:
        change.opens_at = change.closes_at = None
    says = ("is_cancelled", "opens_at", "closes_at", "reason")
    row, is_new = SessionChange.objects.get_or_create(
        session_uid=change.session_uid,
        on=change.on,
        defaults={name: getattr(change, name) for name in says},
    )
    if not is_new:
        row = SessionChange.objects.select_for_update().get(pk=row.pk)
        if all(getattr(row, name) == getattr(change, name) for name in says):
            return
        for name in says:
            setattr(row, name, getattr(change, name))
        row.save()
    log(instance=session.service, action=CHANGED, user=by, data={"on": change.on.isoformat()})


@for_members
@require_POST
def as_usual(request, organisation_uid, uid, day):
    """It is on after all, at its usual time."""
    organisation = own_organisation(request.user, organisation_uid)
    session, day = _own_session(organisation, uid), _day(day)
    with transaction.atomic():
        changes = SessionChange.objects.select_for_update().filter(session_uid=session.uid, on=day)
        for change in changes:
            change.delete()
            data = {"on": day.isoformat()}
            log(instance=session.service, action=AS_USUAL, user=request.user, data=data)
    messages.success(request, "Done. It is on as usual.")
    return redirect(_back(organisation, day))


@for_members
def closures(request, organisation_uid, uid):
    """The days on which one's own place is closed: those known, and a form for more."""
    organisation, place = own_place(request.user, organisation_uid, uid)
    form = ClosureForm(request.POST or None, instance=Closure(location=place))
    if request.method == "POST" and form.is_valid():
        _keep_closure(form.instance, by=request.user)
        messages.success(request, "Done. Everybody sees it now.")
        return redirect(request.path)
    context = {
        "organisation": organisation,
        "place": place,
        "known": place.closures.filter(last_day__gte=timezone.localdate()),
        "form": form,
        "has_errors": bool(form.errors),
        "heading": f"Days on which {place} is closed",
        "back": (reverse("upkeep:place", args=[organisation.uid, place.uid]), "Back to the place"),
    }
    return render(request, "upkeep/listings_closures.html", context)


@transaction.atomic
def _keep_closure(closed, *, by):
    """Keep the days of a Closure for its place, once: one press at a time for each place."""
    held(Location.objects).get(pk=closed.location.pk)
    known = closed.location.closures.filter(
        first_day=closed.first_day,
        last_day=closed.last_day,
        opens_at=closed.opens_at,
        closes_at=closed.closes_at,
    )
    if not known.exists():  # staff may have set the same days more than once
        closed.save()
        log(instance=closed.location, action=CLOSED, user=by)


@for_members
@require_POST
def open_after_all(request, organisation_uid, uid):
    """Take back a closure, named by its first and last day."""
    organisation, place = own_place(request.user, organisation_uid, uid)
    first, _, last = request.POST.get("days", "").partition("/")
    with transaction.atomic():
        days = {"first_day": _any_day(first), "last_day": _any_day(last)}
        found = list(place.closures.select_for_update().filter(**days))
        for closed in found:
            closed.delete()
        if found:
            log(instance=place, action=CLOSED, user=request.user, data={"taken_back": True})
    messages.success(request, "Done. It is open as usual.")
    return redirect("upkeep:closures", organisation.uid, place.uid)


def _any_day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
