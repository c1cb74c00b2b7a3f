"""Telling a group what became of what it sent: one mail for each round of decisions."""

from collections import defaultdict

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse

from organisations.models import Membership
from outbox.posting import post
from services.models import Location
from upkeep.models import SubmissionItem

State = SubmissionItem.State


def tell(item_pks):
    """Write a mail to each person of the group about these decided items, as they are now."""
    items = (
        SubmissionItem.objects.filter(pk__in=item_pks, state__in=[State.APPROVED, State.DECLINED])
        .select_related("submission__organisation", "revision", "changed_revision")
        .prefetch_related("record")
        .order_by("pk")
    )
    rounds = defaultdict(list)
    for item in items:
        rounds[item.submission].append(item)
    for submission, decided in rounds.items():
        _tell(submission, decided)


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
