"""The page behind the link of a reminder: look at what the public sees, press "still right".

No password: whoever has the mail may say that what is public is right, and nothing else.
"""

from dataclasses import dataclass
from functools import cached_property

from django.core import signing
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from hubs.models import Hub, SinglePointOfAccess
from organisations.models import Organisation
from records.checking import CONFIRMED
from records.models import Standing, confirm
from records.private_pages import keep_private
from services.models import Service
from upkeep import kinds
from upkeep.models import Reminder
from upkeep.owners import organisation_of
from upkeep.public_facts import public_facts
from upkeep.reminders import KIND, write
from upkeep.still_right_links import NoLongerGood, address_of, asked_by, asked_by_late

ROLE = "the group itself"
NOTE = "By the link in an e-mail."


@dataclass(frozen=True)
class Question:
    """One record on the page, and whether it has been answered since the mail was written."""

    reminder: Reminder

    @cached_property
    def record(self):
        return self.reminder.record

    @cached_property
    def standing(self):
        return self.record.standing

    @property
    def is_answered(self):
        return is_answered(self.standing, self.reminder)

    @property
    def is_hidden(self):
        return self.standing.state == Standing.State.HIDDEN

    @property
    def title(self):
        return getattr(self.record, "shown_name", None) or str(self.record)

    @cached_property
    def facts(self):
        return public_facts(self.record)

    @property
    def page(self):
        """Where the public reads it; "" while it is hidden and where there is no page."""
        return "" if self.is_hidden else kinds.public_address(self.record)

    @property
    def is_changed_here(self):
        """Whether its people change it themselves; staff write hubs and front doors."""
        return not isinstance(self.record, Hub | SinglePointOfAccess)

    @property
    def change_url(self):
        """Signing in, and on to where it is changed; for what staff write, telling them."""
        if not self.is_changed_here:
            return reverse("upkeep:report", args=[kinds.kind_of(self.record), self.record.uid])
        return "/join/?" + urlencode({"next": own_page(self.record)})


def is_answered(standing, reminder):
    """Whether the record was checked after `reminder` asked about it."""
    return bool(standing.checked_at and standing.checked_at >= reminder.made_at)


def own_page(record):
    """Where the people of its organisation change `record`; where it has none yet, becoming one."""
    organisation = organisation_of(record)
    if not organisation.memberships.filter(user__is_active=True).exists():
        return reverse("upkeep:claim", args=[organisation.uid])
    page = f"/listings/{organisation.uid}/"
    if isinstance(record, Organisation):
        return f"{page}about/"
    if isinstance(record, Service):
        return f"{page}services/{record.uid}/"
    return f"{page}places/{record.uid}/"


@sensitive_variables("signed")
@require_http_methods(["GET", "HEAD", "POST"])
def still_right(request, signed):
    """/still-right/<signed>/: GET shows and changes nothing; POST says yes to what was ticked."""
    try:
        asked = asked_by(signed)
    except NoLongerGood:
        return _late(request, signed)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    if not asked.reminders:
        return keep_private(render(request, "upkeep/still_right_over.html", status=404))
    if request.method == "POST":
        ticked = set(request.POST.getlist("record"))
        say_yes([r for r in asked.reminders if str(r.record_uid) in ticked])
        return keep_private(redirect(request.path))
    return keep_private(render(request, "upkeep/still_right.html", _context(asked)))


def _context(asked):
    questions = [Question(reminder) for reminder in asked.reminders]
    return {
        "open_questions": [q for q in questions if not q.is_answered],
        "answered": [q for q in questions if q.is_answered],
        "sensitive": any(kinds.is_sensitive(q.record) for q in questions),
    }


def say_yes(reminders):
    """Confirm the records that these ask about, each once however often it is sent."""
    for reminder in reminders:
        with transaction.atomic():
            Standing.objects.get_or_create(record_uid=reminder.record_uid)
            standing = Standing.objects.select_for_update().get(record_uid=reminder.record_uid)
            if not is_answered(standing, reminder):
                confirm(reminder.record, role=ROLE, note=NOTE)
                log(instance=reminder.record, action=CONFIRMED, data={"role": ROLE})


def _late(request, signed):
    """The time of the link is over: offer a new one, sent to where the old one was sent."""
    asked = asked_by_late(signed)
    is_sent = request.method == "POST" and send_again(asked)
    if not asked.reminders:
        return keep_private(render(request, "upkeep/still_right_over.html", status=404))
    return keep_private(render(request, "upkeep/still_right_late.html", {"is_sent": is_sent}))


@transaction.atomic
def send_again(asked):
    """Write the mail of an old link afresh, to the same address, once a day; whether there is one."""
    if not asked.reminders:
        return False
    pks = [reminder.pk for reminder in asked.reminders]
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    locked = list(Reminder.objects.select_for_update().filter(pk__in=pks))
    address = address_of(locked[0].record, asked.digest)
    sent = locked[0].messages.filter(kind=KIND, to__iexact=address, created_at__gte=today)
    if not sent.exists():
        write(address, locked)
    return True
