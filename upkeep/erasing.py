"""Personal data that is of no more use is erased by the clock."""

from datetime import timedelta

from django.db.models import F
from django.db.models.functions import Coalesce

from organisations.models import Invitation
from upkeep.models import ProblemReport, Run

#: How long it is kept after it was last of use.
KEPT = timedelta(days=30)


def forget_reporters(now):
    """The address of who reported a problem goes 30 days after the outcome; returns how many."""
    told = ProblemReport.objects.filter(closed_at__lte=now - KEPT).exclude(reply_to="")
    return told.update(reply_to="")


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
