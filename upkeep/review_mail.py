"""Telling a group what became of what it sent: one mail for each round of decisions.

A round is one press on the review or the desk. Staff who decide in Wagtail's own view of each
record make no round: the group hears when all that it sent together is decided, or after half an
hour without another decision (`tell_late`).
"""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from organisations.models import Membership
from outbox.posting import post
from services.models import Location
from upkeep.models import SubmissionItem

State = SubmissionItem.State
#: So long we wait for the next decision on what was sent together.
A_WHILE = timedelta(minutes=30)


def tell(item_pks):
    """Write a mail to each person of the group about these decided items, as they are now.

    What was decided earlier of the same submissions and not told yet is in it too.
    """
    chosen = SubmissionItem.objects.filter(pk__in=item_pks)
    items = (
        _untold()
        .filter(submission__in=chosen.values("submission"))
        .select_related("submission__organisation", "revision", "changed_revision")
        .prefetch_related("record")
        .order_by("pk")
    )
    rounds = defaultdict(list)
    for item in items:
        rounds[item.submission].append(item)
    for submission, decided in rounds.items():
        _tell(submission, decided)
        pks = [item.pk for item in decided]
        SubmissionItem.objects.filter(pk__in=pks).update(told_at=timezone.now())


def _untold():
    """Items that are decided, of which the group has not heard."""
    return SubmissionItem.objects.filter(
        state__in=[State.APPROVED, State.DECLINED], told_at__isnull=True
    )


@transaction.atomic
def tell_late(now):
    """Tell what was decided one by one, where nothing more has come for a while; how many items."""
    lately = _untold().filter(decided_at__gt=now - A_WHILE).values("submission")
    pks = list(_untold().exclude(submission__in=lately).values_list("pk", flat=True))
    if pks:
        tell(pks)
    return {"decisions": len(pks)} if pks else {}


def _tell(submission, items):
    organisation = submission.organisation
    body = render_to_string("upkeep/review_mail.txt", _context(submission, items))
    people = Membership.objects.filter(organisation=organisation, user__is_active=True)
    for membership in people.select_related("user"):
        post(
            key=f"reviewed:{submission.uid}:{items[0].pk}:{membership.user_id}",
            kind="reviewed",
            to=membership.user.email,
            subject=f"We looked at what you sent for {organisation}",
            body=body,
            about=submission.uid,
        )


def _context(submission, items):
    return {
        "submission": submission,
        "approved": [_line(item) for item in items if item.state == State.APPROVED],
        "declined": [_line(item) for item in items if item.state == State.DECLINED],
        "waiting": submission.items.filter(state=State.WAITING).count(),
        "listings_url": settings.WAGTAILADMIN_BASE_URL + _listings(submission.organisation),
    }


def _line(item):
    record = item.record
    path = record.get_absolute_url() if record and hasattr(record, "get_absolute_url") else ""
    return {
        "title": title(item),
        "url": settings.WAGTAILADMIN_BASE_URL + path if path else "",
        "changed": item.changed_fields,
        "reason": item.reason,
    }


def title(item, *, to_staff=False):
    """What the record of an item is called in its decided version.

    Mail goes through many hands, so a secret place is named to staff only.
    """
    version = item.changed_revision or item.revision
    record = item.record
    secret = isinstance(record, Location) and record.is_confidential
    secret = secret or (version and version.content.get("is_confidential"))
    if secret and not to_staff:
        return Location(is_confidential=True).shown_name
    return version.object_str if version else str(record or "A record that is gone")


def _listings(organisation):
    try:
        return reverse("upkeep:listings")
    except NoReverseMatch:
        return "/listings/"
