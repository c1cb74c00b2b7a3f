"""Who sends people to a service that has ended, closed or is hidden is asked to name another."""

import logging
from collections import Counter

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from organisations.models import Membership
from organisations.telling import whole
from outbox.posting import post
from services.models import Service
from services.plain_words import status_words
from services.sent_here import ways_gone
from upkeep import drafts
from upkeep.models import WayGone
from upkeep.owners import addresses
from upkeep.page_tables import slug_of_field
from upkeep.reminder_words import named_in_mail, site_name
from upkeep.still_right_links import digest

logger = logging.getLogger(__name__)

KIND = "way-on"
SUBJECT = "Please name another place that people can go to"


def tell_of_ways_gone(now):
    """Write to who looks after a service that names what is of no use; counts of what was done.

    Once for each service and what it names, one mail to each person for all of a group. May be
    repeated, killed, or run twice at once: what was told is a row, written with its mails.
    """
    gone = {(one.pk, name, other.pk): (one, name, other) for one, name, other in ways_gone()}
    told, done = set(), Counter()
    for row in WayGone.objects.all():
        key = (row.service_id, row.field, row.named_id)
        if key in gone:
            told.add(key)
        else:
            row.delete()
    groups = {}
    for key in gone.keys() - told:
        groups.setdefault(gone[key][0].organisation_id, []).append(gone[key])
    for pk in sorted(groups):
        try:
            done["mails"] += _tell(groups[pk], now)
        except Exception:
            logger.exception("A group could not be told; the others go on.")
            done["faults"] += 1
    return dict(done)


@transaction.atomic
def _tell(ways, now):
    """Write down that the people of one group are told of all these, with their mails."""
    ways = sorted(ways, key=lambda way: (way[0].name, way[0].pk, way[1]))
    rows = [
        WayGone.objects.create(service=one, field=name, named=other, made_at=now)
        for one, name, other in ways
    ]
    organisation = ways[0][0].organisation
    people = addresses(ways[0][0])
    body = _words(organisation, ways)
    for address in people:
        key = f"{KIND}:{rows[0].pk}:{digest(address)}"
        post(key=key, kind=KIND, to=address, subject=SUBJECT, body=body, about=organisation.uid)
    return len(people)


def _words(organisation, ways):
    shown = _shown(ways)
    is_ours = Membership.objects.filter(organisation=organisation, user__is_active=True).exists()
    entries = [
        f"{number}. {named_in_mail(one)}\n"
        f"   It sends people to: {became(other, is_shown=other.pk in shown, called=named_in_mail)}\n"
        f"   {_link(organisation, one, name, is_ours)}"
        for number, (one, name, other) in enumerate(ways, 1)
    ]
    return "\n\n".join(
        [
            "Hello,",
            "When you cannot help somebody, your listing sends them on. A place that it sends them to "
            "has ended or ends soon, is closed, or is no longer listed. Please name another:",
            *entries,
            f"{site_name()}\n{settings.WAGTAILADMIN_BASE_URL}",
        ]
    )


def to_do(organisation):
    """[(service, what became of the one that it names, where another is named)] of one group.

    Not what its newest version names another for already, sent or not.
    """
    ways = ways_gone(organisation)
    newest = drafts.newest_of({one.uid: one for one, *_ in ways}.values(), named=False)
    shown = _shown(ways)
    return [
        (one, became(other, is_shown=other.pk in shown), address_of(organisation, one, name))
        for one, name, other in ways
        if getattr(newest[one.uid], f"{name}_id") == other.pk
    ]


def _shown(ways):
    """Primary keys of the services named that are public."""
    published = Service.objects.published().filter(pk__in=[other.pk for *_, other in ways])
    return set(published.values_list("pk", flat=True))


def became(other, *, is_shown, called=str):
    """What has become of a service that is named, in a line. What nobody is shown is not named."""
    if not is_shown:
        return "A listing that is no longer shown."
    heading, sentence = status_words(other, timezone.localdate())
    return f"{called(other)}. {heading}. {sentence}"


def _link(organisation, service, name, is_ours):
    """Where another is named; for a group that nobody looks after yet, where one claims it."""
    if is_ours:
        return whole(address_of(organisation, service, name))
    return whole(reverse("upkeep:claim", args=[organisation.uid]))


def address_of(organisation, service, name):
    """The page of one's listings on which this field of a service is filled in."""
    slug = slug_of_field(Service, name)
    return reverse("upkeep:edit_service", args=[organisation.uid, service.uid, slug])
