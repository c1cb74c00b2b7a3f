"""Mail that did not arrive: whose address it was, putting that right, and writing again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from organisations import people
from organisations.invitations import invite, open_invitations, withdraw
from organisations.models import Membership, Organisation, OrganisationAccount
from outbox.by_hand import ACTIONS
from outbox.models import Message
from outbox.staff_views import TROUBLE
from upkeep.desk.section import BELONGS_TO
from upkeep.kinds import KINDS
from upkeep.models import CallTask, Reminder, Submission
from upkeep.owners import organisation_of
from upkeep.reminders import write

CORRECTED = "upkeep.address_corrected"
#: These hold a link for one address alone: sent to another it would open nothing.
FOR_ONE_ADDRESS = {"still-right", "invitation"}


def records_of_lost_mail():
    """The uids of records that mail in trouble was about: as a queryset of values."""
    lost = Message.objects.filter(TROUBLE)
    about = lost.filter(about__isnull=False).order_by().values("about")
    asked = Reminder.objects.filter(messages__in=lost.order_by()).order_by().values("record_uid")
    return about.union(asked, all=True)


def records_about(message):
    """The records that a mail named, live or not."""
    return records_by_mail([message])[message.pk]


def records_by_mail(messages):
    """{primary key of the mail: [records it named]}, in as many queries as there are kinds."""
    asked = {
        message.pk: [reminder.record_uid for reminder in message.reminders.all()]
        for message in messages
    }
    named = {pk: uids or [m.about] for m in messages for pk, uids in [(m.pk, asked[m.pk])]}
    uids = {uid for those in named.values() for uid in those if uid}
    found = {
        record.uid: record
        for kind in KINDS.values()
        for record in kind.objects.filter(uid__in=uids).select_related(*BELONGS_TO[kind])
    }
    return {pk: [found[uid] for uid in those if uid in found] for pk, those in named.items()}


def organisations_about(message):
    """The organisations that look after what a mail was about, each once."""
    found = {}
    for record in records_about(message):
        if organisation := organisation_of(record):
            found[organisation.pk] = organisation
    sent = Submission.objects.filter(uid=message.about) if message.about else []
    found |= {submission.organisation_id: submission.organisation for submission in sent}
    return list(found.values())


def end_calls(message, *, by, words):
    """What mail came back for is dealt with: nobody needs to ring about it any more."""
    uids = [record.uid for record in records_about(message)]
    calls = CallTask.objects.filter(
        record_uid__in=uids, done_at__isnull=True, why=CallTask.Why.BOUNCED
    )
    for task in calls:
        task.note = f"{task.note}\n{words}".strip()
        task.done_at, task.done_by = timezone.now(), by
        task.save(update_fields=["note", "done_at", "done_by"])


@transaction.atomic
def correct(message, new, *, by):
    """Put the address right wherever it was the group's, and write again; returns words to say.

    Somebody's own account is never changed: the new address is invited to the same role.
    """
    old, said = message.to, []
    for organisation in organisations_about(message) or _with_address(old):
        said += _correct_in(organisation, old, new, by)
    if message.kind in FOR_ONE_ADDRESS or message.reminders.exists():
        reminders = list(message.reminders.all()) if said else []
        if reminders:
            write(new, reminders)
        elif not said:
            raise ValidationError(
                "This is not an address of its group. Change it on the record (Edit), "
                "then press “Dealt with”."
            )
        ACTIONS["settled"].do(message)
    else:
        message.to = new
        message.save(update_fields=["to"])
        ACTIONS["again"].do(message)
        said.append("The mail goes out again.")
    end_calls(message, by=by, words="The address was put right.")
    log(instance=message, action=CORRECTED, user=by)
    return " ".join(said)


def _with_address(email):
    """Organisations that an address belongs to, where the mail itself does not say whose it was."""
    invited = Organisation.objects.filter(invitations__email__iexact=email)
    return list(invited.distinct()[:5])


def _correct_in(organisation, old, new, by):
    """What was put right of one organisation, in words; nothing where the address is not its."""
    said = []
    for invitation in open_invitations(organisation).filter(email__iexact=old):
        withdraw(invitation, by=by)
        invite(organisation, email=new, role=invitation.role, by=by)
        said.append("The invitation went to the new address.")
    members = Membership.objects.filter(organisation=organisation, user__email__iexact=old)
    for member in members:
        invite(organisation, email=new, role=member.role, by=by)
        said.append("Somebody signs in with the old one, so we invited the new one.")
    account = OrganisationAccount.objects.filter(
        organisation=organisation, contact_email__iexact=old
    )
    if account.update(contact_email=new):
        said.append("The private contact has the new address.")
    if _correct_public(organisation, old, new):
        said.append("The public e-mail is the new address.")
    if said:
        log(instance=organisation, action=CORRECTED, user=by)
    return said


def _correct_public(organisation, old, new):
    """Change the public e-mail in the row and in every draft, so that no draft brings it back."""
    row = people.lock(organisation)
    if row.email.casefold() != old.casefold():
        return False
    row.email = new
    row.save(update_fields=["email", "modified_at"])
    for revision in row.revisions.all():
        if (revision.content.get("email") or "").casefold() == old.casefold():
            content = revision.content | {"email": new}
            type(revision).objects.filter(pk=revision.pk).update(content=content)
    return True
