"""The words of a mail that asks whether listings are still right."""

from django.conf import settings
from django.utils import timezone
from wagtail.models import Site

from records.models import FreshnessSettings
from services.models import Location
from upkeep.kinds import is_sensitive
from upkeep.owners import organisation_of
from upkeep.still_right_links import GOOD_FOR, link

HIDDEN, SECOND = 3, 2


def site_name():
    """What the site calls itself in a mail."""
    site = Site.objects.filter(is_default_site=True).first()
    return (site.site_name if site else "") or settings.WAGTAIL_SITE_NAME


def subject(reminders):
    """Neutral: who reads over a shoulder learns nothing from it."""
    if any(reminder.number == HIDDEN for reminder in reminders):
        return f"Not shown any more on {site_name()}: please tell us if it is still right"
    again = "We ask again: " if any(reminder.number == SECOND for reminder in reminders) else ""
    one = len(reminders) == 1
    return f"{again}{'is your listing' if one else 'are your listings'} still right?".capitalize()


def words(address, reminders, message_uid):
    """The body of the mail to `address`, with a link for all of `reminders` and one for each."""
    one = len(reminders) == 1
    listing = "this listing" if one else f"these {len(reminders)} listings"
    page = link(message_uid, address)
    opening = (
        f"You look after {listing} on {site_name()}. People rely on what it says.\n"
        f"Please look at {'it' if one else 'them'}, and tell us if "
        f"{'it is' if one else 'they are'} still right. It takes one press of a button. "
        "You need no password:"
    )
    parts = ["Hello,", opening, page, *_warning(reminders)]
    if one:
        parts.append(_entry(reminders[0]))
    else:
        parts += [
            f"{number}. {_entry(reminder)}\n   {link(message_uid, address, reminder.record_uid)}"
            for number, reminder in enumerate(reminders, 1)
        ]
    return "\n\n".join([*parts, *_ending()])


def _warning(reminders):
    numbers = {reminder.number for reminder in reminders}
    if HIDDEN in numbers:
        yield (
            "We asked twice and heard nothing, so listings marked “hidden” are not shown to the "
            "public now. Your yes shows them again at once."
        )
    elif SECOND in numbers:
        days = FreshnessSettings.load().unconfirmed_after_days
        yield (
            f"We have asked before. If nobody answers within {days} days, we may ring you, and "
            "people may see “Not confirmed lately” beside it."
        )


def _entry(reminder):
    record = reminder.record
    standing = record.standing
    checked = (
        f"last checked on {_day(standing.checked_at)}" if standing.checked_at else "never checked"
    )
    hidden = ", hidden" if reminder.number == HIDDEN else ""
    return f"{named_in_mail(record)} ({checked}{hidden})"


def named_in_mail(record):
    """Its name with its group's; nothing of it where a mail should give nothing away."""
    if is_sensitive(record):
        return "A listing that we do not name in e-mails"
    kind = "Place: " if isinstance(record, Location) else ""
    organisation = organisation_of(record)
    by = f", {organisation}" if organisation and organisation != record and not kind else ""
    return f"{kind}{record}{by}"


def _ending():
    good_until = _day(timezone.now() + GOOD_FOR)
    return [
        "If something has changed, press “Something has changed” on that page, and put it right.",
        f"The links are for you alone and work until {good_until}. "
        "Please do not pass this e-mail on.",
        f"{site_name()}\n{settings.WAGTAILADMIN_BASE_URL}",
    ]


def _day(moment):
    day = timezone.localtime(moment)
    return f"{day.day} {day:%B %Y}"
