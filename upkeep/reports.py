"""Somebody says that a public record is wrong: keeping it, telling who can put it right, closing it."""

from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from wagtail.log_actions import log
from wagtail.models import Site

from accounts.models import User
from accounts.starter import MANAGERS
from outbox.posting import post
from upkeep.kinds import is_sensitive, public_address
from upkeep.models import ProblemReport
from upkeep.owners import addresses

CLOSED = "upkeep.report.closed"
REOPENED = "upkeep.report.reopened"


@transaction.atomic
def keep(record, *, uid, what, detail="", reply_to=""):
    """Keep a report of `record` once (by `uid`) and write to who can put it right; returns it."""
    content_type = ContentType.objects.get_for_model(record, for_concrete_model=False)
    report, is_new = ProblemReport.objects.get_or_create(
        uid=uid,
        defaults={
            "content_type": content_type,
            "object_id": record.pk,
            "record_uid": record.uid,
            "what": what,
            "detail": detail,
            "reply_to": reply_to,
        },
    )
    if is_new:
        _tell(report, record)
    return report


def _tell(report, record):
    owners, managers = addresses(record), manager_addresses()
    for to in owners:
        _post(report, record, to, "report.owner", _words_to_owner(report, record))
    for to in managers:
        if to.lower() not in {owner.lower() for owner in owners}:
            words = _words_to_manager(report, record, told=bool(owners))
            _post(report, record, to, "report.manager", words)


def _post(report, record, to, kind, body):
    name = "" if is_sensitive(record) else f": {record}"
    who = salted_hmac("upkeep.reports", to.lower()).hexdigest()[:32]
    post(
        key=f"{kind}:{report.uid}:{who}",
        kind=kind,
        to=to,
        subject=f"Somebody says that a listing is wrong{name}",
        body=body,
        about=record.uid,
    )


def manager_addresses():
    """Where the team reads: the site's public e-mail, else the accounts of the website managers."""
    # By its name, because the settings of the site stand beside this app.
    settings_model = apps.get_model("pages", "AreaSettings")
    site = Site.objects.filter(is_default_site=True).first()
    ours = settings_model.objects.filter(site=site).first()
    if ours and _is_whole(ours.contact_email):
        return [ours.contact_email]
    managers = User.objects.filter(groups__name=MANAGERS, is_active=True).order_by("pk")
    return [email for email in managers.values_list("email", flat=True) if _is_whole(email)]


def _is_whole(email):
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True


def _words_to_owner(report, record):
    return "\n\n".join(
        [
            "Hello,",
            f"Somebody told us that a listing you look after may be wrong: {_named(record)}",
            *_what_was_said(report, record),
            "Please look at it. If it is wrong, sign in and change it:",
            f"{settings.WAGTAILADMIN_BASE_URL}/listings/",
            "The team of this site looks at it too. You do not need to answer this e-mail.",
        ]
    )


def _words_to_manager(report, record, *, told):
    who = (
        "Its own people got this e-mail too."
        if told
        else "Nobody looks after it, so only you know."
    )
    return "\n\n".join(
        [
            "Hello,",
            f"Somebody reported a problem: {_named(record)}",
            *_what_was_said(report, record),
            who,
            "Close it on your desk:",
            f"{settings.WAGTAILADMIN_BASE_URL}/staff/desk/reports/",
        ]
    )


def _named(record):
    """The record by name and address; by its address alone where nothing should give it away."""
    page = f"{settings.WAGTAILADMIN_BASE_URL}{public_address(record)}"
    return page if is_sensitive(record) else f"{record}\n{page}"


def _what_was_said(report, record):
    """What is wrong. Words typed about a record kept neutral stay out of mail: staff read them."""
    yield f"What is wrong: {report.get_what_display()}"
    if report.detail and is_sensitive(record):
        yield "They wrote more. For safety it is not in this e-mail. Ask the team."
    elif report.detail:
        yield f"They wrote:\n{report.detail}"


@transaction.atomic
def close(report, *, outcome, words="", by):
    """Close an open report and tell the person who asked to hear; whether it was open.

    The person's address is erased here: what is left of it is in the mail, until that is erased.
    """
    open_one = ProblemReport.objects.select_for_update().filter(
        pk=report.pk, closed_at__isnull=True
    )
    report = open_one.first()
    if report is None:
        return False
    reply_to, report.reply_to = report.reply_to, ""
    report.outcome, report.outcome_words = outcome, words
    report.closed_at, report.closed_by = timezone.now(), by
    report.save()
    record = report.record
    if reply_to:
        _answer(report, record, reply_to)
    if record is not None:
        said = {"what": report.get_what_display(), "outcome": report.get_outcome_display()}
        log(instance=record, action=CLOSED, user=by, data=said)
    return True


#: The people of a record see what came of a report for so long.
OUTCOME_SHOWN_FOR = timedelta(days=30)


def for_the_keeper(uids):
    """Reports about the records with these uids, open or closed lately, oldest first."""
    lately = timezone.now() - OUTCOME_SHOWN_FOR
    is_shown = Q(closed_at__isnull=True) | Q(closed_at__gt=lately)
    return ProblemReport.objects.filter(is_shown, record_uid__in=uids).order_by("made_at", "pk")


def words_for_the_keeper(report, record):
    """What was typed; nothing about a record kept neutral, whose words only staff read."""
    return "" if is_sensitive(record) else report.detail


@transaction.atomic
def reopen(uid, *, by):
    """Open a closed report again, as long as nobody was told of its outcome; returns words to say."""
    report = ProblemReport.objects.select_for_update().get(uid=uid)
    if report.closed_at is None or report.closed_by != by:
        raise ValidationError("Somebody else has dealt with it since. It was not taken back.")
    report.outcome = report.outcome_words = ""
    report.closed_at = report.closed_by = None
    report.save()
    if report.record is not None:
        log(instance=report.record, action=REOPENED, user=by)
    return "Taken back. The report is open again."


def _answer(report, record, to):
    lines = ["Hello,", "You told us that something on our site was wrong. Thank you."]
    if record is not None and not is_sensitive(record):
        lines.append(f"It was about: {record}")
    lines.append(f"What we did: {report.get_outcome_display()}.")
    if report.outcome_words:
        lines.append(report.outcome_words)
    lines.append("This is the only e-mail we send you about it. We now erase your address.")
    post(
        key=f"report.outcome:{report.uid}",
        kind="report.outcome",
        to=to,
        subject="What we did about your report",
        body="\n\n".join(lines),
        about=report.record_uid,
    )
