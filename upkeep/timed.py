"""All that is done by the clock, one step after the other. Run every five minutes by `run_due`.

Every step may be repeated. A fault in one is written down and leaves the others alone.
"""

import logging
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.pruning import prune
from organisations.claims import end_half_done
from organisations.logos import erase_unused
from outbox.erasing import erase_old_mail
from outbox.sending import send_due
from records.publishing import publish_due
from search import engines, sync
from search.models import SearchCount
from upkeep.erasing import forget_invitations, forget_old_runs, forget_reporters
from upkeep.likely_pairs import look_for_pairs
from upkeep.limits import sweep_counts
from upkeep.models import Run
from upkeep.reminders import remind
from upkeep.review_mail import tell_late
from upkeep.sheet_uploads import erase_old
from upkeep.staff_mail import write_to_staff
from upkeep.ways_on import tell_of_ways_gone

logger = logging.getLogger(__name__)

#: A run that began so long ago and has not ended was killed: another takes over.
DEAD_AFTER = timedelta(hours=1)


def run_due():
    """Do all that is due; returns the Run, or None where another run is at work."""
    run = begin(timezone.now())
    if run is None:
        return None
    try:
        for name, step in STEPS:
            _do(run, name, step)
    finally:
        run.ended_at, run.is_running = timezone.now(), False
        # Unless another run took this one for dead: then what it wrote stays.
        Run.objects.filter(pk=run.pk, is_running=True).update(
            ended_at=run.ended_at, is_running=False, did=run.did, error=run.error
        )
    return run


def begin(now):
    """The Run of this process, or None while another one is running."""
    lost = Run.objects.filter(is_running=True, started_at__lte=now - DEAD_AFTER)
    lost.update(is_running=False, error="It stopped before its end. The next run did the rest.")
    try:
        with transaction.atomic():
            return Run.objects.create(started_at=now, is_running=True)
    except IntegrityError:
        return None


def _do(run, name, step):
    try:
        run.did[name] = step(timezone.now())
    except Exception as fault:
        logger.exception("A step of the timed work failed: %s", name)
        run.error = f"{run.error}\n{name}: {type(fault).__name__}: {fault}".strip()[:2000]
        return
    if isinstance(run.did[name], dict) and run.did[name].get("faults"):
        run.error = f"{run.error}\n{name}: {run.did[name]['faults']} faults, see the log".strip()


def _publish(now):
    outcome = publish_due(now)
    return {
        "published": len(outcome.published),
        "withdrawn": len(outcome.withdrawn),
        "refused": len(outcome.refused),
    }


def _send(now):
    return {"sent": send_due(now)}


def _prune_accounts(now):
    return {"unused accounts": prune(now)}


def _erase(now):
    return {
        "mails": erase_old_mail(now),
        "reporters": forget_reporters(now),
        "invitations": forget_invitations(now),
        "claims": end_half_done(now),
        "sheets": erase_old(now),
        "logos": erase_unused(now),
        "runs": forget_old_runs(now),
        "counts of searches": SearchCount.objects.forget_old(now),
        "counts": sweep_counts(),
    }


def _bring_index_up_to_date(now):
    engine = engines.current()
    if engine.is_ready():
        return {"services": sync.apply_waiting(engine)}
    return {"services": sync.rebuild(engine)}


#: In this order: what is published is asked about, what asks is sent.
STEPS = [
    ("publishing", _publish),
    ("reminders", remind),
    ("decisions", tell_late),
    ("ways on", tell_of_ways_gone),
    ("duplicates", look_for_pairs),
    ("staff mail", write_to_staff),
    ("mail", _send),
    ("accounts", _prune_accounts),
    ("erasing", _erase),
    ("search", _bring_index_up_to_date),
]
