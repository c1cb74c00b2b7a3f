"""Who may edit what an organisation lists, and what is known about it that is not public.

None of this is part of the reviewed record: it changes at once, and an older draft undoes nothing.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from organisations.models import Organisation
from records.models import UidModel

INVITATION_DAYS = 14


def invitation_ends():
    """When an invitation that is made now ends."""
    return timezone.now() + timedelta(days=INVITATION_DAYS)


class Role(models.TextChoices):
    OWNER = "owner", "Owner"
    EDITOR = "editor", "Editor"


class OrganisationAccount(models.Model):
    """What staff and the organisation's own people know of it: never public."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="account"
    )
    contact_name = models.CharField("name of a person to ask", max_length=120, blank=True)
    contact_email = models.EmailField("private e-mail", blank=True)
    contact_phone = models.CharField("private phone number", max_length=40, blank=True)
    is_trusted = models.BooleanField(
        "publishes without review",
        default=False,
        help_text="Its changes are public at once, but for the fields that always need review.",
    )
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"Account of {self.organisation}"


class Membership(UidModel):
    """A person's part in an organisation. Owners also look after people; both edit everything."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=6, choices=Role.choices, default=Role.EDITOR)
    since = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], name="organisations_membership_once"
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()} of {self.organisation}"


class InvitationQuerySet(models.QuerySet):
    def unanswered(self):
        """Neither accepted nor taken back, whatever their age."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def open(self):
        """Those that can still be accepted: see Invitation.is_open."""
        return self.unanswered().filter(ends_at__gt=timezone.now())


class Invitation(UidModel):
    """An address asked to help with an organisation's listings. Good until `ends_at`."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField()
    role = models.CharField(max_length=6, choices=Role.choices, default=Role.EDITOR)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField(default=invitation_ends)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("email"),
                "organisation",
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="organisations_invitation_open_once",
            ),
        ]

    def __str__(self):
        return f"{self.email} to {self.organisation}"

    @property
    def is_open(self):
        """Whether it can still be accepted."""
        unused = self.accepted_at is None and self.withdrawn_at is None
        return unused and self.ends_at > timezone.now()


class Claim(UidModel):
    """Somebody says "this listing is ours". Staff decide, or a code sent to the address on it does."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        APPROVED = "approved", "Approved"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="claims")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claims"
    )
    words = models.TextField("how you belong to it", blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    code_hash = models.CharField(max_length=128, blank=True, editable=False)
    code_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    code_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=models.Q(state="waiting"),
                name="organisations_claim_waiting_once",
            ),
        ]

    def __str__(self):
        return f"{self.user} for {self.organisation}: {self.get_state_display()}"
