"""Keeping it true: what was sent in together, what was reported, who was reminded, whom to call."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from organisations.models import Organisation
from records.models import UidModel

STAFF_OR_NOBODY = {
    "to": settings.AUTH_USER_MODEL,
    "null": True,
    "blank": True,
    "on_delete": models.SET_NULL,
    "related_name": "+",
}


class RecordLink(models.Model):
    """A row about one record of any kind. `record_uid` stays when the record itself has gone."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record_uid = models.UUIDField(db_index=True)
    record = GenericForeignKey("content_type", "object_id", for_concrete_model=False)

    class Meta:
        abstract = True


class Submission(UidModel):
    """What an organisation sent for review together. Decided when all its items are."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="submissions"
    )
    sent_by = models.ForeignKey(**STAFF_OR_NOBODY)
    sent_at = models.DateTimeField(auto_now_add=True)
    note = models.TextField("note to the reviewer", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        ordering = ["sent_at"]

    def __str__(self):
        return f"{self.organisation}, {self.sent_at:%d %B %Y}"


class SubmissionItem(RecordLink):
    """One record of a submission, in the version (revision) that was sent."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for review"
        APPROVED = "approved", "Approved"
        DECLINED = "declined", "Declined"
        REPLACED = "replaced", "Replaced by a newer version"
        TRUSTED = "trusted", "Published at once, as a trusted group's"

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="items")
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_revision = models.ForeignKey(
        "wagtailcore.Revision",
        verbose_name="as changed by staff before the decision",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    changed_fields = models.JSONField(
        "what the reviewer changed, in words", default=list, blank=True
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(**STAFF_OR_NOBODY)
    told_at = models.DateTimeField("when the group was told", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "record_uid"], name="upkeep_item_once_in_a_submission"
            ),
            models.UniqueConstraint(
                fields=["record_uid"],
                condition=models.Q(state="waiting"),
                name="upkeep_record_waits_once",
            ),
        ]

    def __str__(self):
        return f"{self.record_uid}: {self.get_state_display()}"

    @property
    def version_id(self):
        """The revision that approving makes public: as sent, or as staff changed it since."""
        return self.changed_revision_id or self.revision_id


class ProblemReport(UidModel, RecordLink):
    """Somebody says that a public record is wrong. Personal: `reply_to`, erased after the outcome."""

    class What(models.TextChoices):
        CLOSED = "closed", "It has closed or moved"
        TIMES = "times", "The days or times are wrong"
        CONTACT = "contact", "The phone number, e-mail or web page is wrong"
        ADDRESS = "address", "The address is wrong"
        WORDS = "words", "What it says is wrong or unkind"
        TURNED_AWAY = "turned_away", "I was turned away or nobody answered"
        OTHER = "other", "Something else"

    class Outcome(models.TextChoices):
        CHANGED = "changed", "We put it right"
        RIGHT = "right", "We checked: it is right as it is"
        WITHDRAWN = "withdrawn", "We took the listing down"
        PASSED_ON = "passed_on", "We passed it on to the group"
        NOTHING = "nothing", "We could not find out what was meant"

    what = models.CharField("what is wrong", max_length=11, choices=What.choices)
    detail = models.TextField("tell us more", max_length=2000, blank=True)
    reply_to = models.EmailField("your e-mail", blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    outcome_words = models.TextField("what you tell the person", blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, db_index=True)
    closed_by = models.ForeignKey(**STAFF_OR_NOBODY)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.CheckConstraint(
                name="upkeep_closed_report_has_outcome",
                condition=models.Q(closed_at__isnull=True) | ~models.Q(outcome=""),
            ),
        ]

    def __str__(self):
        return f"{self.get_what_display()}: {self.record_uid}"


class Reminder(RecordLink):
    """The owners of a record were asked "still right?": which time of asking, for which due date."""

    due_at = models.DateTimeField()
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    messages = models.ManyToManyField(
        "outbox.Message",
        related_name="reminders",
        help_text="The e-mails: one to each who looks after it; one may name many records.",
    )

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["record_uid", "due_at", "number"], name="upkeep_reminder_once"
            ),
        ]

    def __str__(self):
        return f"{self.record_uid}, reminder {self.number}"


class CallTask(RecordLink):
    """A person of staff should ring up about a record: nobody answered, or nobody is there to ask."""

    class Why(models.TextChoices):
        NO_ANSWER = "no_answer", "Two e-mails were not answered"
        NO_OWNER = "no_owner", "Nobody looks after it"
        BOUNCED = "bounced", "E-mail to its people comes back"

    why = models.CharField(max_length=9, choices=Why.choices)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True, db_index=True)
    done_by = models.ForeignKey(**STAFF_OR_NOBODY)
    note = models.TextField("what was said", blank=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["record_uid"],
                condition=models.Q(done_at__isnull=True),
                name="upkeep_call_open_once",
            ),
        ]

    def __str__(self):
        return f"{self.get_why_display()}: {self.record_uid}"


