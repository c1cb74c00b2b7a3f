"""Throwing away what was begun by mistake: a service or a place that nobody ever saw in public."""

from django.db import transaction
from wagtail.log_actions import log

from organisations import people
from organisations.models import Organisation
from records.permissions import was_ever_public
from records.references import named_by
from upkeep import drafts
from upkeep.models import SubmissionItem

State = SubmissionItem.State
#: So many of the records that use a place are named.
MOST_NAMED = 3


def can_be_thrown_away(record):
    """Whether its people may throw `record` away: it was never public and waits for nobody's decision."""
    if isinstance(record, Organisation) or was_ever_public(record):
        return False
    return not SubmissionItem.objects.filter(record_uid=record.uid, state=State.WAITING).exists()


@transaction.atomic
def throw_away(organisation, record, *, by):
    """Delete `record` with its drafts. Returns "", or in words why it stays, to follow its name."""
    people.lock(organisation)  # as sending does
    record = type(record).objects.select_for_update().filter(pk=record.pk).first()
    if record is None:
        return ""
    if not can_be_thrown_away(record):
        return "is with our staff or public, so it stays"
    if uses := named_by(record, most=MOST_NAMED):
        own = [one for one in uses if getattr(one, "organisation_id", None) == organisation.pk]
        names = ", ".join(f"“{title}”" for title in drafts.titles(own).values())
        return f"is used by {names or 'something else'}. Take it away there first"
    log(instance=record, action="wagtail.delete", user=by)
    record.delete()
    return ""
