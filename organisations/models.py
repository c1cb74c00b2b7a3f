"""Organisations of every kind, and the communities that lead or are served."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField

from records.contacts import ContactRow, PhoneRow
from records.models import Record


class Community(models.Model):
    """A community that a service is led by, or that it serves (staff-edited)."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order", "name"]
        verbose_name_plural = "communities"

    def __str__(self):
        return self.name


class Organisation(Record):
    """Whoever runs services: a charity, an informal group, a council, a shop. Same template for all."""

    class Kind(models.TextChoices):
        CHARITY = "charity", "Charity"
        GROUP = "group", "Informal group"
        CIC = "cic", "Community interest company or social enterprise"
        FAITH = "faith", "Faith group"
        BUSINESS = "business", "Business"
        COUNCIL = "council", "Council"
        NHS = "nhs", "NHS"
        SCHOOL = "school", "School, college or university"
        HOUSING = "housing", "Housing association"
        CLUB = "club", "Club or society"
        PUBLIC = "public", "Other public body"
        OTHER = "other", "Other"

    name = models.CharField(max_length=200)
    alternate_name = models.CharField("also known as", max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OTHER)
    summary = models.CharField("in one sentence", max_length=200, blank=True)
    description = models.TextField("what you do", blank=True)
    website = models.URLField(max_length=500, blank=True)
    email = models.EmailField("public e-mail", blank=True)
    logo = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    parent_organisation = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="branches"
    )
    led_by = ParentalManyToManyField(
        Community,
        blank=True,
        related_name="led_organisations",
        help_text="Communities whose own members run the organisation.",
    )
    is_fictional = models.BooleanField(
        default=False, editable=False, help_text="Demonstration data; every page says so."
    )
    private_notes = models.TextField(blank=True, help_text="Only staff see this.")

    class Meta(Record.Meta):
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/organisations/{self.uid}/"

    def publishing_errors(self):
        errors = super().publishing_errors()
        if not self.summary and not self.description:
            errors["summary"] = "Say in a sentence what the organisation does."
        return errors

    def clean(self):
        super().clean()
        if self.parent_organisation_id and self._is_below_itself():
            raise ValidationError(
                {"parent_organisation": "Choose an organisation that is not itself a part of this."}
            )

    def _is_below_itself(self):
        above, seen = self.parent_organisation, set()
        while above and above.pk not in seen:
            if above.pk == self.pk:
                return True
            seen.add(above.pk)
            above = above.parent_organisation
        return False


class OrganisationIdentifier(models.Model):
    """A number in a register, such as GB-CHC (charity) or GB-COH (company); never required."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=20, help_text="For example GB-CHC or GB-COH.")
    identifier = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "scheme", "identifier"],
                name="organisations_identifier_once",
            ),
        ]

    def __str__(self):
        return f"{self.scheme} {self.identifier}"


class OrganisationPhone(PhoneRow):
    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="phones")


class OrganisationContact(ContactRow):
    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="contacts")


# Models of the app that stand beside the records; at the end, because they name Organisation.
from organisations.dismissals import DuplicateDismissal  # noqa: E402
from organisations.membership import (  # noqa: E402
    Claim,
    Invitation,
    Membership,
    OrganisationAccount,
    Role,
)

__all__ = [
    "Claim",
    "Community",
    "DuplicateDismissal",
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationAccount",
    "OrganisationContact",
    "OrganisationIdentifier",
    "OrganisationPhone",
    "Role",
]
