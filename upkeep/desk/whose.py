"""Organisations that nobody looks after, and what may be listed twice."""

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from organisations.dismissals import DuplicateDismissal, dismiss, pair_key
from organisations.invitations import invite, withdraw
from organisations.membership import Invitation, Role
from organisations.models import Organisation
from organisations.people import LEFT_ALONE, orphaned
from upkeep.desk.checks import Hide
from upkeep.desk.phones import add_contacts
from upkeep.desk.section import Action, Done, Row, Section, is_uid, kind_words, record_links
from upkeep.likely_pairs import open_pairs, with_both
from upkeep.models import KeptByStaff

RANG, KEPT, GIVEN_UP = "upkeep.rang", "upkeep.kept_by_staff", "upkeep.kept_by_staff.ended"


class InviteForm(forms.Form):
    email = forms.EmailField(
        label="E-mail of somebody who belongs to it",
        max_length=254,
        help_text="They get an e-mail and can look after the listings.",
        error_messages={
            "required": "Enter an e-mail address.",
            "invalid": "Enter an e-mail address, like name@example.org.",
        },
    )


class Invite(Action):
    name = "invite"
    label = "Invite an owner"
    form_class = InviteForm

    def initial(self, row):
        return {"email": row.thing.email}

    def do(self, row, form, user):
        email = form.cleaned_data["email"]
        invitation = invite(row.record, email=email, role=Role.OWNER, by=user)
        words = f"We wrote to {email} about “{row.title}”. It stays here until they join."
        return Done(words, undo={"uid": str(invitation.uid)})

    def undo(self, data, user):
        withdraw(Invitation.objects.get(uid=data["uid"]), by=user)
        return "The invitation is taken back. Its link opens nothing any more."


class RangForm(forms.Form):
    said = forms.CharField(
        label="What was said?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It stands in the history. Only staff see this.",
        error_messages={"required": "Write what was said, or that nobody answered."},
    )


class Rang(Action):
    name = "rang"
    label = "I rang"
    form_class = RangForm

    def do(self, row, form, user):
        log(instance=row.record, action=RANG, user=user, data={"said": form.cleaned_data["said"]})
        return f"Your call to “{row.title}” is written down. It stays on the list."


class Keep(Action):
    name = "keep"
    label = "The team keeps it"

    def do(self, row, form, user):
        KeptByStaff.objects.get_or_create(organisation=row.record, defaults={"by": user})
        log(instance=row.record, action=KEPT, user=user)
        return Done(f"The team looks after “{row.title}” now.", undo={"uid": str(row.record.uid)})

    def undo(self, data, user):
        return _give_up(Organisation.objects.get(uid=data["uid"]), user)


class GiveUp(Action):
    name = "ended"
    label = "We keep it no longer"

    def do(self, row, form, user):
        return _give_up(row.record, user)


def _give_up(organisation, user):
    if not KeptByStaff.objects.filter(organisation=organisation).delete()[0]:
        raise ValidationError("Somebody has dealt with this already.")
    log(instance=organisation, action=GIVEN_UP, user=user)
    return f"The team keeps “{organisation}” no longer."


class OrphanedSection(Section):
    slug = "orphaned"
    title = "Nobody looks after these"
    explains = "Published, but no owner can sign in. Ring them and invite somebody, or keep it."
    actions = (Invite(), Rang(), Keep(), Hide())

    def _open(self):
        return orphaned().filter(kept_by_staff__isnull=True)

    def _listed(self):
        live = Q(services__live=True)
        return self._open().annotate(listed=Count("services", filter=live))

    def count(self):
        return self._open().order_by().count()

    def rows(self, start, stop):
        found = self._listed().order_by("created_at", "pk")[start:stop]
        return _as_rows(list(found))

    def find(self, key):
        found = self._listed().filter(uid=key).first() if is_uid(key) else None
        return _as_rows([found])[0] if found else None


