"""Mail to website managers about their desk: numbers and links, never a name or a word typed.

Once a day what waits; at once what people in need rely on and what is due for a check.
"""

from datetime import time

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.starter import MANAGERS
from outbox.models import Message
from outbox.posting import post
from records.models import Standing
from upkeep.desk.sections import TO_DO
from upkeep.due import asked_about
from upkeep.models import CrisisNotice, StaffMail
from upkeep.reminder_words import site_name
from upkeep.reports import manager_addresses

#: The daily mail goes out with the first run from this time on, as clocks show it.
FROM = time(7)
DAILY, CRISIS = "desk.daily", "desk.crisis"


def write_to_staff(now):
    """Both kinds of mail; returns how many were written. Safe to repeat: each is written once."""
    return {"crisis": tell_of_crisis_records(now), "daily": tell_what_waits(now)}


def who_wants(kind):
    """Active website managers who want the mail `kind` ("daily" or "crisis"), in a fixed order."""
    not_wanted = StaffMail.objects.filter(**{kind: False}).values("user")
    managers = User.objects.filter(groups__name=MANAGERS, is_active=True).exclude(email="")
    return managers.exclude(pk__in=not_wanted).order_by("pk")


# Once a day


@transaction.atomic
def tell_what_waits(now):
    """The daily mail to each who wants it, if anything waits; returns how many were written."""
    local = timezone.localtime(now)
    if local.time() < FROM:
        return 0
    keys = {f"{DAILY}:{local.date()}:{user.pk}": user for user in who_wants("daily")}
    written = Message.objects.filter(key__in=keys).values_list("key", flat=True)
    left = {key: keys[key] for key in keys.keys() - set(written)}
    if not left or not (counts := _counts()):
        return 0
    total = sum(count for _, count in counts)
    words = _daily_words(counts, total)
    for key, user in left.items():
        post(key=key, kind=DAILY, to=user.email, subject=_things(total), body=words)
    return len(left)


def _counts():
    """[(section, how many wait there)] of what is to do, without empty ones."""
    sections = [section() for section in TO_DO]
    return [(section, count) for section in sections if (count := section.count())]


def _things(total):
    things = "1 thing waits" if total == 1 else f"{total} things wait"
    return f"{things} on your desk at {site_name()}"


def _daily_words(counts, total):
    lines = [f"{count}  {section.title}\n   {_desk()}#{section.slug}" for section, count in counts]
    return "\n\n".join(["Hello,", f"{_things(total)}:", *lines, *_ending()])


# At once


@transaction.atomic
def tell_of_crisis_records(now):
    """One mail about all crisis lines, hubs and access points that have come due since the last.

    To those who want it; where nobody does, to the address of the team: somebody must know.
    Returns how many mails were written.
    """
    due = list(_due_now(now))
    notices = CrisisNotice.objects.filter(record_uid__in=[uid for uid, _ in due])
    told = set(notices.values_list("record_uid", "due_at"))
    new = [CrisisNotice(record_uid=uid, due_at=at) for uid, at in due if (uid, at) not in told]
    if not new:
        return 0
    CrisisNotice.objects.bulk_create(new)
    wanted = list(who_wants("crisis").values_list("email", flat=True)) or manager_addresses()
    first = min(notice.pk for notice in new)
    for number, email in enumerate(wanted):
        key = f"{CRISIS}:{first}:{number}"
        post(key=key, kind=CRISIS, to=email, subject=_to_check(len(new)), body=_words(len(new)))
    return len(wanted)


def _due_now(now):
    """(uid, due date) of what is overdue and never hidden."""
    for records in asked_about():
        if records.model.stays_when_overdue:
            uids = records.order_by().values("uid")
            due = Standing.objects.filter(record_uid__in=uids, due_at__lte=now)
            yield from due.order_by("due_at", "pk").values_list("record_uid", "due_at")


def _to_check(count):
    return "1 check is due that cannot wait" if count == 1 else f"{count} checks cannot wait"


def _words(count):
    one = count == 1
    what = (
        "A crisis line, hub or single point of access is"
        if one
        else (f"{count} crisis lines, hubs or single points of access are")
    )
    return "\n\n".join(
        [
            "Hello,",
            f"{what} due for a check. People in need rely on {'it' if one else 'them'}, "
            "so nothing is hidden meanwhile.",
            f"Please check {'it' if one else 'them'}:\n{_desk()}#crisis",
            *_ending(),
        ]
    )


def _desk():
    return settings.WAGTAILADMIN_BASE_URL + reverse("upkeep_desk:desk")


def _ending():
    account = (
        settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_account") + "#tab-notifications"
    )
    return [f"Choose which of these e-mails you get:\n{account}", site_name()]
