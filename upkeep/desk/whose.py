"""Organisations that nobody looks after, and those that may be listed twice."""

from django import forms
from django.db.models import Count, Q

from organisations.dismissals import dismiss
from organisations.duplicates import pairs
from organisations.invitations import invite
from organisations.membership import Role
from organisations.people import orphaned
from upkeep.desk.phones import add_contacts
from upkeep.desk.section import Action, Row, Section, is_uid, kind_words, record_links


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

    def do(self, row, form, user):
        email = form.cleaned_data["email"]
        invite(row.record, email=email, role=Role.OWNER, by=user)
        return f"We wrote to {email} about “{row.title}”."


class OrphanedSection(Section):
    slug = "orphaned"
    title = "Nobody looks after these"
    explains = "Published, but no owner can sign in. Ring them, and invite somebody."
    actions = (Invite(),)

    def _open(self):
        live = Q(services__live=True)
        listed = orphaned().annotate(listed=Count("services", filter=live))
        return listed.order_by("created_at", "pk")

    def count(self):
        return orphaned().order_by().count()

    def rows(self, start, stop):
        rows = [_orphan_row(organisation) for organisation in self._open()[start:stop]]
        add_contacts(rows)
        return rows

    def find(self, key):
        found = self._open().filter(uid=key).first() if is_uid(key) else None
        return _orphan_row(found) if found else None


def _orphan_row(organisation):
    facts = [("Published services", str(organisation.listed))]
    if organisation.email:
        facts.append(("Public e-mail", organisation.email))
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
        return f"Remembered: {row.title} are not the same."


class DuplicatesSection(Section):
    slug = "duplicates"
    title = "May be listed twice"
    explains = "Keep one, move what is good of the other, and unpublish that. Or say they differ."
    actions = (NotTheSame(),)

    def __init__(self):
        self._found = None

    def _pairs(self):
        if self._found is None:
            self._found = pairs()
        return self._found

    def count(self):
        return len(self._pairs())

    def rows(self, start, stop):
        return [_pair_row(*found) for found in self._pairs()[start:stop]]

    def find(self, key):
        return next((row for row in self.rows(0, None) if row.key == key), None)


def _pair_row(one, other, why):
    links = [
        (f"{words} {place}", url)
        for place, record in (("the first", one), ("the second", other))
        for words, url in record_links(record)
    ]
    return Row(
        key=f"{one.uid}_{other.uid}",
        title=f"“{one}” and “{other}”",
        thing=(one, other),
        facts=[("Why", why)],
        links=links,
    )
