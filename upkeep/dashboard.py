"""What one's organisations list, and what is to be done about it."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.log_actions import log

from organisations.claims import to_decide
from organisations.permissions import is_owner, organisations_of, own_organisation
from records.checking import CONFIRMED
from records.models import Check, Standing, confirm
from services.models import Location, Service
from upkeep import drafts
from upkeep.cancelling import week_of
from upkeep.confirming import ROLE
from upkeep.members import for_members
from upkeep.models import FirstListing, SubmissionItem
from upkeep.reports import for_the_keeper, words_for_the_keeper
from upkeep.sending_off import send_all
from upkeep.submissions import records_of, unsent, waiting
from upkeep.summaries import hindrances, own_page
from upkeep.ways_on import to_do

State = SubmissionItem.State
#: Pages of other parts, by the name of their address.
OTHER_PAGES = {
    "searched": "What people searched for",
    "people": "People who look after these listings",
    "sheet": "Many services at once: spreadsheet and table",
}


@dataclass(frozen=True)
class Line:
    """One record in a list: its newest version, where to go, and a word on it."""

    record: object
    name: str
    url: str
    words: str = ""


@for_members
def listings(request):
    """All organisations of the person; straight to the only one."""
    own = list(organisations_of(request.user))
    if len(own) == 1:
        return redirect("upkeep:organisation", own[0].uid)
    names = drafts.titles(own)
    lines = [
        Line(one, names[one.uid], reverse("upkeep:organisation", args=[one.uid])) for one in own
    ]
    return render(request, "upkeep/listings.html", {"organisations": lines})


@for_members
def organisation(request, organisation_uid):
    """Everything of one organisation, with what is to do first."""
    own = own_organisation(request.user, organisation_uid)
    records = records_of(own)
    lines = {line.record.uid: line for line in _lines(own, records)}
    standings = Standing.objects.filter(record_uid__in=lines)
    items = SubmissionItem.objects.filter(record_uid__in=lines).select_related("submission")
    owner = is_owner(request.user, own)
    context = {
        "organisation": own,
        "asking": owner and to_decide().filter(organisation=own).exists(),
        "first": FirstListing.objects.filter(organisation=own, sent_at=None).first(),
        "due": [
            (lines[standing.record_uid], standing)
            for standing in standings
            if _is_due(standing) and lines[standing.record_uid].record.live
        ],
        "reported": _reported(lines),
        "ways_gone": to_do(own),
        "waiting": [lines[item.record_uid] for item in items if item.state == State.WAITING],
        "declined": _declined(items, lines),
        "unsent": [lines[record.uid] for record in unsent(own)],
        "services": [lines[r.uid] for r in records if isinstance(r, Service)],
        "places": [lines[r.uid] for r in records if isinstance(r, Location)],
        "week": week_of(own, request.GET.get("from")),
        "used": _used(own),
        "links": _links(own),
        "may_close": owner,
        "heading": lines[own.uid].name,
        "back": (reverse("upkeep:listings"), "All your groups"),
        "many": organisations_of(request.user).count() > 1,
    }
    if not context["many"]:
        context["back"] = None
    return render(request, "upkeep/listings_organisation.html", context)


def _is_due(standing):
    asked = standing.due_at and standing.due_at <= timezone.now()
    return asked or standing.state == Standing.State.HIDDEN


def _reported(lines):
    """[(Line, report, words)] of what people said is wrong, and what came of it lately."""
    return [
        (
            lines[report.record_uid],
            report,
            words_for_the_keeper(report, lines[report.record_uid].record),
        )
        for report in for_the_keeper(list(lines))
    ]


def _used(organisation):
    """Public places of the organisation's services that somebody else keeps."""
    services = Service.objects.filter(organisation=organisation)
    here = Location.objects.published().filter(services_here__service__in=services)
    return here.exclude(kept_by=organisation).filter(is_confidential=False).distinct()


def _links(organisation):
    """[(label, address)] of what else there is, where the site has it."""
    found = []
    for name, label in OTHER_PAGES.items():
        try:
            found.append((label, reverse(f"upkeep:{name}", args=[organisation.uid])))
        except NoReverseMatch:
            continue
    return found


def _lines(organisation, records):
    """A Line for each of the organisation's own records."""
    titles = drafts.titles(records)
    return [_line(organisation, record, titles[record.uid]) for record in records]


def _line(organisation, record, title):
    return Line(record, title, own_page(organisation, record), _state_words(record))


def _state_words(record):
    if not record.live:
        return "Not public"
    return (
        "Public, with changes that are not public yet"
        if record.has_unpublished_changes
        else "Public"
    )


def _declined(items, lines):
    """[(Line, item)] whose last decision was to decline, and which have not changed since."""
    last = {}
    for item in items.order_by("submission__sent_at", "pk"):
        last[item.record_uid] = item
    return [
        (lines[uid], item)
        for uid, item in last.items()
        if item.state == State.DECLINED and item.revision_id == lines[uid].record.latest_revision_id
    ]


@for_members
def send_changes(request, organisation_uid):
    """What is not sent yet, and the button that sends it."""
    own = own_organisation(request.user, organisation_uid)
    if request.method == "POST" and send_all(request, own):
        return redirect("upkeep:organisation", own.uid)
    new = unsent(own)
    context = {
        "organisation": own,
        "unsent": _lines(own, new),
        "waiting": [] if new else _lines(own, waiting(records_of(own))),
        "hindrances": hindrances(own, in_full=request.method == "POST"),
        "heading": "Send your changes" if new else "There is nothing new to send",
        "has_errors": request.method == "POST",
        "back": (reverse("upkeep:organisation", args=[own.uid]), "Back to your listings"),
    }
    return render(request, "upkeep/listings_send.html", context)


@for_members
@require_POST
def still_right(request, organisation_uid):
    """One of one's own public records was looked at and is right."""
    own = own_organisation(request.user, organisation_uid)
    record = next(
        (r for r in records_of(own) if r.live and str(r.uid) == request.POST.get("uid")), None
    )
    if record is None:
        raise Http404
    _say_yes(record, by=request.user)
    messages.success(request, f"Thank you. “{record}” is marked as right today.")
    return redirect("upkeep:organisation", own.uid)


@transaction.atomic
def _say_yes(record, *, by):
    """Confirm a record; a button pressed twice does it once."""
    Standing.objects.get_or_create(record_uid=record.uid)
    Standing.objects.select_for_update().get(record_uid=record.uid)
    a_moment_ago = timezone.now() - timedelta(minutes=1)
    if Check.objects.filter(record_uid=record.uid, by=by, checked_at__gt=a_moment_ago).exists():
        return
    confirm(record, role=ROLE, by=by, note="On the page of their listings.")
    log(instance=record, action=CONFIRMED, user=by)