class KeptSection(OrphanedSection):
    slug = "kept"
    title = "The team keeps these"
    explains = "They have no owner of their own, so nobody but you keeps them right."
    actions = (Invite(), Rang(), GiveUp())

    def _open(self):
        return orphaned().filter(kept_by_staff__isnull=False)


def _as_rows(organisations):
    invited = _open_invitations(organisations)
    rang, left = _latest(organisations, RANG), _latest(organisations, LEFT_ALONE)
    rows = [
        _orphan_row(one, invited.get(one.pk), rang.get(one.pk), left.get(one.pk))
        for one in organisations
    ]
    add_contacts(rows)
    return rows


def _open_invitations(organisations):
    """{organisation: the latest invitation that is still open}."""
    found = Invitation.objects.open().filter(organisation__in=organisations)
    return {one.organisation_id: one for one in found.order_by("made_at")}


def _latest(organisations, action):
    """{organisation: the latest entry of its history for this action}."""
    pks = [str(one.pk) for one in organisations]
    kind = ContentType.objects.get_for_model(Organisation)
    found = ModelLogEntry.objects.filter(action=action, content_type=kind, object_id__in=pks)
    return {int(one.object_id): one for one in found.order_by("timestamp")}


def _orphan_row(organisation, invitation, call, left):
    facts = [("Published services", str(organisation.listed))]
    if left:
        facts.append(("Last owner left", f"{timezone.localtime(left.timestamp):%-d %B %Y}"))
    if organisation.email:
        facts.append(("Public e-mail", organisation.email))
    if invitation:
        until = timezone.localtime(invitation.ends_at)
        facts.append(("Invited", f"{invitation.email}, until {until:%-d %B %Y}"))
    if call:
        on = timezone.localtime(call.timestamp)
        facts.append(("Last call", f"{on:%-d %B %Y}: {call.data.get('said', '')}"))
    return Row(
        key=str(organisation.uid),
        title=str(organisation),
        kind=kind_words(organisation),
        thing=organisation,
        record=organisation,
        since=organisation.created_at,
        facts=facts,
        links=record_links(organisation),
    )


class NotTheSame(Action):
    name = "different"
    label = "Not the same"

    def do(self, row, form, user):
        dismiss(*row.thing, by=user)
        first, second = pair_key(*(record.uid for record in row.thing))
        undo = {"first": str(first), "second": str(second)}
        return Done(f"Remembered: {row.title} are not the same.", undo=undo)

    def undo(self, data, user):
        DuplicateDismissal.objects.filter(
            first_uid=data["first"], second_uid=data["second"]
        ).delete()
        return "Taken back. The two are on the list again."


class DuplicatesSection(Section):
    slug = "duplicates"
    title = "May be listed twice"
    explains = "Keep one, move what is good of the other, and unpublish that. Or say they differ."
    actions = (NotTheSame(),)

    def count(self):
        return open_pairs().order_by().count()

    def rows(self, start, stop):
        return [_pair_row(*found) for found in with_both(list(open_pairs()[start:stop]))]

    def find(self, key):
        uids = key.split("_")
        if len(uids) != 2 or not all(is_uid(uid) for uid in uids):
            return None
        first, second = pair_key(*uids)
        pairs = open_pairs().filter(first_uid=first, second_uid=second)
        return next((_pair_row(*found) for found in with_both(list(pairs))), None)


def _pair_row(pair, one, other):
    links = [
        (f"{place}: {words.lower()}", url)
        for place, record in (("First", one), ("Second", other))
        for words, url in record_links(record)
    ]
    facts = [("Why", pair.why)]
    if pair.kind == pair.Kind.SERVICE:
        facts.append(("Run by", f"{one.organisation} and {other.organisation}"))
    return Row(
        key=f"{pair.first_uid}_{pair.second_uid}",
        title=f"“{one}” and “{other}”",
        kind=kind_words(one),
        thing=(one, other),
        facts=facts,
        links=links,
    )
