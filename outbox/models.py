"""Mail to send: rows written in the same transaction as what they tell about."""

import uuid

from django.db import models
from django.utils import timezone


class Message(models.Model):
    """One e-mail to one address. `key` says what it is about and to whom, so it is written once.

    Personal: the address and the words. Both are erased when they are no longer of use.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        UNSURE = "unsure", "Not known whether it was sent"
        FAILED = "failed", "Could not be sent"
        BOUNCED = "bounced", "Came back"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    about = models.UUIDField("uid of what it is about", null=True, blank=True, db_index=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    is_settled = models.BooleanField(
        "seen by staff", default=False, help_text="A person has dealt with the mail that failed."
    )

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "next_try_at"])]

    def __str__(self):
        return f"{self.kind} to {self.to}: {self.get_state_display()}"
