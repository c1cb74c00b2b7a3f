"""A reviewer edits what was sent while its group has written more: both are kept.

The reviewer changes the version that was sent, and that is what approving makes public. What the
group wrote since stays the newest draft, its own answers over the reviewer's.
"""

from django.db import transaction

from records.locks import held
from upkeep import changes, drafts
from upkeep.models import SubmissionItem
from upkeep.review_signals import is_staffs


@transaction.atomic
def keep_newer_draft(record, *, sent):
    """Put the group's newer draft on top of what a reviewer has just saved; whether there was one.

    `sent` is the id of the revision that the reviewer began from. Taken over from the reviewer is
    all that the group has not changed since `sent`.
    """
    record = held(type(record).objects).get(pk=record.pk)
    saved = record.latest_revision
    theirs = _newest_of_the_group(record, sent)
    if theirs is None or saved is None or theirs.pk > saved.pk:
        return False
    base = record.revisions.get(pk=sent)
    content = merged(type(record), base.content, theirs.content, saved.content)
    drafts.keep(record.with_content_json(content), by=theirs.user, seen=saved.pk)
    return True


def merged(model, base, theirs, ours):
    """The content of `ours`, but for what differs between `base` and `theirs`: that is theirs."""
    before, after = (changes.version_values(model, content) for content in (base, theirs))
    kept = changes.differing(before, after)
    return ours | {name: theirs[name] for name in kept}


def _newest_of_the_group(record, sent):
    """The newest revision after `sent` that is not of the staff, or None."""
    item = SubmissionItem.objects.filter(record_uid=record.uid).order_by("-pk").first()
    newer = record.revisions.filter(pk__gt=sent).select_related("user").order_by("-pk")
    if sent is None or item is None:
        return None
    organisation = item.submission.organisation_id
    return next((r for r in newer if r.user and not is_staffs(r.user, organisation)), None)