class ClosedTogether(UidModel):
    """Closures of many places that staff set as one, and can take back as one."""

    closures = models.ManyToManyField("services.Closure", related_name="+")
    by = models.ForeignKey(**STAFF_OR_NOBODY)
    made_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(**STAFF_OR_NOBODY)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self):
        return f"Closed together, {self.made_at:%d %B %Y}"


class LikelyPair(models.Model):
    """Two records that may be one, as the timed work found them: a look at the desk is quick.

    `first_uid` is the smaller uid of the two, as in a DuplicateDismissal.
    """

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", "Organisations"
        SERVICE = "service", "Services"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    first_uid = models.UUIDField()
    second_uid = models.UUIDField()
    why = models.CharField(max_length=300)
    place = models.PositiveIntegerField("place in the list, likeliest first")

    class Meta:
        ordering = ["kind", "place"]
        constraints = [
            models.UniqueConstraint(fields=["first_uid", "second_uid"], name="upkeep_pair_once"),
        ]

    def __str__(self):
        return f"{self.first_uid} and {self.second_uid}: {self.why}"


class PairSearch(models.Model):
    """When records of a kind were last compared, and what they were then (`state`)."""

    kind = models.CharField(max_length=12, choices=LikelyPair.Kind.choices, unique=True)
    state = models.CharField(max_length=300)
    made_at = models.DateTimeField()

    def __str__(self):
        return f"{self.get_kind_display()} compared on {self.made_at:%d %B %Y %H:%M}"


class KeptByStaff(models.Model):
    """The team has taken on an organisation that has no owner: it is orphaned no more."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="kept_by_staff"
    )
    by = models.ForeignKey(**STAFF_OR_NOBODY)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"{self.organisation}, kept by the team"


class StaffMail(models.Model):
    """Which mail about the desk a website manager wants. Without a row: all of it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_mail"
    )
    daily = models.BooleanField("once a day, what waits on the desk", default=True)
    crisis = models.BooleanField(
        "at once, when a crisis line, hub or single point of access is due for a check",
        default=True,
    )

    def __str__(self):
        return f"Mail of {self.user}"


class CrisisNotice(models.Model):
    """The website managers were told that this record, which is never hidden, is due for a check."""

    record_uid = models.UUIDField()
    due_at = models.DateTimeField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record_uid", "due_at"], name="upkeep_crisis_notice_once"
            ),
        ]

    def __str__(self):
        return f"{self.record_uid}, due on {self.due_at:%d %B %Y}"


class WayGone(models.Model):
    """The people of a service were told that another, which it names, is of no use any more.

    Goes as soon as it names another, or the other can be used again: then they may be told anew.
    """

    service = models.ForeignKey("services.Service", on_delete=models.CASCADE, related_name="+")
    field = models.CharField(max_length=20)
    named = models.ForeignKey("services.Service", on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "field", "named"], name="upkeep_way_gone_once"
            ),
        ]

    def __str__(self):
        return f"{self.service} names {self.named}"


class Run(models.Model):
    """A run of the timed work: staff see when it last ran, and whether it came to its end."""

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    is_running = models.BooleanField(default=False)
    did = models.JSONField(default=dict, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_running"],
                condition=models.Q(is_running=True),
                name="upkeep_one_run_at_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.started_at:%d %B %Y %H:%M}"


class Consent(RecordLink):
    """A person said that their name or own number may be shown to everybody, as one contact row.

    Beside the record, so that no older draft undoes a withdrawal. Holds no name or number itself.
    """

    row_uid = models.UUIDField(unique=True)
    given_by = models.ForeignKey(**STAFF_OR_NOBODY)
    given_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(**STAFF_OR_NOBODY)

    class Meta:
        ordering = ["given_at"]

    def __str__(self):
        return f"{self.record_uid}: {'withdrawn' if self.withdrawn_at else 'given'}"


class FirstListing(models.Model):
    """How far an organisation has come with listing its first service."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="first_listing"
    )
    done = models.JSONField("steps that are done", default=list, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"First listing of {self.organisation}"


# A setting beside the rows; at the end, because its app is read first.
from upkeep.review_settings import ReviewSettings  # noqa: E402, F401
from upkeep.sheet_uploads import SheetUpload  # noqa: E402, F401
