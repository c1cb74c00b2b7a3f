"""Personal data that is of no more use is erased by the clock."""

from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from organisations.models import Invitation
from upkeep.models import ProblemReport, Run

#: How long it is kept after it was last of use.
KEPT = timedelta(days=30)
#: How long before its words go an open report says so on the desk.
LAST_CALL = timedelta(days=30)


def forget_reporters(now):
    """Who reported a problem goes 30 days after the outcome; all words a year after they came.

    The latter also where nobody has closed the report: the desk says so a month before. What was
    wrong, with which record, and the outcome stay. Returns how many were changed.
    """
    told = ProblemReport.objects.filter(closed_at__lte=now - KEPT).exclude(reply_to="")
    old = ProblemReport.objects.filter(made_at__lte=now - reports_kept())
    whole = old.exclude(detail="", reply_to="", outcome_words="")
    return told.update(reply_to="") + whole.update(detail="", reply_to="", outcome_words="")


def reports_kept():
    return timedelta(days=settings.REPORTS_KEPT_DAYS)


def last_call(report, now):
    """The day on which an open report loses its words, within the last month before; else None."""
    erased_at = report.made_at + reports_kept()
    holds_any = report.detail or report.reply_to
    return timezone.localdate(erased_at) if holds_any and now >= erased_at - LAST_CALL else None


def forget_invitations(now):
    """The address of an invitation goes 30 days after the invitation ended; returns how many.

    One that nobody accepted counts as withdrawn from then on.
    """
    over = Invitation.objects.filter(ends_at__lte=now - KEPT).exclude(email="")
    over.filter(accepted_at=None).update(withdrawn_at=Coalesce(F("withdrawn_at"), F("ends_at")))
    return over.update(email="")


def forget_old_runs(now):
    """Runs are kept for 30 days; returns how many went."""
    return Run.objects.filter(is_running=False, started_at__lte=now - KEPT).delete()[0]
