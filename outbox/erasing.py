"""Mail that has gone keeps neither its words nor whom it was for."""

from datetime import timedelta

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from outbox.models import Message

#: After it was sent.
SENT_KEPT = timedelta(days=30)
#: After it was written, for mail that staff may still want to look into or send again.
FAILED_KEPT = timedelta(days=90)
State = Message.State


def erase_old_mail(now):
    """Erase address, subject and words of old mail; the rows stay. Returns how many."""
    whole = Message.objects.exclude(to="", body="", subject="")
    sent = whole.filter(state=State.SENT, sent_at__lte=now - SENT_KEPT)
    rest = whole.filter(state__in=[State.FAILED, State.UNSURE, State.BOUNCED])
    settled = rest.filter(is_settled=True).annotate(at=Coalesce("sent_at", "created_at"))
    return (
        _erase(sent)
        + _erase(settled.filter(at__lte=now - SENT_KEPT))
        + _erase(rest.filter(created_at__lte=now - FAILED_KEPT))
    )


def _erase(messages):
    pks = list(messages.values_list("pk", flat=True))
    chosen = Message.objects.filter(pk__in=pks)
    # A key may name an address, too.
    chosen.filter(key__contains="@").update(key=Concat(Value("erased:"), Cast("pk", CharField())))
    return chosen.update(to="", subject="", body="", error="")
