"""What the review screen shows of a submission: for each record what changed, and what to mind."""

from dataclasses import dataclass, field

from django.contrib.admin.utils import quote
from django.urls import reverse

from services.models import Service
from services.sent_here import in_sentences, is_over, services_naming_each
from upkeep import changes
from upkeep.models import Submission, SubmissionItem
from upkeep.review_decisions import in_order
from upkeep.review_mail import title

State = SubmissionItem.State
#: Fields of a service that say whether it goes on.
ENDING = {"status", "ends_on"}
#: So many records are open when the page comes; of more, each is opened with a click.
OPEN_AT_FIRST = 3


@dataclass
class ReviewedItem:
    """One record of the page."""

    item: SubmissionItem
    record: object
    title: str
    kind: str
    is_new: bool
    changes: list
    by_staff: list = field(default_factory=list)
    newer_draft: bool = False
    replaced_by: Submission | None = None
    #: Who sends people to a service that this change ends, in sentences.
    left_behind: list = field(default_factory=list)

    @property
    def waits(self):
        return self.item.state == State.WAITING

    @property
    def labels(self):
        return ", ".join(change.label for change in self.changes)

    @property
    def preview_url(self):
        """The version that waits, on the page that the public would see, where there is one."""
        if not (self.record and self.item.version_id and self.record.preview_modes):
            return ""
        return self._url("revisions_view", self.item.version_id)

    @property
    def newer_url(self):
        """The version that waits beside the newer draft."""
        return self._url("revisions_compare", self.item.version_id, "latest")

    @property
    def history_url(self):
        return self._url("history")

    def _url(self, name, *more):
        viewset = type(self.record).snippet_viewset
        return reverse(viewset.get_url_name(name), args=[quote(self.record.pk), *more])


def reviewed_items(submission):
    """A ReviewedItem for each item, in the order in which they go public; bounded queries."""
    items = submission.items.prefetch_related("record")
    items = in_order(items.select_related("revision", "changed_revision", "decided_by"))
    waiting = [item for item in items if item.state == State.WAITING and item.version_id]
    changed = changes.of_versions([(i.pk, i.changed_revision or i.revision) for i in waiting])
    both = [item for item in items if item.changed_revision and item.revision]
    by_staff = changes.between_revisions([(i.pk, i.revision, i.changed_revision) for i in both])
    instead = _replacing(items)
    left_behind = _left_behind([item for item in waiting if _ends(item, changed[item.pk])])
    return [
        ReviewedItem(
            item=item,
            record=item.record,
            title=title(item, to_staff=True),
            kind=item.content_type.model_class()._meta.verbose_name,
            is_new=_is_new(item.record),
            changes=changed.get(item.pk, []),
            by_staff=by_staff.get(item.pk, []),
            newer_draft=_has_newer_draft(item),
            replaced_by=instead.get(item.record_uid),
            left_behind=left_behind.get(item.pk, []),
        )
        for item in items
    ]


def _ends(item, changes_of_it):
    """Whether approving it ends a service, or closes it for a while."""
    if not isinstance(item.record, Service) or not ENDING & {one.name for one in changes_of_it}:
        return False
    content = (item.changed_revision or item.revision).content
    return is_over(Service(status=content["status"], ends_on=content["ends_on"]))


def _left_behind(items):
    """{item primary key: sentences} for items that end a service. What ends with it counts not."""
    naming = services_naming_each([item.record for item in items])
    ending = {item.record.pk for item in items}
    return {
        item.pk: in_sentences([pair for pair in naming[item.record.pk] if pair[0].pk not in ending])
        for item in items
    }


def _is_new(record):
    return bool(record and not record.live and record.first_published_at is None)


def _has_newer_draft(item):
    """Whether somebody has saved the record again, but not sent it, since this version."""
    waits = item.state == State.WAITING and item.version_id and item.record
    return bool(waits and (item.record.latest_revision_id or 0) > item.version_id)


def _replacing(items):
    """{record uid: Submission} where a newer version of a replaced item waits."""
    replaced = [item.record_uid for item in items if item.state == State.REPLACED]
    waiting = SubmissionItem.objects.filter(record_uid__in=replaced, state=State.WAITING)
    return {item.record_uid: item.submission for item in waiting.select_related("submission")}
